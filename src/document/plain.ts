/** What a notebook file may be made of, before anybody looks at its fields. */

const MAX_DEPTH = 32;
const MAX_TEXT = 1_000_000;
const MAX_VALUES = 1_000_000;

/** Keys through which a parsed file could reach the prototype of other objects when it is copied or merged. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export class NotPlain extends Error {
  constructor(
    readonly path: string,
    readonly kind: 'too-deep' | 'too-many' | 'not-json',
  ) {
    super(`${kind} at ${path}`);
  }
}

/**
 * A deep copy made of JSON values only, without unsafe keys. Throws NotPlain where the value is deeper than 32 levels
 * (which also ends circles), holds more than a million values or a text over a million characters, or something that
 * JSON cannot write. Fields that are `undefined` are left out, as JSON does.
 */
export function plainCopy(value: unknown): unknown {
  let values = 0;
  const copy = (part: unknown, path: string, depth: number): unknown => {
    values += 1;
    if (values > MAX_VALUES) throw new NotPlain(path, 'too-many');
    if (depth > MAX_DEPTH) throw new NotPlain(path, 'too-deep');
    if (part === null || typeof part === 'boolean') return part;
    if (typeof part === 'number' && Number.isFinite(part)) return part;
    if (typeof part === 'string') {
      if (part.length > MAX_TEXT) throw new NotPlain(path, 'too-many');
      return part;
    }
    if (Array.isArray(part)) return part.map((item, index) => copy(item, `${path}[${index}]`, depth + 1));
    if (typeof part !== 'object' || part instanceof Date) throw new NotPlain(path, 'not-json');
    const object: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(part)) {
      if (UNSAFE_KEYS.has(key) || field === undefined) continue;
      object[key] = copy(field, path ? `${path}.${key}` : key, depth + 1);
    }
    return object;
  };
  return copy(value, '', 0);
}
