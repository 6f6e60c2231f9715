import type { AsideLine, OpenedTable } from '../../engine/opening-protocol';
import type { CsvRecord } from '../../intake/records';
import type { ReadOptions } from '../../intake/types';
import { elementsOf, NotUnicode, NoList, shapeOf, type Shape } from './json-elements';
import { isJson, namesOf, NewColumn, planOf, rowsOf, type JsonPlan } from './json-rows';
import { JsonError, JsonTooLarge } from './json-scan';
import { LIMITS } from './limits';
import { opening, refused, said } from './reasons';
import { openRecords } from './records';

/** Characters of a line set aside that are kept with it. */
const LONGEST_ASIDE = 10_000;

/**
 * Opens JSON as it is exported: a list of objects (also under a key: the longest list of the file), objects one after
 * the other, or one object a line. Inner objects become columns with dots, inner lists of objects rows of their own.
 * Throws `Refused` where it holds no rows, or breaks off.
 */
export async function openJson(
  blob: Blob,
  path: readonly string[],
  chosen: Partial<ReadOptions>,
  onBytes: (bytes: number) => void,
): Promise<OpenedTable> {
  const name = said(path);
  try {
    const shape = await shapeOf(blob);
    const open = (plan: JsonPlan) => openPlanned(blob, path, chosen, { shape, plan, onBytes });
    const plan = await planOf(elementsOf(blob, shape), LIMITS.jsonLookAhead);
    const table = await open(plan).catch(async (error: unknown) => {
      // A key that is new far down in the file: once more, with all of it looked at first.
      if (!(error instanceof NewColumn)) throw error;
      return open(await planOf(elementsOf(blob, shape), Infinity));
    });
    if (shape.kind === 'list' && shape.isOneOfSeveral) {
      table.notes.push(opening('opening_note_list', { example: shape.path.join('.'), n: shape.elements }));
    }
    return table;
  } catch (error) {
    if (error instanceof JsonError) throw refused('opening_refused_json', { name, line: error.line });
    if (error instanceof JsonTooLarge) throw refused('opening_refused_json_size', { name });
    if (error instanceof NoList) throw refused('opening_refused_json_no_rows', { name });
    if (error instanceof NotUnicode) throw refused('opening_refused_json_encoding', { name });
    throw error;
  }
}

async function openPlanned(
  blob: Blob,
  path: readonly string[],
  chosen: Partial<ReadOptions>,
  by: { shape: Shape; plan: JsonPlan; onBytes: (bytes: number) => void },
): Promise<OpenedTable> {
  const aside: AsideLine[] = [];
  const about = { path: [...path], bytes: blob.size, container: 'json' as const };
  // Objects name their cells: nothing stands above the names.
  const layout = by.plan.columns ? { header: true, skip: 0, headerRows: 1 } : {};
  const table = await openRecords(records(blob, by, aside), about, { ...chosen, ...layout });
  table.aside.push(...aside);
  return table;
}

async function* records(
  blob: Blob,
  { shape, plan, onBytes }: { shape: Shape; plan: JsonPlan; onBytes: (bytes: number) => void },
  aside: AsideLine[],
): AsyncGenerator<CsvRecord[]> {
  const names = namesOf(plan);
  if (names) yield [{ line: 1, fields: names }];
  let row = names ? 2 : 1;
  for await (const elements of elementsOf(blob, shape, onBytes)) {
    const batch: CsvRecord[] = [];
    for (const element of elements) {
      const rows = rowsOf(element, plan);
      for (const fields of rows) (batch.push({ line: plan.byLine ? element.line : row, fields }), row++);
      if (rows.length > 0) continue;
      // One broken line of many is set aside; in a list it leaves open where the next element begins.
      if (shape.kind === 'list' && !isJson(element.text)) throw new JsonError(element.line);
      const line = plan.byLine || shape.kind === 'lines' ? element.line : row++;
      aside.push({ reason: 'malformed', line, text: element.text.slice(0, LONGEST_ASIDE) });
    }
    if (batch.length > 0) yield batch;
  }
}
