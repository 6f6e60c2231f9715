import fc from 'fast-check';

/** Fields of order files as clients write them, each with what it means. */

/** A field as it stands in the file, and its meaning. */
export interface Said<T> {
  text: string;
  means: T;
}

export const COLUMNS = [
  'who',
  'number',
  'day',
  'paid',
  'pieces',
  'price',
  'sku',
  'item',
  'kind',
  'via',
  'state',
  'money',
  'mail',
  'place',
  'off',
  'back',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Fields = { [Name in Column]: Said<unknown> };

const words = (...given: [text: string, means: string | null][]): fc.Arbitrary<Said<string | null>> =>
  fc.constantFrom(...given.map(([text, means]) => ({ text, means })));
const same = (...texts: string[]): [string, string][] => texts.map((text) => [text, text]);
const blanks: [string, null][] = [['', null], ['  ', null], ['\u3000\t', null]]; // prettier-ignore

const customers = words(
  ...same(
    'a',
    'A',
    '007',
    '7',
    '王伟',
    "O'Neil",
    'say "hi"',
    'x, y',
    'x; y',
    'two\nlines',
    '17850.0',
    '😀',
    '𠮷',
    'ﬀ',
  ),
  ['a ', 'a'],
  ['\ta', 'a'],
  ['\u3000王伟\u00a0', '王伟'],
  ...blanks,
);
const orders = words(
  ...same('0', '1', '2', '3', '10', '001', 'C1', 'C2', 'c3', '订-1', 'x y'),
  [' 1', '1'],
  ['2\t', '2'],
  ...blanks,
);
const few = (...texts: string[]) => words(...same(...texts), [` ${texts[0]}`, texts[0]!], ['', null]);

const day = fc
  .integer({ min: 0, max: 70 })
  .map((days) => new Date(Date.UTC(2023, 11, 20 + days)).toISOString().slice(0, 10));
const time = fc.constantFrom('00:00:00', '09:05:07', '12:30:00', '23:59:59');

const isoMoments: fc.Arbitrary<Said<string | null>> = fc.oneof(
  { weight: 8, arbitrary: day.map((on) => ({ text: on, means: `${on} 00:00:00` })) },
  {
    weight: 8,
    arbitrary: fc
      .tuple(day, time, fc.constantFrom(' ', 'T'), fc.constantFrom('', '.123', '+08:00', 'Z', '\t', ' '))
      .map(([on, at, between, after]) => ({ text: `${on}${between}${at}${after}`, means: `${on} ${at}` })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(day, fc.constantFrom('\t', '\u00a0', '\u3000'))
      .map(([on, pad]) => ({ text: `${on}${pad}`, means: `${on} 00:00:00` })),
  },
  { weight: 2, arbitrary: words(['', null], ['n/a', null], ['2024-02-30', null], ['31/12/2023', null], ['1969-12-31', null], ['2100-01-01', null], ['infinity', null]) }, // prettier-ignore
);
const writtenMoments: fc.Arbitrary<Said<string | null>> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(day, time, fc.boolean(), fc.constantFrom('', '\t', '\u3000'))
      .map(([on, at, hasTime, pad]) => {
        const [year, month, date] = on.split('-').map(Number);
        return hasTime
          ? { text: `${date}/${month}/${year} ${at.slice(0, 5)}${pad}`, means: `${on} ${at.slice(0, 5)}:00` }
          : { text: `${on.slice(8)}/${on.slice(5, 7)}/${year}${pad}`, means: `${on} 00:00:00` };
      }),
  },
  { weight: 1, arbitrary: words(['', null], ['soon', null], ['31/2/2024', null], ['12/31/2024', null], ['5/1/1950', null]) }, // prettier-ignore
);

/** Whole ten-thousandths as text with this decimal mark, as shops write money. */
function written(units: bigint, decimal: '.' | ',', style: number): string {
  const size = units < 0n ? -units : units;
  const fraction = String(size % 10_000n)
    .padStart(4, '0')
    .replace(/(\d\d)0?0?$/, (tail) => tail.replace(/0+$/, '') || '')
    .replace(/^$/, '00');
  const whole = String(size / 10_000n);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, decimal === '.' ? ',' : '.');
  const digits = `${style % 2 === 0 ? whole : grouped}${decimal}${fraction}`;
  const negative = units < 0n;
  if (style === 2) return negative ? `(${digits})` : ` ${digits} `;
  if (style === 3) return negative ? `-¥${digits}` : `¥${digits}`;
  if (style === 4) return negative ? `${digits}-` : `${digits}\u00a0`;
  if (style === 5) return negative ? `\u2212${digits}` : `\t${digits}元`;
  return negative ? `-${digits}` : digits;
}

