import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AsideLine, OpenedTable } from '../../src/engine/opening-protocol';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Mapping } from '../../src/intake/types';
import { Importer } from '../../src/worker/import/importer';
import { openText } from '../../src/worker/opening/text';
import { ImportEngine } from './import-engine';

/** Several files as one table: stacked by their columns' names, every row and line of each accounted for. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const MAPPING: Mapping = { customer: 'who', order: 'number', orderedAt: 'day', amount: 'paid' };
const silent = () => undefined;

const plain = (name: string, text: string): Promise<OpenedTable> =>
  openText(new File([text], name), { path: [name], bytes: text.length }, {});

/** A table as it comes out of a rewriting: numbered, comma, no header. */
function rewritten(
  name: string,
  columns: string[],
  rows: { line: number; fields: string[] }[],
  aside: AsideLine[] = [],
): OpenedTable {
  const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
  const text = rows.map(({ line, fields }) => [line, ...fields.map(quoted)].join(',') + '\n').join('');
  const evidence = { key: 'intake_read_utf8' };
  return {
    path: ['orders.zip', name],
    container: 'workbook',
    bytes: text.length,
    read: { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"', skip: 0, header: true, headerRows: 1, columns }, // prettier-ignore
    evidence: { encoding: evidence, delimiter: evidence, header: evidence },
    text: new Blob([text]),
    engine: { delimiter: ',', quote: '"', escape: '"', header: false, numbered: true },
    aside,
    sample: rows.map(({ fields }) => fields),
    lines: rows.map(({ line }) => line),
    recordLines: [],
    notes: [],
  };
}

async function imported(tables: OpenedTable[], policies = DEFAULT_POLICIES) {
  const mapping = MAPPING;
  const importer = Importer.open(engine.database, tables);
  const staged = await importer.stage(engine.lane, { mapping }, false, silent);
  const choices = { mapping, readings: staged.readings, policies };
  const assessment = await importer.assess(engine.lane, choices, silent);
  const setAside = await importer.setAside(engine.lane, choices);
  const built = await importer.build(engine.lane, choices, silent);
  expect(built.ledger).toEqual(assessment.ledger);
  expect(staged.rowsRead).toBe(assessment.ledger.rowsRead);
  expect(setAside).toHaveLength(built.ledger.rowsRead - built.ledger.rowsUsed);
  const orders = engine.rows<{ key: string; day: string; amount: number }>(
    'select order_key as key, ordered_on::varchar as day, amount::double as amount from shop.orders order by key',
  );
  return { staged, assessment, setAside, ledger: built.ledger, orders };
}

describe('files of one shape', () => {
  it('are one table, whatever the order of their columns', async () => {
    const { staged, ledger, orders } = await imported([
      await plain('1.csv', 'who,number,day,paid\na,1,2024-01-05,10\nb,2,2024-01-06,20\n'),
      await plain('2.csv', 'paid;day;number;who\n30;2024-02-01;3;a\n'),
      rewritten('3', ['day', 'who', 'number', 'paid'], [{ line: 4, fields: ['2024-03-01', 'c', '4', '40'] }]),
    ]);
    expect(staged.tables.map((table) => table.rows)).toEqual([2, 1, 1]);
    expect(ledger).toMatchObject({ rowsRead: 4, rowsUsed: 4, customers: 3, amountUsed: '100.0000' });
    expect(orders).toEqual([
      { key: '1', day: '2024-01-05', amount: 10 },
      { key: '2', day: '2024-01-06', amount: 20 },
      { key: '3', day: '2024-02-01', amount: 30 },
      { key: '4', day: '2024-03-01', amount: 40 },
    ]);
  });

  it('name the file and the line of what is set aside', async () => {
    const { setAside, ledger } = await imported([
      await plain('1.csv', 'who,number,day,paid\na,1,soon,10\nb,2,2024-01-06,20\n,3,2024-01-06,20\n'),
      await plain('2.csv', 'who,number,day,paid\n\na,4,2024-01-07,1\na,5,2024-01-07,0\n'),
      rewritten(
        '3',
        ['who', 'number', 'day', 'paid'],
        [
          { line: 3, fields: ['a', '6', '2024-01-08', '1'] },
          { line: 9, fields: ['a', '7', '2024-01-08', 'much'] },
          { line: 10, fields: ['a', '8', '2024-01-08', '1', 'more'] },
        ],
        [
          { reason: 'repeated_header', line: 5, text: 'who,number,day,paid' },
          { reason: 'total_line', line: 12, text: 'Total,,,2' },
        ],
      ),
    ]);
    expect(setAside.map(({ file, line, reason }) => [file, line, reason])).toEqual([
      [0, 2, 'unreadable_date'],
      [0, 4, 'no_customer'],
      [1, 4, 'zero_value'],
      [2, 5, 'repeated_header'],
      [2, 9, 'unreadable_amount'],
      [2, 10, 'malformed'],
      [2, 12, 'total_line'],
    ]);
    expect(setAside.at(-1)?.values).toEqual(['Total', '', '', '2']);
    expect(ledger.setAside.map(({ reason, rows }) => [reason, rows])).toEqual([
      ['repeated_header', 1],
      ['total_line', 1],
      ['malformed', 1],
      ['unreadable_date', 1],
      ['unreadable_amount', 1],
      ['no_customer', 1],
      ['zero_value', 1],
    ]);
    expect(ledger).toMatchObject({ rowsRead: 10, rowsUsed: 3 });
  });

  it('a column that only some of them have is blank in the others', async () => {
    const { staged, orders } = await imported([
      await plain('1.csv', 'who,number,day,paid,a,b\na,1,2024-01-05,10,x,y\nb,2,2024-01-06,20,x,y\n'),
      await plain('2.csv', 'who,number,day,paid,a,b,channel\na,3,2024-02-01,30,x,y,web\n'),
    ]);
    expect(staged.read.columns).toEqual(['who', 'number', 'day', 'paid', 'a', 'b', 'channel']);
    expect(orders.map(({ key }) => key)).toEqual(['1', '2', '3']);
  });

  it('a row that an earlier file has already is an overlap, and counts once', async () => {
    const { ledger, setAside } = await imported([
      await plain(
        'jan.csv',
        'who,number,day,paid\na,1,2024-01-05,10\na,1,2024-01-05,10\nb,2,2024-01-31,20\n',
      ),
      await plain('feb.csv', 'who,number,day,paid\nb,2,2024-01-31,20\nb,3,2024-02-01,5\n'),
    ]);
    expect(setAside.map(({ file, line, reason }) => [file, line, reason])).toEqual([[1, 2, 'overlap']]);
    expect(ledger).toMatchObject({ rowsRead: 5, rowsUsed: 4, amountUsed: '45.0000' });
  });

  it('cut anywhere, they come to what the whole file comes to', async () => {
    const row = fc.record({
      who: fc.constantFrom('a', 'b', '', 'c'),
      number: fc.nat(20).map(String),
      day: fc.constantFrom('2024-01-05', '2024-02-29', 'soon', '2024-12-31'),
      paid: fc.constantFrom('1.5', '0', '-3', 'x', '12'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 30 }), fc.nat(), async (rows, at) => {
        const usable = { who: 'a', number: '99', day: '2024-01-01', paid: '7' };
        const all = [usable, ...rows];
        const cut = 1 + (at % (all.length - 1));
        const file = (name: string, part: typeof all) =>
          plain(
            name,
            `who,number,day,paid\n${part.map((r) => `${r.who},${r.number},${r.day},${r.paid}\n`).join('')}`,
          );
        // Rows that repeat in one file may be meant; in two files they are an overlap, which is tested by itself.
        const keep = { ...DEFAULT_POLICIES, overlaps: 'keep' as const };
        const whole = await imported([await file('all', all)], keep);
        const halves = [await file('1', all.slice(0, cut)), await file('2', all.slice(cut))];
        const parts = await imported(halves, keep);
        expect(parts.ledger).toEqual(whole.ledger);
        expect(parts.orders).toEqual(whole.orders);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
