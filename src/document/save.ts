import type { NotebookDocument, SharedResults } from './types';

/** Keys in the order a reader wants them. What is not named follows in the order it came, and so is kept as it was. */
const ORDER: Record<'document' | 'source' | 'cell' | 'segment' | 'shared' | 'sharedCell', readonly string[]> =
  {
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
    source: [
      'id',
      'name',
      'bytes',
      'rows',
      'fingerprint',
      'read',
      'mapping',
      'readings',
      'policies',
      'ledger',
    ],
    cell: [
      ...['id', 'kind', 'analysis', 'analysisVersion', 'segment', 'name', 'title', 'collapsed'],
      ...['params', 'text', 'sql', 'filters', 'view', 'chart', 'tables'],
    ],
    segment: ['id', 'name', 'analysis', 'params', 'mark', 'customers'],
    shared: ['id', 'name', 'at', 'sources', 'rowsOfCustomers', 'scope', 'results'],
    sharedCell: ['question', 'params', 'context', 'status', 'headline', 'results'],
  };

/**
 * The text of a `*.regulars.json`: indented, keys in a fixed order, a newline at the end, so that two versions of a
 * notebook can be compared line by line. Opening it and saving it again gives the same bytes.
 */
export function documentText(document: NotebookDocument): string {
  const { shared, pinned, ...questions } = document;
  const ordered = inOrder(questions, ORDER.document);
  ordered.sources = document.sources.map((source) => inOrder(source, ORDER.source));
  ordered.cells = document.cells.map((cell) => inOrder(cell, ORDER.cell));
  ordered.segments = document.segments.map((segment) => inOrder(segment, ORDER.segment));
  const fields = Object.entries({
    shared: shared && sharedInOrder(shared),
    pinned: pinned?.map(sharedInOrder),
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `,\n  "${name}": ${resultsText(value, '  ')}`);
  return `${JSON.stringify(ordered, null, 2).slice(0, -2)}${fields.join('')}\n}\n`;
}

/** The notebook without any result, its own or pinned: what *Save* writes. */
export function questionsOnly(document: NotebookDocument): NotebookDocument {
  const { shared, pinned, ...questions } = document;
  return shared === undefined && pinned === undefined ? document : questions;
}

function sharedInOrder(shared: SharedResults): Record<string, unknown> {
  const cells = Object.entries(shared.results).map(
    ([id, cell]) => [id, inOrder(cell, ORDER.sharedCell)] as const,
  );
  return { ...inOrder(shared, ORDER.shared), results: Object.fromEntries(cells) };
}

/** As `JSON.stringify` with an indent of two, but each row of a table on one line: else a result is a line a value. */
function resultsText(value: unknown, indent: string, key = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.length > 0) {
    const items = value.map((item: unknown) =>
      key === 'rows' || key === 'columns' ? JSON.stringify(item) : resultsText(item, inner),
    );
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  if (fields.length === 0) return '{}';
  const lines = fields.map(
    ([name, field]) => `${inner}${JSON.stringify(name)}: ${resultsText(field, inner, name)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function inOrder(object: Record<string, unknown>, order: readonly string[]): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  for (const key of order) if (Object.hasOwn(object, key)) ordered[key] = object[key];
  return { ...ordered, ...object };
}
