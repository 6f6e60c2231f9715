import type { NotebookDocument } from './types';

/** Keys in the order a reader wants them. What is not named follows in the order it came, and so is kept as it was. */
const ORDER: Record<'document' | 'source' | 'cell' | 'segment', readonly string[]> = {
  document: [
    'format',
    'version',
    'id',
    'title',
    'description',
    'locale',
    'sources',
    'filters',
    'cells',
    'segments',
  ],
  source: ['id', 'name', 'bytes', 'rows', 'fingerprint', 'read', 'mapping', 'readings', 'policies', 'ledger'],
  cell: ['id', 'kind', 'analysis', 'analysisVersion', 'title', 'params', 'filters', 'view'],
  segment: ['id', 'name', 'analysis', 'params', 'mark', 'customers'],
};

/**
 * The text of a `*.regulars.json`: indented, keys in a fixed order, a newline at the end, so that two versions of a
 * notebook can be compared line by line. Opening it and saving it again gives the same bytes.
 */
export function documentText(document: NotebookDocument): string {
  const ordered = inOrder(document, ORDER.document);
  ordered.sources = document.sources.map((source) => inOrder(source, ORDER.source));
  ordered.cells = document.cells.map((cell) => inOrder(cell, ORDER.cell));
  ordered.segments = document.segments.map((segment) => inOrder(segment, ORDER.segment));
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function inOrder(object: Record<string, unknown>, order: readonly string[]): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  for (const key of order) if (Object.hasOwn(object, key)) ordered[key] = object[key];
  return { ...ordered, ...object };
}
