import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Mapping, ReadOptions } from '../../src/intake/types';
import { ImportEngine } from './import-engine';

/** Rows that are not used: which lines of the file they are, why, and that none goes missing without a word. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const READ: Partial<ReadOptions> = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  header: true,
  columns: ['id', 'number', 'day', 'amount', 'note'],
};
const MAPPING: Mapping = { customer: 'id', order: 'number', orderedAt: 'day', amount: 'amount' };
const HEADER = 'id,number,day,amount,note\n';
const silent = () => undefined;

async function setAside(body: string | Uint8Array<ArrayBuffer>, policies = {}, read = READ) {
  const file = new File([body], 'orders.csv');
  const importer = await engine.importer(file, read);
  const staged = await importer.stage(engine.lane, { mapping: MAPPING }, false, silent);
  const choices = {
    mapping: MAPPING,
    readings: staged.readings,
    policies: { ...DEFAULT_POLICIES, ...policies },
  };
  const assessment = await importer.assess(engine.lane, choices, silent);
  const rows = await importer.setAside(engine.lane, choices);
  expect(staged.rowsRead).toBe(assessment.ledger.rowsRead);
  // The download has every row that the ledger counts.
  expect(rows).toHaveLength(assessment.ledger.rowsRead - assessment.ledger.rowsUsed);
  return {
    rows: rows.map(({ line, reason, column }) => [line, reason, column]),
    values: rows.map((row) => row.values),
    ...assessment,
  };
}

describe('lines', () => {
  it('each reason, on its line, with the column at fault', async () => {
    const { rows, preview } = await setAside(
      HEADER +
        'a,1,2024-01-05,1,\n' +
        'a,2,soon,1,\n' +
        'a,3,2024-01-05,much,\n' +
        ',4,2024-01-05,1,\n' +
        'a,5,2024-01-05,-1,\n' +
        'a,6,2024-01-05,0,\n' +
        'a,1,2024-01-05,1,\n' +
        'a,7,2024-01-05,1,,x\n' +
        'a,8\n' +
        'a,9,2024-01-05,1,"x",,y\n',
      { duplicates: 'setAside' },
    );
    expect(rows).toEqual([
      [3, 'unreadable_date', 'day'],
      [4, 'unreadable_amount', 'amount'],
      [5, 'no_customer', 'id'],
      [6, 'refund', 'number'],
      [7, 'zero_value', 'amount'],
      [8, 'duplicate', null],
      [9, 'malformed', null],
      [10, 'unreadable_date', 'day'],
      [11, 'malformed', null],
    ]);
    expect(preview.map((row) => [row.line, row.reason])).toEqual([
      [2, null],
      ...rows.slice(0, 7).map(([line, reason]) => [line, reason]),
    ]);
  });

  it('counts blank lines, and line breaks inside fields, as an editor does', async () => {
    const { rows } = await setAside(
      `${HEADER}\n\na,1,2024-01-05,1,"x\ny\nz"\n\na,2,2024-01-05,bad,\r\n\na,3,,3,"p\r\nq"\na,4,,4,\n`,
    );
    expect(rows.map(([line]) => line)).toEqual([8, 10, 12]);
  });

  it('a file without a header starts at line 1', async () => {
    const { rows } = await setAside(
      'a,1,2024-01-05,bad,\nb,2,2024-01-05,2,\n',
      {},
      { ...READ, header: false },
    );
    expect(rows.map(([line]) => line)).toEqual([1]);
  });

  it('behind the head of a large file, breaks inside fields still count', async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, index) =>
        `c${index},${index},2024-01-05,${index % 20_000 === 19_999 ? 'bad' : 1},${index % 3 === 0 ? '"two\nlines"' : 'one'}`,
    );
    const text = HEADER + lines.join('\n');
    const expected = text.split('\n').flatMap((line, index) => (line.includes(',bad,') ? [index + 1] : []));
    const { rows } = await setAside(text);
    expect(rows.map(([line]) => line)).toEqual(expected);
  });
});

describe('what the engine cannot read as fields', () => {
  const lines = Array.from(
    { length: 50_000 },
    // Long enough that the file is beyond what is looked at whole, and is read by the engine as it stands.
    (_, index) =>
      `c${index},${index},2024-01-05,${index === 49_990 ? 'bad' : 1},note ${index}${' and so on'.repeat(7)}`,
  );

  it('bytes that are no UTF-8, far behind the head, are set aside row by row', async () => {
    const bytes = new TextEncoder().encode(HEADER + lines.join('\n'));
    const text = new TextDecoder('latin1').decode(bytes);
    for (const row of [40_000, 45_000]) bytes[text.indexOf(`note ${row}`) + 4] = 0xff;
    const { rows, values, ledger, preview } = await setAside(bytes);
    expect(rows).toEqual([[40_002, 'malformed', null], [45_002, 'malformed', null], [49_992, 'unreadable_amount', 'amount']]); // prettier-ignore
    expect(values[0]?.slice(0, 4)).toEqual(['c40000', '40000', '2024-01-05', '1']);
    expect(ledger).toMatchObject({ rowsRead: 50_000, rowsUsed: 49_997 });
    expect(preview.map((row) => row.reason)).toEqual([null, null, null, 'malformed', 'unreadable_amount']);
  });

  it('a record longer than the engine reads is set aside, and the rest is used', async () => {
    const long = [...lines];
    long[49_000] = `c,1,2024-01-05,1,${'x'.repeat(4_300_000)}`;
    const { rows, ledger } = await setAside(HEADER + long.join('\n'));
    expect(rows).toEqual([[49_002, 'malformed', null], [49_992, 'unreadable_amount', 'amount']]); // prettier-ignore
    expect(ledger.rowsUsed).toBe(49_998);
  });

  it('a quote nobody closed does not swallow rows in silence', async () => {
    const open = [...lines];
    open[48_000] = 'c,1,2024-01-05,1,"open';
    const { rows } = await setAside(HEADER + open.join('\n'));
    expect(rows).toEqual([[48_002, 'malformed', null]]);
    // A short file is looked at whole: the quote is text, and every row is used.
    const short = await setAside(`${HEADER}a,1,2024-01-05,1,"two\nb,2,2024-01-06,2,\nc,3,2024-01-07,3,"x"\n`);
    expect(short.rows).toEqual([]);
    expect(short.ledger.rowsUsed).toBe(3);
  });

  it('a field of several lines that merely looks busy is no swallowed row', async () => {
    const { ledger } = await setAside(
      `${HEADER}a,1,2024-01-05,1,"Hello,\nplease, leave, it, at, the door\n2024-01-06, called, no answer, again, and again"\nb,2,2024-01-06,2,\n`,
    );
    expect(ledger.rowsUsed).toBe(2);
  });
});
