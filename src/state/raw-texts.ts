import type { WantedTexts } from '../engine/opening-protocol';
import type { Assessment, StagedTable } from '../engine/protocol';
import { newOpener } from './new-opener';

type Rows = Assessment['preview'];

/**
 * Rows with their text, and their line, as the dropped text files have them. Rows of workbooks, JSON and Parquet, and
 * what is not found again, stay as they were written again.
 */
export async function withRawTexts(
  files: readonly File[],
  tables: readonly StagedTable[],
  rows: Rows,
): Promise<Rows> {
  const places = tables.map((_, file) => rows.flatMap((row, at) => (row.file === file ? [at] : [])));
  const wanted = tables.map((table, file): WantedTexts => {
    const own = table.container === 'text' ? (places[file] ?? []).map((at) => rows[at]!) : [];
    const isNumbered = table.engine.numbered;
    return {
      path: [...table.path],
      read: { ...table.read, columns: [...table.read.columns] },
      isNumbered,
      lines: own.map(({ line }) => line),
      texts: isNumbered ? [] : own.map(({ text }) => text),
    };
  });
  if (wanted.every(({ lines }) => lines.length === 0)) return rows;
  const outcome = await (await newOpener()).rawTexts([...files], wanted);
  // A file that has gone since leaves the rows as they were read from it.
  if (!outcome.ok) return rows;
  const found = [...rows];
  outcome.value.forEach((texts, file) =>
    texts.forEach((raw, index) => {
      const at = places[file]?.[index];
      const row = at === undefined ? undefined : rows[at];
      if (raw && row && at !== undefined) found[at] = { ...row, ...raw };
    }),
  );
  return found;
}
