import fc from 'fast-check';
import type { Mapping, NumberReading, Policies, ReadOptions, Readings } from '../../src/intake/types';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import { COLUMNS, fields, rounded, type Column, type Factor, type Fields, type Style } from './import-fields';
import type { MeantRow } from './import-oracle';

/** Files as clients send them, each field with what it means, so that no test has to read a text to know it. */
export interface GeneratedFile {
  text: string;
  rows: MeantRow[];
  read: Partial<ReadOptions>;
  mapping: Mapping;
  readings: Readings;
  policies: Policies;
  hasOrder: boolean;
  hasProduct: boolean;
  hasCodes: boolean;
  cancelledPrefix: string | null;
}

const WIDTH = COLUMNS.length;
type Line =
  | { kind: 'row'; fields: Fields; width: number; over: string | null }
  | { kind: 'blank' }
  | { kind: 'copy'; of: number };

function lines(style: Style, most: number): fc.Arbitrary<Line[]> {
  const row = (width: fc.Arbitrary<number>, over: fc.Arbitrary<string | null>) =>
    fc.record({ kind: fc.constant('row' as const), fields: fields(style), width, over });
  const some = fc.array(
    fc.oneof(
      { weight: 12, arbitrary: row(fc.constant(WIDTH), fc.constant(null)) },
      { weight: 1, arbitrary: row(fc.integer({ min: 2, max: WIDTH - 1 }), fc.constant(null)) },
      { weight: 1, arbitrary: row(fc.constant(WIDTH), fc.constantFrom('x', '0', 'a,b')) },
      { weight: 1, arbitrary: fc.constant({ kind: 'blank' as const }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy' as const), of: fc.nat() }) },
    ),
    { minLength: 1, maxLength: most },
  );
  // A short row at the very end would be taken for a total or a note, and has tests of its own.
  return fc
    .tuple(some, row(fc.constant(WIDTH), fc.constant(null)))
    .map(([before, last]) => [...before, last]);
}

const policies: fc.Arbitrary<Policies> = fc
  .record({
    zeroValue: fc.constantFrom<Policies['zeroValue']>('setAside', 'keep'),
    duplicates: fc.constantFrom<Policies['duplicates']>('keep', 'setAside'),
    guests: fc.constantFrom<Policies['guests']>('setAside', 'keep'),
    sameDay: fc.constantFrom<Policies['sameDay']>('separate', 'merge'),
    refunds: fc.constantFrom<Policies['refunds']>('setAside', 'setAside', 'net', 'net', 'restate', 'restate'),
    unpaid: fc.constantFrom<Policies['unpaid']>('setAside', 'keep'),
    testOrders: fc.constantFrom<Policies['testOrders']>('setAside', 'keep'),
    nonProducts: fc.constantFrom<Policies['nonProducts']>('keep', 'setAside'),
    statuses: fc.constantFrom<string[]>([], [], [], ['paid'], ['paid', '已完成', 'refunded', '']),
    currency: fc.constantFrom(null, 'CNY', 'USD'),
    rates: fc.constantFrom<Record<string, number>>({}, { USD: 7.25 }, { CNY: 0.1379, eur: 1.08 }),
    exportedOn: fc.constantFrom(null, '2024-01-15', '2024-06-01'),
  })
  .map((chosen) => ({ ...DEFAULT_POLICIES, ...chosen }));

export function generatedFiles(most = 40): fc.Arbitrary<GeneratedFile> {
  const styles: fc.Arbitrary<Style> = fc.record({
    amounts: fc.constantFrom('plain', '.', ',', 'lines', 'prices'),
    iso: fc.boolean(),
    currencies: fc.constantFrom<1 | 3>(1, 3),
  });
  return styles.chain((style) =>
    fc
      .record({
        lines: lines(style, most),
        policies,
        delimiter: fc.constantFrom<ReadOptions['delimiter']>(',', ';', '\t', '|'),
        lineBreak: fc.constantFrom('\n', '\r\n'),
        mark: fc.boolean(),
        lastBreak: fc.boolean(),
        quoteAll: fc.boolean(),
        hasOrder: fc.boolean(),
        products: fc.constantFrom<Mapping>(
          {},
          { product: 'sku' },
          { productName: 'item' },
          { product: 'sku', productName: 'item' },
        ),
        cancels: fc.boolean(),
        hasRefund: fc.boolean(),
      })
      .map((given) => assembled(style, given)),
  );
}

interface Assembly {
  lines: Line[];
  policies: Policies;
  delimiter: ReadOptions['delimiter'];
  lineBreak: string;
  mark: boolean;
  lastBreak: boolean;
  quoteAll: boolean;
  hasOrder: boolean;
  products: Mapping;
  cancels: boolean;
  hasRefund: boolean;
}

function assembled(style: Style, given: Assembly): GeneratedFile {
  const { delimiter, lineBreak, quoteAll, hasOrder, products, cancels, hasRefund } = given;
  const quoted = (value: string): string =>
    (quoteAll && value !== '') || value.includes(delimiter) || /["\n\r]/.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  const written: string[] = [];
  const rows: MeantRow[] = [];
  for (const line of given.lines) {
    if (line.kind === 'blank') {
      written.push('');
      continue;
    }
    const source =
      line.kind === 'copy'
        ? given.lines.filter((other) => other.kind === 'row')[line.of % given.lines.length]
        : line;
    if (source?.kind !== 'row') continue;
    const texts = COLUMNS.map((name, index) => (index < source.width ? source.fields[name].text : ''));
    const cells = texts.slice(0, source.width).concat(source.over === null ? [] : [source.over]);
    // A record of nothing but blanks is a blank line, which is told of and no row: tests of layouts have it.
    if (cells.every((cell) => cell.trim() === '')) continue;
    written.push(cells.map(quoted).join(delimiter));
    rows.push(
      meaningOf(source, style, { hasOrder, products, hasRefund }, JSON.stringify([texts, source.over])),
    );
  }
  const mapping: Mapping = {
    customer: 'who',
    orderedAt: 'day',
    ...(hasOrder ? { order: 'number' } : {}),
    ...(style.amounts === 'lines' ? { quantity: 'pieces', unitPrice: 'price' } : {}),
    ...(style.amounts === 'prices' ? { unitPrice: 'price' } : {}),
    ...(style.amounts === 'lines' || style.amounts === 'prices'
      ? {}
      : { amount: 'paid', quantity: 'pieces', discount: 'off' }),
    ...products,
    ...(hasRefund ? { refund: 'back' } : {}),
    category: 'kind',
    channel: 'via',
    status: 'state',
    currency: 'money',
    email: 'mail',
    region: 'place',
  };
  const marked: NumberReading = { plain: false, decimal: style.amounts === ',' ? ',' : '.' };
  const plain: NumberReading = { plain: true, decimal: '.' };
  const amountReading = style.amounts === '.' || style.amounts === ',' ? marked : plain;
  return {
    text: `${given.mark ? '\ufeff' : ''}${[COLUMNS.join(delimiter), ...written].join(lineBreak)}${given.lastBreak ? lineBreak : ''}`,
    rows,
    // How many records are names is said: what is guessed of so short a file has tests of its own.
    read: { delimiter, quote: '"', escape: '"', skip: 0, header: true, headerRows: 1, columns: [...COLUMNS] },
    mapping,
    readings: {
      orderedAt: style.iso ? { kind: 'iso' } : { kind: 'formats', formats: ['%d/%m/%Y %H:%M', '%d/%m/%Y'] },
      customer: { dropPointZero: false },
      order: { dropPointZero: false },
      amount: amountReading,
      discount: amountReading,
      refund: plain,
      quantity: plain,
      unitPrice: plain,
      ...(cancels ? { cancelledPrefix: 'C' } : {}),
    },
    policies: given.policies,
    hasOrder,
    hasProduct: Object.keys(products).length > 0,
    hasCodes: 'product' in products,
    cancelledPrefix: cancels ? 'C' : null,
  };
}

function meaningOf(
  { fields, width, over }: Extract<Line, { kind: 'row' }>,
  style: Style,
  { hasOrder, products, hasRefund }: Pick<Assembly, 'hasOrder' | 'products' | 'hasRefund'>,
  text: string,
): MeantRow {
  const said = <T>(name: Column): T | null =>
    COLUMNS.indexOf(name) < width ? (fields[name].means as T) : null;
  const count = said<Factor>('pieces')?.millionths ?? null;
  const price = said<Factor>('price')?.millionths ?? null;
  const amount = () => {
    if (style.amounts === 'prices') return price === null ? null : rounded(price * 1_000_000n);
    if (style.amounts !== 'lines') return said<bigint>('paid');
    return count === null || price === null ? null : rounded(count * price);
  };
  const countsPieces = style.amounts !== 'prices' && count !== null;
  return {
    malformed: over !== null,
    customer: said('who'),
    order: hasOrder ? said('number') : null,
    at: said('day'),
    amount: amount(),
    quantity: countsPieces ? Number(count) / 1_000_000 : null,
    discount: style.amounts === 'lines' || style.amounts === 'prices' ? null : said('off'),
    refund: hasRefund ? said('back') : null,
    product: 'product' in products ? said('sku') : null,
    productName: 'productName' in products ? said('item') : null,
    category: said('kind'),
    channel: said('via'),
    status: said('state'),
    currency: said('money'),
    email: said('mail'),
    region: said('place'),
    text,
  };
}
