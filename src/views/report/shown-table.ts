import type { ResultShape, Row } from '../../analyses/define';
import type { TableView } from '../../document/types';
import type { ReportTable } from '../../exports/report/types';
import { orderRows } from '../../ui/table/order';
import { finish } from '../../ui/table/slices';
import { shownColumns } from '../../ui/table/view';
import { tableColumns } from '../cell/table-columns';

/** A table as its reader left it: sorted, filtered, without the columns that were put away. */
export function shownTable(
  rows: readonly Row[],
  shape: ResultShape,
  view: TableView | undefined,
  locale: string,
): ReportTable {
  if (!view) return { shape, rows, total: rows.length };
  const columns = tableColumns(shape);
  const order = finish(orderRows({ rows, columns, view, locale, known: new Map() }));
  const ordered = order ? Array.from(order, (index) => rows[index] ?? {}) : rows;
  const shown = shownColumns(columns, view).flatMap(({ name }) => {
    const column = shape[name];
    return column ? [[name, column] as const] : [];
  });
  const total = ordered.length;
  return {
    shape: Object.fromEntries(shown),
    rows: ordered,
    total,
    ...(total < rows.length ? { unfiltered: rows.length } : {}),
  };
}