function money(decimal: '.' | ','): fc.Arbitrary<Said<bigint | null>> {
  const cents = fc.oneof(
    { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 5_000_00n }).map((n) => n * 100n) },
    { weight: 2, arbitrary: fc.bigInt({ min: -900_00n, max: -1n }).map((n) => n * 100n) },
    { weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 99_999_9999n }) },
    { weight: 2, arbitrary: fc.constant(0n) },
    { weight: 1, arbitrary: fc.constant(123_456_789_012_3400n) },
  );
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(cents, fc.nat(5))
        .map(([units, style]) => ({ text: written(units, decimal, style), means: units })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('', '  ', 'abc', '12-15', 'NaN', '12 kg')
        .map((text) => ({ text, means: null })),
    },
  );
}

/** Plain amounts, as most exports have them; more places than are kept round half away from zero. */
const plainMoney: fc.Arbitrary<Said<bigint | null>> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .integer({ min: -500, max: 100_000 })
      .map((cents) => ({ text: (cents / 100).toFixed(2), means: BigInt(cents) * 100n })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Said<bigint | null>>(
      { text: '0', means: 0n },
      { text: '-0.00', means: 0n },
      { text: '3.3899999999999997', means: 33_900n },
      { text: '1e3', means: 1000_0000n },
      { text: '+5', means: 5_0000n },
      { text: '8.881784197001252e-16', means: 0n },
      { text: '- ', means: null },
      { text: '12.5\u00a0', means: 12_5000n },
      { text: '\u300012.5', means: 12_5000n },
      { text: '-0.00005', means: -1n },
      { text: '', means: null },
      { text: 'n/a', means: null },
      { text: '99999999999999999', means: null },
    ),
  },
);

/** Quantities and prices in millionths, so that products are exact. The largest product needs more than 64 bits. */
export interface Factor {
  millionths: bigint | null;
}
const factor = (...given: [text: string, millionths: bigint | null][]): fc.Arbitrary<Said<Factor>> =>
  fc.constantFrom(...given.map(([text, millionths]) => ({ text, means: { millionths } })));
const pieces = factor(['1', 1_000_000n], ['2', 2_000_000n], ['12', 12_000_000n], ['-1', -1_000_000n], ['0', 0n], ['2.5', 2_500_000n], ['0.125', 125_000n], ['1000', 1_000_000_000n], ['99999999', 99_999_999_000_000n], ['', null], ['x', null]); // prettier-ignore
const prices = factor(['3.39', 3_390_000n], ['0.12345', 123_450n], ['0.000125', 125n], ['12345.6789', 12_345_678_900n], ['0', 0n], ['-5', -5_000_000n], ['9.99 ', 9_990_000n], ['', null]); // prettier-ignore

const PLACES = 10n ** 8n;
/** Twelve places → four, half away from zero. */
export function rounded(twelve: bigint): bigint {
  const half = twelve < 0n ? -PLACES / 2n : PLACES / 2n;
  return (twelve + half) / PLACES;
}

export type Style = {
  amounts: 'plain' | '.' | ',' | 'lines' | 'prices';
  iso: boolean;
  /** How many the file names. */
  currencies: 1 | 3;
};

const plainBack: fc.Arbitrary<Said<bigint | null>> = fc.constantFrom(
  { text: '', means: null },
  { text: '', means: null },
  { text: '0', means: 0n },
  { text: '2.50', means: 25_000n },
  { text: '-7', means: -70_000n },
);

export function fields(style: Style): fc.Arbitrary<Fields> {
  const amounts = style.amounts === '.' || style.amounts === ',' ? money(style.amounts) : plainMoney;
  return fc.record({
    who: customers,
    number: orders,
    day: style.iso ? isoMoments : writtenMoments,
    paid: amounts,
    pieces,
    price: prices,
    sku: few('85123A', '007', '1', 'POST'),
    item: few('红茶 250g', 'Tea, green', '85123A', '运费'),
    kind: few('tea', '茶具'),
    via: few('web', '门店'),
    state: few('paid', '已完成', 'void', 'pending', 'refunded', 'paid'),
    money: style.currencies === 1 ? few('CNY', 'cny') : few('CNY', 'usd', 'EUR'),
    mail: few('a@x.cn', 'b@x.cn', 'a@x.cn', 'test@x.cn'),
    place: few('上海', 'Lyon'),
    off: amounts,
    back: plainBack,
  });
}
