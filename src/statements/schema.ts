import { quotedIdentifier } from './identifier';

/** A relation that statements can read, with names as they are and as they are written. */
export interface SchemaRelation {
  name: string;
  text: string;
  kind: 'table' | 'result';
  /** Empty where they are not known yet. `type` is DuckDB's, or of a result that has run, the table's. */
  columns: { name: string; text: string; type: string }[];
}

/** From rows of columns.sql, and the named results with the columns that their last run had. */
export function schemaOf(
  columns: readonly { relation: string; name: string; type: string }[],
  results: readonly { name: string; columns: readonly { name: string; type: string }[] }[],
): SchemaRelation[] {
  const tables = [...new Set(columns.map(({ relation }) => relation))].map((relation) =>
    described(
      relation,
      'table',
      columns.filter((column) => column.relation === relation),
    ),
  );
  return [...tables, ...results.map(({ name, columns: found }) => described(name, 'result', found))];
}

function described(
  name: string,
  kind: SchemaRelation['kind'],
  columns: readonly { name: string; type: string }[],
): SchemaRelation {
  // A column without a name can be read by nobody.
  const named = columns.filter((column) => column.name !== '');
  return {
    name,
    text: quotedIdentifier(name),
    kind,
    columns: named.map((column) => ({
      name: column.name,
      text: quotedIdentifier(column.name),
      type: column.type,
    })),
  };
}
