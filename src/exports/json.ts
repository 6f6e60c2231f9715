import type { ExportTable } from './table';

/** One object: where the numbers come from, what each column is, and the rows under their public names. */
export function writeJson({ rows, shape, provenance }: ExportTable): Blob {
  const columns = Object.entries(shape).map(([name, { type, label }]) => ({ name, type, label: label() }));
  const head = JSON.stringify({ format: 'regulars-table', version: 1, ...provenance, columns }, null, 2);
  const names = Object.keys(shape);
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null]))),
  );
  // One row a line: readable, and a fraction of the size of indented rows.
  const body = lines.length ? `\n    ${lines.join(',\n    ')}\n  ` : '';
  return new Blob([head.slice(0, -2), `,\n  "rows": [${body}]\n}\n`], { type: 'application/json' });
}
