import type { CellValue, ColumnDefinition, ResultShape, Row } from '../../analyses/define';
import { m } from '../../messages/speak';
import type { Change, CellChange, Migration, RunsCompared } from '../../sharing/two-runs';
import type { ResultWords } from './result-words';

/** A comparison as a table that is shown and exported alike. */
export interface ComparisonTable {
  id: string;
  title: string;
  shape: ResultShape;
  rows: Row[];
  /** How one row's numbers are written, where not all rows are of one kind. */
  shapeOf?: (row: Row) => ResultShape;
}

/** Everything that two runs have in common, a table each: totals, segments, main numbers of cells, who went where. */
export function comparisonTables(compared: RunsCompared, words: ResultWords): ComparisonTable[] {
  const { scope, segments, cells, migration } = compared;
  const totals: Record<string, () => string> = {
    customers: m.sharing_total_customers,
    orders: m.sharing_total_orders,
    revenue: m.sharing_total_revenue,
  };
  const tables: ComparisonTable[] = [];
  if (scope.length > 0)
    tables.push({
      id: 'scope',
      title: m.sharing_scope(),
      shape: { what: text(m.sharing_scope_total), ...changeShape({ type: 'number' }) },
      rows: scope.map((each) => ({ what: totals[each.total]?.() ?? each.total, ...changeRow(each) })),
      shapeOf: ({ what }) => changeShape({ type: what === m.sharing_total_revenue() ? 'money' : 'integer' }),
    });
  const rfm = cells.find(({ result }) => result === 'segments');
  const segmentName = (segment: string) =>
    rfm ? words.value(rfm.after, 'segments', 'segment', segment) : segment;
  if (segments.length > 0)
    tables.push({
      id: 'segments',
      title: m.sharing_segments(),
      shape: { what: text(m.sharing_segment), ...changeShape({ type: 'integer' }) },
      rows: segments.map((each) => ({ what: segmentName(each.segment), ...changeRow(each) })),
    });
  if (migration) tables.push(migrationTable(migration, segmentName));
  const rest = cells.flatMap((each) => cellTables(each, words));
  const told = rfm && segments.length > 0 ? tableId(rfm.after, 'segments', 'customers') : null;
  return [...tables, ...rest.filter(({ id }) => id !== told)];
}

const text = (label: () => string): ColumnDefinition => ({ type: 'text', label });

function changeShape(of: Pick<ColumnDefinition, 'type' | 'decimals'>): ResultShape {
  const { type, decimals } = of;
  const number = { type, ...(decimals === undefined ? {} : { decimals }) };
  return {
    before: { ...number, label: m.sharing_compare_earlier },
    after: { ...number, label: m.sharing_compare_later },
    change: { ...number, label: m.sharing_change },
    change_share: { type: 'share', label: m.sharing_change_share },
  };
}

const changeRow = ({ before, after, absolute, relative }: Change): Record<string, CellValue> => ({
  before,
  after,
  change: absolute,
  change_share: relative,
});

/** A table a column: main numbers of one result may be counts, shares and money. */
function cellTables(
  { after, result, keys, columns, rows }: CellChange,
  words: ResultWords,
): ComparisonTable[] {
  return columns.map((column, at) => {
    const definition = words.definition(after, result, column) ?? { type: 'number' as const };
    return {
      id: tableId(after, result, column),
      title: `${words.whole(after, result)} › ${words.column(after, result, column)}`,
      shape: { row: text(m.sharing_column_row), ...changeShape(definition) },
      rows: rows.map(({ key, changes }) => ({
        row: words.row(after, result, keys, key),
        ...changeRow(changes[at] ?? NO_CHANGE),
      })),
    };
  });
}

const tableId = (...parts: [cell: string, result: string, column: string]): string => parts.join('/');

const NO_CHANGE: Change = { before: null, after: null, absolute: null, relative: null };

function migrationTable(
  { segments, counts, arrived, left }: Migration,
  name: (segment: string) => string,
): ComparisonTable {
  const to = segments.map(
    (segment, at) => [`to_${at}`, { type: 'integer', label: () => name(segment) }] as const,
  );
  const filled = (values: readonly number[]) =>
    Object.fromEntries(segments.map((_, at) => [`to_${at}`, values[at] ?? 0]));
  return {
    id: 'migration',
    title: m.sharing_migration(),
    shape: {
      from: text(m.sharing_migration_from),
      ...Object.fromEntries(to),
      left: { type: 'integer', label: m.sharing_migration_left },
    },
    rows: [
      ...segments.map((segment, at) => ({
        from: name(segment),
        ...filled(counts[at] ?? []),
        left: left[at] ?? 0,
      })),
      { from: m.sharing_migration_arrived(), ...filled(arrived), left: null },
    ],
  };
}
