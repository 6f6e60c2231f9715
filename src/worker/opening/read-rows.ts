import type { AsideLine, OpenedTable } from '../../engine/opening-protocol';
import { expectationOf } from '../../intake/dialect';
import { layoutOfRows } from '../../intake/layout';
import { RecordReader, type CsvRecord } from '../../intake/records';
import { TableRows } from '../../intake/table-rows';
import { decoded } from './decoded';
import { isLookedAtWhole } from './look';

/** Every row of an opened table, those too short padded, and all lines that are no rows. */
export async function readRows(table: OpenedTable): Promise<{ rows: string[][]; setAside: AsideLine[] }> {
  const { engine, read } = table;
  const width = read.columns.length;
  const pieces = decoded(table.text, 'utf-8', { zeros: 0, undecodable: 0 });
  const rows: string[][] = [];
  const keep = (records: readonly CsvRecord[], from: number): void => {
    for (const { fields } of records) {
      const cells = from === 0 ? fields : fields.slice(from);
      while (cells.length < width) cells.push('');
      rows.push(cells);
    }
  };
  if (engine.numbered) {
    const reader = new RecordReader(engine);
    for await (const { text, isLast } of pieces) keep(reader.push(text, isLast), 1);
    return { rows, setAside: table.aside };
  }
  const layout = layoutOfRows(table.sample, read);
  const reader = new RecordReader(read, expectationOf(layout, read.header));
  // What was looked at whole is known to hold rows alone.
  const found = new TableRows(layout, isLookedAtWhole(table.text));
  for await (const { text, isLast } of pieces) keep(found.push(reader.push(text, isLast)), 0);
  found.end();
  return { rows, setAside: found.aside };
}
