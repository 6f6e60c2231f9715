import type { CellValue, ColumnDefinition } from '../../analyses/define';
import { formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import type { NotebookState } from '../../state/contracts';
import { formatCell } from '../format-cell';

/** Names and values of results as the reader's language has them. */
export interface ResultWords {
  cell(cellId: string): string;
  /** Undefined where only the result itself tells its columns. */
  definition(cellId: string, result: string, column: string): ColumnDefinition | undefined;
  result(cellId: string, result: string): string;
  column(cellId: string, result: string, column: string): string;
  value(cellId: string, result: string, column: string, value: CellValue): string;
  row(cellId: string, result: string, keys: readonly string[], key: readonly CellValue[]): string;
}

export function resultWords(notebook: NotebookState): ResultWords {
  const definitionOf = (cellId: string) => {
    const cell = notebook.document?.cells.find(({ id }) => id === cellId);
    return { cell, definition: cell ? notebook.definition(cell) : null };
  };
  const columnOf = (cellId: string, result: string, column: string): ColumnDefinition | undefined =>
    definitionOf(cellId).definition?.results[result]?.[column];
  const words: ResultWords = {
    definition: columnOf,
    cell: (cellId) => {
      const { cell, definition } = definitionOf(cellId);
      const named = [cell?.['title'], cell?.['name']].find((name) => typeof name === 'string' && name !== '');
      return typeof named === 'string' ? named : (definition?.title() ?? cellId);
    },
    result: (cellId, result) => definitionOf(cellId).definition?.resultTitles?.[result]?.() ?? result,
    column: (cellId, result, column) => columnOf(cellId, result, column)?.label() ?? column,
    value: (cellId, result, column, value) => {
      const definition = columnOf(cellId, result, column);
      return definition ? formatCell(value, definition) : plainValue(value);
    },
    row: (cellId, result, keys, key) =>
      keys.length === 0
        ? m.sharing_whole()
        : keys
            .map((column, at) => words.value(cellId, result, column, key[at] ?? null))
            .join(m.sharing_separator()),
  };
  return words;
}

function plainValue(value: CellValue): string {
  if (typeof value !== 'number') return value === null ? '–' : String(value);
  return Number.isInteger(value) ? formatInteger(value) : formatNumber(value, 4);
}
