import type { Askable } from '../analyses/define';
import type { SqlCell } from '../document/types';
import { formatInteger } from '../messages/format';
import { m } from '../messages/speak';
import { outline } from '../statements/relations';
import { isClosed } from '../statements/tokens';

/** Rows of a statement's result that are shown. */
export const ROW_LIMIT = 1_000_000;

/** The name of a statement's one result. */
export const ROWS = 'rows';

/** Statements that may stand in the place of a table. `explain` may not. */
const TABLE_LIKE = new Set(['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'summarize']);
const BEFORE = 'from (\n';

/** The statement with one row more than is shown, so that it can be said that there are others. */
export function limited(sql: string): { sql: string; shift: number } {
  const verb = outline(sql).verb?.value;
  // A text whose parentheses do not close inside itself could close ours.
  if (verb === undefined || !TABLE_LIKE.has(verb) || !isClosed(sql)) return { sql, shift: 0 };
  return { sql: `${BEFORE}${sql}\n)\nlimit ${ROW_LIMIT + 1}`, shift: BEFORE.length };
}

/** A statement of the reader's own as something that can be asked and exported like an analysis. */
export function statementAsked(cell: SqlCell, sql: string): Askable {
  const title = () => cell.title ?? cell.name ?? m.cells_sql_title();
  return {
    id: 'sql',
    version: 1,
    title,
    summary: () => cell.sql.trim(),
    params: {},
    steps: [{ name: ROWS, sql }],
    variables: () => ({}),
    results: { [ROWS]: {} },
    resultTitles: { [ROWS]: title },
    openColumns: true,
    headline: title,
    notes: (results) =>
      (results[ROWS]?.length ?? 0) > ROW_LIMIT
        ? [{ kind: 'warning', text: m.cells_sql_capped({ limit: formatInteger(ROW_LIMIT) }) }]
        : [],
    provenance: (results) => {
      const count = results[ROWS]?.length ?? 0;
      return m.cells_sql_more({ count, n: formatInteger(count) });
    },
    mainResult: ROWS,
  };
}
