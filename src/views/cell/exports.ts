import { m } from '../../messages/speak';
import type { NotebookState } from '../../state/contracts';
import type { MenuItem } from '../../ui/menu-item';

/** A result of a cell, and what it is called. */
export interface NamedResult {
  name: string;
  title: string;
}

/** The menu's ways to save a cell's tables: each as CSV, the first in the other formats, all as one workbook. */
export function tableExports(
  { exports }: NotebookState,
  cellId: string,
  results: readonly NamedResult[],
): MenuItem[] {
  const [main] = results;
  if (!main) return [];
  const save =
    (format: 'csv' | 'json' | 'parquet', { name }: NamedResult) =>
    () =>
      void exports.saveTable(cellId, name, format);
  return [
    ...results.map((result, index) => ({
      label: m.notebook_export_csv({ result: result.title }),
      divided: index === 0,
      perform: save('csv', result),
    })),
    {
      label: m.cells_export_xlsx({ count: results.length }),
      divided: true,
      perform: () => void exports.saveWorkbook([cellId]),
    },
    { label: m.cells_export_parquet({ result: main.title }), perform: save('parquet', main) },
    { label: m.cells_export_json({ result: main.title }), perform: save('json', main) },
  ];
}

/** The menu's ways to save what a cell draws. */
export function figureExports(
  { exports }: NotebookState,
  cellId: string,
  figure: () => HTMLElement | undefined,
): MenuItem[] {
  return (['svg', 'png'] as const).map((format) => ({
    label: format === 'svg' ? m.notebook_export_svg() : m.notebook_export_png(),
    perform: () => {
      const element = figure();
      if (element) void exports.saveFigure(cellId, format, element);
    },
  }));
}
