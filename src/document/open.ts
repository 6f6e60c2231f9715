import * as v from 'valibot';
import type { Reason } from '../intake/types';
import { migrate, type RawDocument } from './migrations';
import { NotPlain, plainCopy } from './plain';
import { documentSchema } from './schema';
import { DOCUMENT_VERSION, type NotebookDocument } from './types';

/** A notebook holds no rows; one of 50 MB is something else. */
export const MAX_DOCUMENT_BYTES = 50_000_000;

export type Opened = { ok: true; document: NotebookDocument } | { ok: false; reason: Reason };

/** A file picked or dropped. Its size is judged before a byte is read. */
export async function openDocumentFile(file: Blob): Promise<Opened> {
  if (file.size > MAX_DOCUMENT_BYTES) return refused(tooLarge(file.size));
  return openDocument(await file.text());
}

/**
 * The text of a notebook file, or the parsed object, → a notebook that is known to be whole, or the sentence to say.
 * The input is never changed, and what comes out shares nothing with it.
 */
export function openDocument(input: unknown): Opened {
  try {
    const raw = typeof input === 'string' ? parsed(input) : input;
    return { ok: true, document: validated(upToDate(plainCopy(raw))) };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.reason);
    if (error instanceof NotPlain) return refused(notPlain(error));
    throw error;
  }
}

class Refusal extends Error {
  constructor(readonly reason: Reason) {
    super(reason.key);
  }
}

const refused = (reason: Reason): Opened => ({ ok: false, reason });
const invalid = (path: string): Reason => ({ key: 'document_invalid_field', values: { path } });
const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);

function tooLarge(bytes: number): Reason {
  return {
    key: 'document_too_large',
    values: { megabytes: megabytes(bytes), limit: megabytes(MAX_DOCUMENT_BYTES) },
  };
}

function notPlain({ kind, path }: NotPlain): Reason {
  if (kind === 'not-json') return invalid(path || '.');
  return { key: 'document_too_deep', values: { path: path || '.' } };
}

function parsed(text: string): unknown {
  // Counted in UTF-16 units, at most the bytes: a file of Chinese text is judged a little milder, never harsher.
  if (text.length > MAX_DOCUMENT_BYTES) throw new Refusal(tooLarge(text.length));
  const json = text.replace(/^\uFEFF/, '').trim();
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new Refusal({ key: isCutShort(json) ? 'document_truncated' : 'document_not_json' });
  }
}

/** True for JSON that was cut: it starts as an object and ends inside it. Browsers word their own errors differently. */
function isCutShort(json: string): boolean {
  if (!json.startsWith('{')) return false;
  let depth = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (inText) {
      if (character === '\\') index += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !inText) return false;
  }
  return true;
}

function upToDate(value: unknown): RawDocument {
  const document = value as RawDocument | null;
  if (typeof document !== 'object' || document === null || document.format !== 'regulars') {
    throw new Refusal({ key: 'document_not_regulars' });
  }
  const { version } = document;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw new Refusal(invalid('version'));
  }
  if (version > DOCUMENT_VERSION) {
    throw new Refusal({ key: 'document_newer', values: { version, known: DOCUMENT_VERSION } });
  }
  return migrate(document, version, DOCUMENT_VERSION);
}

function validated(raw: RawDocument): NotebookDocument {
  const result = v.safeParse(documentSchema, raw, { abortEarly: true });
  if (!result.success) throw new Refusal(invalid(pathOf(result.issues[0])));
  for (const list of ['sources', 'cells', 'segments'] as const) {
    const repeated = firstRepeated(result.output[list]);
    if (repeated >= 0) {
      throw new Refusal({ key: 'document_repeated_id', values: { path: `${list}[${repeated}].id` } });
    }
  }
  return result.output;
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).reduce(
    (text, { key }) =>
      typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    '',
  );
  // A hostile key must not fill the dialog.
  return path.length > 120 ? `${path.slice(0, 119)}…` : path || '.';
}

/** Ids name cells in the page and in scripts; two alike would make edits hit the wrong one. */
function firstRepeated(items: readonly { id: string }[]): number {
  const seen = new Set<string>();
  return items.findIndex(({ id }) => seen.size === seen.add(id).size);
}
