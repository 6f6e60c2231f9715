import { newId } from './create';
import { MAX_LABEL, MAX_SCHEMES } from './limits';
import type { NotebookDocument, SavedScheme } from './types';

/** Edits of the ways of scoring that a notebook keeps. As in edits.ts: what changes nothing returns the very document. */

const nameOf = (name: string): string => name.trim().slice(0, MAX_LABEL);

/** The scheme of that name; null where there is none. */
export function schemeNamed(document: NotebookDocument, name: string): SavedScheme | null {
  return document.schemes?.find((scheme) => scheme.name === nameOf(name)) ?? null;
}

/**
 * Adds a scheme as version 1; under a name that is taken, as that scheme's next version. An empty name, the params it has
 * already and a notebook that holds 100 schemes leave the document as it is.
 */
export function saveScheme(
  document: NotebookDocument,
  { name, params }: Pick<SavedScheme, 'name' | 'params'>,
  id = newId(),
): NotebookDocument {
  const schemes = document.schemes ?? [];
  const known = schemeNamed(document, name);
  if (known) {
    if (JSON.stringify(known.params) === JSON.stringify(params)) return document;
    const next = { ...known, version: known.version + 1, params };
    return { ...document, schemes: schemes.map((scheme) => (scheme === known ? next : scheme)) };
  }
  if (nameOf(name) === '' || schemes.length >= MAX_SCHEMES) return document;
  return { ...document, schemes: [...schemes, { id, name: nameOf(name), version: 1, params }] };
}

/** Cells that took it keep what they took. With the last scheme the list goes too. */
export function removeScheme(document: NotebookDocument, id: string): NotebookDocument {
  const { schemes = [], ...rest } = document;
  const left = schemes.filter((scheme) => scheme.id !== id);
  if (left.length === schemes.length) return document;
  return left.length > 0 ? { ...document, schemes: left } : (rest as NotebookDocument);
}
