import { describe, expect, it } from 'vitest';
import type { Reason } from '../../../src/intake/types';
import { headerChoices, headerChosen } from '../../../src/views/import/read-choices';
import { opened } from '../worker/opening/opened';
import { number, inline, openFiles, fileOf, row, workbook } from '../worker/opening/packages';

/** Where the names stand is said by the file's own line, in the choice as in the evidence. */
const ROWS = Array.from({ length: 12 }, (_, n) => `${n},c${n % 5},2024-01-05,${n}.50`).join('\n');
const HEAD = 'order_id,customer_id,order_date,amount';
const lineIn = ({ values }: Reason): unknown => values?.line;

describe('the choice of names', () => {
  it('counts the blank lines above that are no records', async () => {
    const { table } = await opened(`Orders, exported\n\n\n${HEAD}\n${ROWS}\n`);
    const choices = headerChoices(table.read, table.recordLines);
    const chosen = choices.find(({ value }) => value === headerChosen(table.read));
    expect(table.read).toMatchObject({ skip: 1, headerRows: 1 });
    expect([chosen?.label, lineIn(table.evidence.header)]).toEqual(['Line 4', 4]);
    expect(choices.slice(0, 4).map(({ label }) => label)).toEqual(['Line 1', 'Line 4', 'Line 5', 'Line 6']);
    // What is chosen is still told in records, as files are read by them.
    expect(choices[2]?.read).toEqual({ skip: 2, header: true, headerRows: 1 });
  });

  it('offers no line that a short file has not', async () => {
    const { table } = await opened(`${HEAD}\n1,a,2024-01-05,2.50\n\n2,b,2024-01-06,3.50\n`);
    const labels = headerChoices(table.read, table.recordLines).map(({ label }) => label);
    expect(labels.slice(0, -1)).toEqual(['Line 1', 'Line 2', 'Line 4']);
  });

  it('counts a sheet’s rows as the sheet does', async () => {
    const data = [
      row(2, inline('A2', 'Report')),
      row(5, inline('A5', 'Order ID'), inline('B5', 'Amount')),
      ...Array.from({ length: 6 }, (_, n) => row(6 + n, inline(`A${6 + n}`, `o${n}`), number(`B${6 + n}`, `${n}.5`))),
    ].join(''); // prettier-ignore
    const { tables } = await openFiles(fileOf(workbook([{ name: 'Orders', data }]), 'orders.xlsx'));
    const [table] = tables;
    expect(table?.recordLines.slice(0, 3)).toEqual([2, 5, 6]);
    expect(table && lineIn(table.evidence.header)).toBe(5);
  });
});
