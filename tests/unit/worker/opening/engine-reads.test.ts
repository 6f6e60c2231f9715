import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSource } from '../../../../src/orders/source';
import { TestEngine } from '../../../analyses/engine';
import { plainSource } from '../../../analyses/plain-source';
import { opened } from './opened';
import { pollutedFiles } from './polluted-files';

/** What opening hands over is read by the engine that ships as the rows opening says it holds, file by file. */
let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

let count = 0;

async function rowsBothWays(text: string): Promise<{ mine: string[][]; engines: string[][] }> {
  const { table, columns, rows } = await opened(text);
  const name = `imp/opened-${(count += 1)}.csv`;
  const bytes = new Uint8Array(await table.text.arrayBuffer());
  engine.connection.useUnsafe((bindings) => bindings.registerFileBuffer(name, bytes));
  const cells = [...columns.map((_, index) => `c${index + 1}`), 'overflow1', 'overflow2', 'overflow3'];
  const source = readSource(plainSource(name, table.engine, columns));
  const found = engine.rows(
    `select ${cells.map((cell) => `coalesce(${cell}, '') as ${cell}`).join(', ')} from (${source})`,
  );
  engine.connection.useUnsafe((bindings) => bindings.dropFile(name));
  const squared = rows.map((row) => cells.map((_, index) => row[index] ?? ''));
  return { mine: squared, engines: found.map((row) => cells.map((cell) => String(row[cell]))) };
}

describe('the engine reads', () => {
  it('polluted files', async () => {
    for (const { kind, name, text, clean } of pollutedFiles(41)) {
      if (clean.rows.length === 0) continue;
      const { mine, engines } = await rowsBothWays(text);
      expect(engines, `${kind}, ${name}`).toEqual(mine);
    }
  });

  it('any table, with any line out of order', async () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
    const amount = fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
    const word = fc.constantFrom(
      'tea',
      '茶杯',
      'pot, big',
      '6" pot',
      'a;b',
      '',
      'x\ny',
      "O'Neill",
      ' spaced ',
      '"',
      '\\',
      '\\"',
    );
    const row = fc.tuple(
      fc.nat(40).map((n) => `C${n}`),
      day,
      amount,
      word,
    );
    const written = (cells: readonly string[]): string =>
      cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
    const odd = fc.constantFrom(
      'Total,,12.50,',
      ',,,',
      '',
      'C1;2026-02-01;5.00;tea',
      'C1,2026-02-01,"5.00,tea',
      'C1,2026-02-01',
      'C1,2026-02-01,5,tea,,x',
      'C1,2026-02-01,5, "tea"',
      'C1,2026-02-01,5,5" pot',
    );
    const lines = fc.array(
      fc.oneof({ weight: 8, arbitrary: row.map(written) }, { weight: 1, arbitrary: odd }),
      { minLength: 5, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n', '\r'), async (some, newline) => {
        const { mine, engines } = await rowsBothWays(['customer,date,amount,item', ...some].join(newline));
        expect(engines).toEqual(mine);
      }),
      { numRuns: 80 },
    );
  });
});
