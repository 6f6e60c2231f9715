import { UNSAFE_NAMES } from './shared-limits';

/** What a notebook file may be made of, before anybody looks at its fields. */

const MAX_DEPTH = 32;
const MAX_TEXT = 1_000_000;
const MAX_VALUES = 1_000_000;
/** Items of lists of plain values, which are cheap: rows of shared results. About what fits a file of 50 MB. */
const MAX_LISTED = 10_000_000;

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
 * (which also ends circles), holds more than a million values (not counting those in lists of plain values, of which
 * there may be ten million) or a text over a million characters, or something that JSON cannot write. Fields that are `undefined` are left out, as JSON does.
 */
export function plainCopy(value: unknown): unknown {
  let values = 0;
  let listed = 0;
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
    if (Array.isArray(part)) {
      if (!part.every(isCheap)) return part.map((item, index) => copy(item, `${path}[${index}]`, depth + 1));
      listed += part.length;
      if (listed > MAX_LISTED) throw new NotPlain(path, 'too-many');
      return [...(part as unknown[])];
    }
    if (typeof part !== 'object' || part instanceof Date) throw new NotPlain(path, 'not-json');
    const object: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(part)) {
      if (UNSAFE_NAMES.has(key) || field === undefined) continue;
      object[key] = copy(field, path ? `${path}.${key}` : key, depth + 1);
    }
    return object;
  };
  return copy(value, '', 0);
}

/** A value that is copied by being named, and needs no path for a complaint. */
function isCheap(item: unknown): boolean {
  if (item === null || typeof item === 'boolean') return true;
  if (typeof item === 'number') return Number.isFinite(item);
  return typeof item === 'string' && item.length <= MAX_TEXT;
}
