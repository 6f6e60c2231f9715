import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { Refused } from '../../src/worker/failures';
import { Importer } from '../../src/worker/import/importer';
import { openText } from '../../src/worker/opening/text';
import { csvFile, ImportEngine } from './import-engine';

/** Which rows count: by status, currency, test orders, postage and fees, and over several files. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const silent = () => undefined;

async function assessed(texts: string | string[], given: Partial<Policies> = {}) {
  const tables = await Promise.all(
    [texts].flat().map((text, index) => {
      const file = csvFile(text, `${index + 1}.csv`);
      return openText(file, { path: [file.name], bytes: file.size }, {});
    }),
  );
  const importer = Importer.open(engine.database, tables);
  const { mapping, readings } = await importer.stage(engine.lane, {}, false, silent);
  const choices = { mapping, readings, policies: { ...DEFAULT_POLICIES, ...given } };
  const assessment = await importer.assess(engine.lane, choices, silent);
  return {
    ...assessment,
    setAside: assessment.ledger.setAside.map(({ reason, rows, amount }) => [reason, rows, Number(amount)]),
    effect: (policy: keyof Policies) => assessment.effects.find((effect) => effect.policy === policy),
    build: () => importer.build(engine.lane, choices, silent),
  };
}

describe('statuses', () => {
  const TEXT = `customer_id,order_id,date,amount,status
a,1,2024-01-05,1,paid
a,2,2024-01-06,2,Completed
b,3,2024-01-07,4,pending
b,4,2024-01-08,8,交易关闭
c,5,2024-01-09,16,refunded
c,6,2024-01-10,32,
c,7,2024-01-11,64,on hold
c,8,2024-01-12,128,test
`;

  it('count by what they say; each is shown with its rows and money', async () => {
    const found = await assessed(TEXT);
    expect(found.setAside).toEqual([
      ['status', 1, 8],
      ['unpaid', 1, 4],
      ['test_order', 1, 128],
      ['refund', 1, 16],
    ]);
    expect(found.ledger.amountUsed).toBe('99.0000');
    expect(
      found.statuses.map(({ value, rows, amount, kind }) => [value, rows, Number(amount), kind]),
    ).toEqual(
      expect.arrayContaining([
        ['paid', 1, 1, 'paid'],
        ['pending', 1, 4, 'unpaid'],
        ['交易关闭', 1, 8, 'cancelled'],
        ['refunded', 1, 16, 'refunded'],
        [null, 1, 32, 'other'],
      ]),
    );
    expect(found.effect('unpaid')).toEqual({
      policy: 'unpaid',
      choice: 'setAside',
      rows: 1,
      amount: '4.0000',
      otherwise: { key: 'import_otherwise_kept', values: { revenue: '103.0000' } },
    });
    expect(found.effect('statuses')).toMatchObject({ rows: 1, amount: '8.0000' });
  });

  it('a list of them is the last word', async () => {
    const found = await assessed(TEXT, { statuses: ['pending', 'refunded', ''] });
    expect(found.setAside).toEqual([['status', 5, 203]]);
    expect(found.ledger.amountUsed).toBe('52.0000');
    const net = await assessed(TEXT, { statuses: ['pending', 'refunded', ''], refunds: 'net' });
    // What was refunded is an order still, of which everything was given back.
    expect(net.ledger).toMatchObject({ orders: 3, amountUsed: '52.0000' });
    expect(net.ledger.netting?.revenue).toBe('36.0000');
  });
});

describe('test orders', () => {
  const TEXT = `customer_id,order_id,date,amount,email,coupon
a,1,2024-01-05,1,a@x.cn,
test,2,2024-01-06,2,b@x.cn,
b,3,2024-01-07,4,test@shop.com,
b,4,2024-01-08,8,contest@x.cn,TEST10
c,5,2024-01-09,16,latest@x.cn,BEST
`;
  it('customer, address or coupon say so: set aside, or kept', async () => {
    expect((await assessed(TEXT)).setAside).toEqual([['test_order', 3, 14]]);
    const kept = await assessed(TEXT, { testOrders: 'keep' });
    expect(kept.setAside).toEqual([]);
    expect(kept.effect('testOrders')).toMatchObject({ rows: 3, amount: '14.0000' });
  });
});

describe('postage, fees, gift cards', () => {
  it.each([
    ['sku,product_name', 'POST,POSTAGE', '85123A,POST BOX TIN', 'X1,Gift card £25'],
    ['product_name,note', '运费,x', '红茶,y', '补差价,z'],
  ])('are known by code or name (%s)', async (columns, postage, product, other) => {
    const text = `customer_id,order_id,date,amount,quantity,${columns}\na,1,2024-01-05,3,1,${postage}\na,1,2024-01-05,20,1,${product}\nb,2,2024-01-06,5,1,${other}\n`;
    const kept = await assessed(text);
    expect(kept.ledger.amountUsed).toBe('28.0000');
    expect(kept.effect('nonProducts')).toMatchObject({
      rows: 2,
      amount: '8.0000',
      otherwise: { key: 'import_otherwise_set_aside', values: { revenue: '20.0000' } },
    });
    expect((await assessed(text, { nonProducts: 'setAside' })).setAside).toEqual([['non_product', 2, 8]]);
  });
});

describe('currencies', () => {
  const TEXT = `customer_id,order_id,date,amount,currency
a,1,2024-01-05,100,CNY
a,2,2024-01-06,10,USD
b,3,2024-01-07,20,usd
b,4,2024-01-08,5,EUR
c,5,2024-01-09,7,
`;

  it('several and none chosen: a question, nothing added, nothing built', async () => {
    const found = await assessed(TEXT);
    expect(found.questions).toEqual([{ key: 'intake_warn_currencies', values: { list: 'CNY, EUR, USD' } }]);
    expect(found.ledger).toMatchObject({ rowsUsed: 0, amountUsed: '0.0000' });
    await expect(found.build()).rejects.toMatchObject({ reason: { key: 'intake_warn_currencies' } });
    await expect(found.build()).rejects.toBeInstanceOf(Refused);
  });

  it('one chosen: the others are set aside; rates bring them in, exactly', async () => {
    const usd = await assessed(TEXT, { currency: 'USD' });
    expect(usd.questions).toEqual([]);
    expect(usd.ledger).toMatchObject({ rowsUsed: 2, amountUsed: '30.0000' });
    expect(usd.setAside).toEqual([['currency', 3, 112]]);
    const converted = await assessed(TEXT, { currency: 'CNY', rates: { USD: 7.1, EUR: 7.8 } });
    expect(converted.ledger).toMatchObject({ rowsUsed: 4, amountUsed: '352.0000' });
    await converted.build();
    expect(engine.rows('select amount::varchar as amount from shop.orders order by order_key')).toEqual(
      ['100.0000', '71.0000', '142.0000', '39.0000'].map((amount) => ({ amount })),
    );
  });

  it('one currency is no question, blanks or not', async () => {
    const found = await assessed(TEXT.replaceAll(/usd|EUR|CNY/g, 'USD'));
    expect(found.questions).toEqual([]);
    expect(found.ledger.rowsUsed).toBe(5);
  });
});

describe('several files', () => {
  const rows = (days: number[]) =>
    `customer_id,order_id,date,amount\n${days.map((day) => `c${day},${day},2024-01-${day},${day}\n`).join('')}`;

  it('rows of an earlier file are set aside; copies within one are another matter', async () => {
    const [first, second] = [rows([10, 11, 12, 12]), rows([12, 13, 13])];
    const found = await assessed([first, second]);
    expect(found.setAside).toEqual([['overlap', 1, 12]]);
    expect(found.effect('overlaps')).toMatchObject({ rows: 1, amount: '12.0000', choice: 'setAside' });
    expect(found.effect('duplicates')).toMatchObject({ rows: 2, amount: '25.0000' });
    const kept = await assessed([first, second], { overlaps: 'keep', duplicates: 'setAside' });
    expect(kept.setAside).toEqual([['duplicate', 2, 25]]);
    expect((await assessed(first)).effect('overlaps')).toBeUndefined();
  });
});

describe('order numbers', () => {
  it('of several customers, or coming back after more than a month, are warned about with an example', async () => {
    const found = await assessed(
      'customer_id,order_id,date,amount\na,1,2024-01-05,1\nb,1,2024-01-06,2\na,2,2024-01-07,4\na,2,2024-06-07,8\na,3,2024-01-07,4\na,3,2024-06-07,-4\n',
    );
    expect(found.warnings).toContainEqual({
      key: 'policies_warn_numbers_of_several',
      values: { count: 1, n: 1, example: '1' },
    });
    expect(found.warnings).toContainEqual({
      key: 'policies_warn_numbers_coming_back',
      values: { count: 1, n: 1, example: '2' },
    });
  });
});
