import type { ColumnDefinition, ColumnType, ResultShape } from '../../analyses/define';
import type { ColumnKind, TableColumn } from '../../ui/table/values';
import { formatCell, isNumeric } from '../../analyses/format-cell';

const KINDS: Record<ColumnType, ColumnKind> = {
  text: 'text',
  integer: 'number',
  number: 'number',
  money: 'number',
  share: 'share',
  date: 'date',
  boolean: 'boolean',
};

/** The columns of a result as a table shows, sorts, filters and adds them up. */
export function tableColumns(shape: ResultShape): TableColumn[] {
  return Object.entries(shape).map(([name, column]) => ({
    name,
    label: column.label(),
    align: isNumeric(column) ? 'right' : 'left',
    kind: KINDS[column.type],
    sums: canBeSummed(column),
    format: (value) => formatCell(value, column),
  }));
}

/** Shares are parts of different wholes, and other numbers are mostly rates and means. */
function canBeSummed({ type, sums = false }: ColumnDefinition): boolean {
  return sums && (type === 'integer' || type === 'money');
}
