import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffDialect } from '../../../../src/intake/dialect';
import { RecordReader, splitRecords } from '../../../../src/intake/records';
import { Refused } from '../../../../src/worker/failures';
import { opened } from './opened';
import { SOURCE } from './polluted-files';

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
const amount = fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2));
const word = fc.constantFrom(
  'tea',
  'cup',
  '茶杯',
  'Total',
  '合计',
  'pot, big',
  '6" pot',
  'a;b',
  '',
  'x\ny',
  "O'Neill",
);
const row = fc.tuple(
  fc.integer({ min: 1, max: 40 }).map((n) => `C${n}`),
  day,
  amount,
  word,
);
const written = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
/** Lines that stand in files of orders and are no orders. */
const oddity = fc.constantFrom(
  'customer,date,amount,item',
  'Total,,12.50,',
  'see above',
  ',,,',
  '',
  'C1;2026-02-01;5.00;tea',
  'C1,2026-02-01,"5.00,tea',
  'C1,2026-02-01',
  'C1,2026-02-01,5,tea,,x',
  'product,stock',
  '合计,,3,',
  'a b c d',
);

describe('nothing is lost', () => {
  it('every record is skipped, a name, a row, blank or aside, and its text with it', async () => {
    const file = fc.array(
      fc.oneof({ weight: 6, arbitrary: row.map(written) }, { weight: 1, arbitrary: oddity }),
      { minLength: 6, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (lines, isNamed, newline) => {
          const text = [...(isNamed ? ['customer,date,amount,item'] : []), ...lines].join(newline);
          const { table, rows, setAside } = await opened(text);
          const above = table.read.skip + table.read.headerRows;
          const { expected: shape } = sniffDialect(text);
          const { records } = splitRecords(text, table.read, Infinity, shape);
          const filled = records.filter(({ fields }) => fields.some((cell) => cell.trim() !== ''));
          expect(above + rows.length + setAside.length).toBe(filled.length);
          const asides = new Set(setAside.map(({ line }) => line));
          const expected = filled.slice(above).filter(({ line }) => !asides.has(line));
          expect(rows.map((cells) => cells.join('|').replace(/\|*$/, ''))).toEqual(
            expected.map(({ fields }) => fields.join('|').replace(/\|*$/, '')),
          );
          const texts = new Map(filled.map((record) => [record.line, record.text]));
          for (const { line, text: said } of setAside) expect(said).toBe(texts.get(line));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('wherever a file is cut into pieces, its records are the same', () => {
    const piece = fc.constantFrom(
      'a',
      'C1',
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '1.5',
      '2026-02-01',
      '\\"',
      '", "',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 60 }),
        fc.array(fc.nat(9), { maxLength: 40 }),
        fc.boolean(),
        (parts, cuts, isMended) => {
          const text = parts.join('');
          const expected = isMended ? { width: 3, isData: [false, true, true] } : null;
          const dialect = { delimiter: ',', quote: '"', escape: '"' } as const;
          const reader = new RecordReader(dialect, expected);
          const records = [];
          let at = 0;
          for (const cut of cuts) {
            records.push(...reader.push(text.slice(at, at + cut), false));
            at += cut;
          }
          records.push(...reader.push(text.slice(at), true));
          const whole = splitRecords(text, dialect, Infinity, expected);
          expect(records).toEqual(whole.records);
          expect(reader.notes).toEqual(whole.notes);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('every character of a file is in the text of a record, or a line break', () => {
    const piece = fc.constantFrom('a', '"', '""', ',', '\n', '\r\n', '\r', ' ', '1.5', 'x"y', '", "');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        const { records } = splitRecords(text, { delimiter: ',', quote: '"', escape: '"' }, Infinity, {
          width: 3,
          isData: [],
        });
        const breaks = /[\n\r]/g;
        expect(
          records
            .map((record) => record.text)
            .join('')
            .replace(breaks, ''),
        ).toBe(text.replace(breaks, ''));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whatever the bytes', () => {
  const table = [SOURCE.columns, ...SOURCE.rows.slice(0, 30)].map(written).join('\n');
  const ends = async (bytes: Uint8Array): Promise<void> => {
    // Time of the processor: a wall clock would measure whatever else the machine does.
    const before = process.cpuUsage();
    try {
      await opened(bytes);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
  };

  it('random bytes end in a table or a plain refusal', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), ends), { numRuns: 300 });
  });

  it('so do mutated files', async () => {
    const change = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.constantFrom(34, 44, 10, 13, 59, 0, 9, 39, 92, 32), fc.nat(255)),
      cut: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('utf8', 'utf16le', 'latin1'),
        async (changes, encoding) => {
          let bytes = [...Buffer.from(table, encoding as BufferEncoding)];
          for (const { at, byte, cut } of changes) bytes.splice(at % bytes.length, cut, byte);
          bytes = bytes.slice(0, 20_000);
          await ends(Uint8Array.from(bytes));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('so do files made to be slow', async () => {
    const hostile = [
      '"'.repeat(300_000),
      '",'.repeat(150_000),
      `a,b\n${'"x,'.repeat(90_000)}`,
      `a,b,c\n${'1,"2,3\n'.repeat(40_000)}`,
      `a,b,c\n${'"1"2",3\n'.repeat(40_000)}`,
      `${'a,'.repeat(400)}a\n${`${'"b,'.repeat(390)}\n`.repeat(100)}`,
      `a,b\n${'\\'.repeat(200_000)}"`,
      `a,b\n"${'\\"'.repeat(100_000)}`,
      ' '.repeat(400_000),
      `a b\n${'1  2 '.repeat(80_000)}`,
      `${'合 '.repeat(100_000)},1\n2,3`,
    ];
    for (const text of hostile) await ends(new TextEncoder().encode(text));
  });
});
