import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateCandidates } from '../../src/intake/dates';
import { parseDay } from '../../src/intake/date-text';
import { parseNumber } from '../../src/intake/numbers';
import type { DateReading, NumberReading } from '../../src/intake/types';
import { createLines } from '../../src/orders/read-lines';
import { ImportEngine } from './import-engine';
import { plainSource } from './plain-source';

/** What the engine makes of a column is what intake said it would. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const SOURCE = plainSource(
  'imp/values.csv',
  { delimiter: ',', quote: '"', escape: '"', header: false, numbered: false },
  ['n', 'v', 'q'],
);
const MAPPING = { order: 'n' } as const;

/** One field of each line of `staging.lines`, as text, for a file with these values. */
function readAs(
  values: readonly string[],
  mapping: 'amount' | 'orderedAt',
  reading: NumberReading | DateReading,
): (string | null)[] {
  const text = values.map((value, index) => `${index},"${value.replaceAll('"', '""')}",\n`).join('');
  engine.engine.connection.useUnsafe((bindings) => bindings.registerFileText('imp/values.csv', text));
  engine.engine.execute('drop table if exists rejects; drop table if exists rejects_scan');
  engine.engine.execute(createLines(SOURCE, { ...MAPPING, [mapping]: 'v' }, { [mapping]: reading }));
  engine.engine.connection.useUnsafe((bindings) => bindings.dropFile('imp/values.csv'));
  const column = mapping === 'amount' ? 'amount' : 'ordered_at';
  return engine
    .rows<{ v: string | null }>(
      `select ${column}::varchar as v from staging.lines order by order_key::integer`,
    )
    .map(({ v }) => v);
}

/** An exact decimal at four places, half away from zero; null beyond eighteen digits. */
function atFourPlaces(exact: string | null): string | null {
  if (exact === null) return null;
  const [whole = '', fraction = ''] = exact.replace('-', '').split('.');
  const units =
    BigInt(whole + fraction.padEnd(4, '0').slice(0, 4)) + (Number(fraction[4] ?? 0) >= 5 ? 1n : 0n);
  if (units >= 10n ** 18n) return null;
  const isNegative = exact.startsWith('-') && units > 0n;
  return `${isNegative ? '-' : ''}${units / 10_000n}.${String(units % 10_000n).padStart(4, '0')}`;
}

const digits = fc.nat(9_999_999).map(String);
const grouped = (mark: string) => fc.nat(99_999_999).map((n) => String(n).replace(/\B(?=(\d{3})+$)/g, mark));
const around = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '\t',
  '\u00a0',
  '\u3000',
  '¥',
  '-',
  '(',
  ')',
  '元',
  'US$ ',
  '+',
  ' kg',
  '\u2212',
);
const written = fc
  .tuple(
    around,
    fc.oneof(digits, grouped(','), grouped('.'), grouped(' '), grouped("'")),
    fc.constantFrom('', '.', ','),
    fc.constantFrom('', '', '5', '50', '505', '12345'),
    around,
  )
  .map((parts) => parts.join(''));
const noise = fc
  .string({ unit: fc.constantFrom(...'0123456789.,-()¥ e+'), maxLength: 10 })
  // What the engine makes of broken exponents (`2e `, `0e0.`, `1e1000`) is its own affair.
  .filter((text) => !/e(?![+-]?\d{1,3}$)/.test(text));
const texts = fc.array(fc.oneof({ weight: 3, arbitrary: written }, { weight: 1, arbitrary: noise }), {
  minLength: 40,
  maxLength: 40,
});

describe('numbers', () => {
  it.each<NumberReading>([
    { plain: false, decimal: '.' },
    { plain: false, decimal: ',' },
    { plain: true, decimal: '.' },
  ])('%j', (reading) => {
    fc.assert(
      fc.property(texts, (values) => {
        const expected = values.map((value) => [value, atFourPlaces(parseNumber(value.trim(), reading))]);
        const found = readAs(values, 'amount', reading);
        expect(values.map((value, index) => [value, found[index]])).toEqual(expected);
      }),
      { numRuns: 30, interruptAfterTimeLimit: 40_000 },
    );
  });

  it('a decimal comma is never read as a point, nor a point as one', () => {
    const comma: NumberReading = { plain: false, decimal: ',' };
    expect(readAs(['1.234', '1.234,5', '12,50', '12.50', '1,234', '0,005'], 'amount', comma)).toEqual([
      '1234.0000',
      '1234.5000',
      '12.5000',
      null,
      '1.2340',
      '0.0050',
    ]);
    const point: NumberReading = { plain: false, decimal: '.' };
    expect(readAs(['1.234', '1,234.5', '12,50', '12.50', '1,234', '0.005'], 'amount', point)).toEqual([
      '1.2340',
      '1234.5000',
      null,
      '12.5000',
      '1234.0000',
      '0.0050',
    ]);
  });
});

describe('days', () => {
  const two = (n: number) => String(n).padStart(2, '0');
  const moments = fc
    .tuple(fc.integer({ min: 1970, max: 2099 }), fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 31 }), fc.nat(23), fc.nat(60), fc.nat(59))
    .chain(([y, m, d, h, min, s]) =>
      fc
        .constantFrom(
          `${y}-${two(m)}-${two(d)}`, `${y}-${two(m)}-${two(d)} ${two(h)}:${two(min)}:${two(s)}`, `${y}-${two(m)}-${two(d)}T${two(h)}:${two(min)}:${two(s)}.5+08:00`,
          `${y}/${m}/${d}`, `${y}/${m}/${d} ${h}:${two(min)}`, `${y}年${m}月${d}日`, `${y}年${m}月${d}日 ${h}时${two(min)}分`, `${y}${two(m)}${two(d)}`,
          `${d}/${m}/${y}`, `${m}/${d}/${y} ${h}:${two(min)}:${two(s)}`, `${two(d)}.${two(m)}.${two(y % 100)}`, `${y}/${m}/${d} 下午${h % 12 || 12}:${two(min)}`, 'n/a', '',
        )
        .chain((text) => fc.tuple(fc.constantFrom('', '', ' ', '\t', '\u3000'), fc.constantFrom('', '', ' ', '\t')).map(([before, after]) => before + text + after)),
    ); // prettier-ignore

  /** The day of a text that begins with a year and has its parts in order. */
  const yearFirst = (text: string): string | null => {
    const [, y = '', m = '', d = ''] = /^\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text) ?? [];
    return y === '' ? null : `${y}-${two(Number(m))}-${two(Number(d))}`;
  };

  it('any text is the same day for both, under any reading intake would choose', () => {
    fc.assert(
      fc.property(fc.array(moments, { minLength: 30, maxLength: 30 }), (values) => {
        // Each value's own best reading, put to all of them.
        const readings = values
          .slice(0, 3)
          .flatMap((value) => dateCandidates([value.trim()]).readings.slice(0, 1));
        for (const reading of readings) {
          const found = readAs(values, 'orderedAt', reading);
          const days = found.map((at) =>
            at === null || at < '1970' || at >= '2100' ? null : at.slice(0, 10),
          );
          values.forEach((value, index) => {
            const day = parseDay(value.trim(), reading);
            // The cast takes dates that intake leaves to formats (`2024/1/5`): the same day, or none.
            const own = reading.kind === 'iso' && day === null ? yearFirst(value) : day;
            expect([value, days[index]]).toEqual([value, day === null && days[index] === null ? null : own]);
          });
        }
      }),
      { numRuns: 20, interruptAfterTimeLimit: 40_000 },
    );
  });
});
