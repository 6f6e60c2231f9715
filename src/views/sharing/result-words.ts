import type { CellValue, ColumnDefinition } from '../../analyses/define';
import { formatCell } from '../../analyses/format-cell';
import { formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import type { NotebookState } from '../../state/contracts';
import { cellTitle } from '../actions/cell-title';

/** Names and values of results as the reader's language has them. */
export interface ResultWords {
  cell(cellId: string): string;
  /** Undefined where only the result itself tells its columns. */
  definition(cellId: string, result: string, column: string): ColumnDefinition | undefined;
  result(cellId: string, result: string): string;
  /** Both, or one where a statement's result is called what its cell is. */
  whole(cellId: string, result: string): string;
  column(cellId: string, result: string, column: string): string;
  value(cellId: string, result: string, column: string, value: CellValue): string;
  /** Two values that differ, with as many decimals as show that they do. */
  apart(cellId: string, result: string, column: string, values: [CellValue, CellValue]): [string, string];
  row(cellId: string, result: string, keys: readonly string[], key: readonly CellValue[]): string;
}

const DECIMALS = [2, 3, 4, 6, 9, 12];

export function resultWords(notebook: NotebookState): ResultWords {
  const definitionOf = (cellId: string) => {
    const cell = notebook.document?.cells.find(({ id }) => id === cellId);
    return { cell, definition: cell ? notebook.definition(cell) : null };
  };
  // A statement's columns are known by its run only.
  const columnOf = (cellId: string, result: string, column: string): ColumnDefinition | undefined =>
    definitionOf(cellId).definition?.results[result]?.[column] ??
    notebook.run(cellId).shapes[result]?.[column];
  const words: ResultWords = {
    definition: columnOf,
    cell: (cellId) => {
      const { cell, definition } = definitionOf(cellId);
      return cell ? cellTitle(cell, notebook.document, definition) : cellId;
    },
    result: (cellId, result) =>
      definitionOf(cellId).cell?.kind === 'sql'
        ? words.cell(cellId)
        : (definitionOf(cellId).definition?.resultTitles?.[result]?.() ?? result),
    whole: (cellId, result) => {
      const [cell, name] = [words.cell(cellId), words.result(cellId, result)];
      return cell === name ? cell : `${cell} › ${name}`;
    },
    column: (cellId, result, column) => columnOf(cellId, result, column)?.label() ?? column,
    value: (cellId, result, column, value) => {
      const definition = columnOf(cellId, result, column);
      return definition ? formatCell(value, definition) : plainValue(value);
    },
    apart: (cellId, result, column, [before, after]) => {
      const definition = columnOf(cellId, result, column);
      const written = (value: CellValue, decimals?: number): string =>
        definition
          ? formatCell(value, decimals === undefined ? definition : { ...definition, decimals })
          : plainValue(value);
      for (const decimals of [undefined, ...DECIMALS]) {
        const [one, other] = [written(before, decimals), written(after, decimals)];
        if (one !== other) return [one, other];
      }
      return [String(before), String(after)];
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
