import type { CellValue, ColumnDefinition } from './define';
import { formatDay, formatInteger, formatMoney, formatNumber, formatShare } from '../messages/format';
import { m } from '../messages/speak';

const NO_VALUE = '–';

/** A value of a result as the reader's language writes it. Null is an en dash: not known, never zero. */
export function formatCell(value: CellValue | undefined, column: ColumnDefinition): string {
  if (value === null || value === undefined) return NO_VALUE;
  switch (column.type) {
    case 'text':
      return column.value?.(String(value)) ?? String(value);
    case 'integer':
      return formatInteger(Number(value));
    case 'number':
      return formatNumber(Number(value), column.decimals);
    case 'money':
      return formatMoney(Number(value), column.decimals);
    case 'share':
      return formatShare(Number(value), column.decimals);
    case 'date':
      return formatDay(String(value));
    case 'boolean':
      return value ? m.notebook_yes() : m.notebook_no();
  }
}

/** Numbers end at the same edge; words begin at one. */
export function isNumeric(column: ColumnDefinition): boolean {
  return (
    column.type === 'integer' ||
    column.type === 'number' ||
    column.type === 'money' ||
    column.type === 'share'
  );
}
