import type { Page } from '@playwright/test';
import type { Row } from '../../src/analyses/define';
import { expect, test, type RegularsPage } from './fixtures';
import {
  allCurrent,
  cellNamed,
  choice,
  chooseThrough,
  headlineOf,
  openTab,
  shownTable,
  sourceOf,
  textOf,
} from './notebook-page';
import { cdnowCsv, needsRealData, realFile, truth } from './real-data';

needsRealData();
// Half a million rows on two busy cores.
test.slow();

interface OnlineRetail {
  clean: { cohort_monthly: { cohort: string; size: number; counts: number[] }[] };
}

/** As the page writes a share in English. */
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const thousands = (value: number): string => value.toLocaleString('en');

test('Online Retail, imported as guessed, ties to the published numbers', async ({ regulars, page }) => {
  await regulars.openReady();

  await test.step('the reconciliation before anything is imported', async () => {
    await chooseThrough(
      page.getByRole('button', { name: 'Choose files…' }),
      realFile('online_retail/online_retail.csv'),
    );
    const dialog = page.getByRole('dialog');
    const card = dialog.getByRole('region', { name: 'Reconciliation' });
    await expect(card.getByRole('table')).toBeVisible({ timeout: 60_000 });
    expect((await shownTable(card.getByRole('table'))).body).toEqual([
      ['Read from the file', '541,909', '9,747,747.93'],
      ['No customer', '135,080', '1,447,682.12'],
      ['Refund or cancellation', '8,905', '−611,342.09'],
      ['Zero value', '40', '0.00'],
      ['Set aside', '144,025', '836,340.03'],
      ['Used', '397,884', '8,911,407.90'],
    ]);
    await expect(card).toContainText('Read = used + set aside, to the row and to the cent.');
    await expect(card).toContainText(/Customers\s*4,338\s*Orders\s*18,532/);
    await expect(card).toContainText('The last month, Dec 2011, has 9 of 31 days.');
    await expect(card).toContainText('Dec 2010 holds 885 first orders');
    await dialog.getByRole('button', { name: 'Import 18,532 orders' }).click();
    await allCurrent(page);
  });

  await test.step('the ledger kept in the notebook is exact', async () => {
    const ledger = (await regulars.document())?.sources[0]?.ledger;
    expect(ledger).toMatchObject({
      customers: 4338,
      orders: 18532,
      amountUsed: '8911407.9040',
      rowsRead: 541909,
    });
    expect(ledger?.setAside.map(({ reason, rows }) => [reason, rows])).toEqual([
      ['no_customer', 135080],
      ['refund', 8905],
      ['zero_value', 40],
    ]);
    const setAside = ledger?.setAside.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
    expect(setAside + (ledger?.rowsUsed ?? 0)).toBe(541909);
    const [total] = await regulars.query(
      'select count(*)::integer as orders, sum(amount)::varchar as revenue from orders',
    );
    expect(total).toEqual({ orders: 18532, revenue: '8911407.9040' });
    await expect(page.getByRole('region', { name: 'Filters' })).toContainText(
      /4,338\s*customers\s*18,532\s*orders\s*revenue\s*8,911,407\.90/,
    );
  });

  await test.step('the cohort triangle', async () => {
    await cohortsAreTrue(regulars, page);
  });

  await test.step('gaps between purchase days', async () => {
    const { summary } = await regulars.run('repurchase-interval');
    expect(summary?.find((row) => row.definition === 'all_gaps')).toMatchObject({
      p25: 12,
      p50: 28,
      p75: 58,
      p90: 110,
      n: 12425,
    });
    const cell = cellNamed(page, 'Repurchase interval');
    await expect(cell).toContainText(/25%\s*12 d\s*50%\s*28 d\s*75%\s*58 d\s*90%\s*110 d/);
    await expect(headlineOf(cell)).toHaveText(
      'Half of all first-time buyers are back by day 104. The usual mean of 45.7 days sees only the gaps that ended in an order, and so runs far too short.',
    );
  });
});

async function cohortsAreTrue(regulars: RegularsPage, page: Page): Promise<void> {
  const { cohort_monthly: expected } = truth<OnlineRetail>('online_retail').clean;
  const { cells = [], averages = [] } = await regulars.run('cohort-retention', { grain: 'month' });
  for (const { cohort, size, counts } of expected) {
    const found = cells.filter((row) => row.cohort === `${cohort}-01` && row.state !== 'future');
    expect(
      found.map((row) => row.customers),
      cohort,
    ).toEqual(counts);
    expect(found[0]?.size, cohort).toBe(size);
    // The file ends on 9 December 2011: the last month of every cohort is partial, all before it are complete.
    expect(
      found.map((row) => row.state),
      cohort,
    ).toEqual(counts.map((_, age) => (age === counts.length - 1 ? 'partial' : 'complete')));
  }
  expect(cells.filter((row) => row.age === 0)).toHaveLength(expected.length);
  for (const { age, rate, n } of averages) {
    // Averages hold complete cells only, so a cohort whose cell at this age is in December 2011 is not among them.
    const complete = expected.filter(({ counts }) => counts.length - 1 > Number(age));
    expect(n, `n at age ${age}`).toBe(complete.reduce((sum, { size }) => sum + size, 0));
    if (complete.length === 0) expect(rate).toBeNull();
    else
      expect(rate).toBeCloseTo(
        complete.reduce((sum, { counts }) => sum + (counts[Number(age)] ?? 0), 0) / Number(n),
        9,
      );
  }

  const cell = cellNamed(page, 'Cohort retention');
  await expect(headlineOf(cell)).toHaveText(
    '23.7% of first-time buyers order again in the following month — 19.9% without the December 2010 group, whose first orders may lie before the file begins.',
  );
  await expect(cell).toContainText(
    '† The file starts on 1 December 2010, so this cohort probably mixes new customers with old ones.',
  );
  await expect(cell).toContainText(
    'December 2011 has 9 of its 31 days. Hatched cells are still filling and count in no average.',
  );
  await openTab(cell, 'Table');
  const { head, body } = await shownTable(cell.getByRole('table'));
  expect(head.slice(0, 5)).toEqual(['Cohort', 'Age in periods', 'Size', 'Customers', 'Retention']);
  const shown = expected.flatMap(({ cohort, size, counts }) =>
    counts.map((count, age) => [
      `1 ${new Date(`${cohort}-01`).toLocaleString('en', { month: 'short', timeZone: 'UTC' })} ${cohort.slice(0, 4)}`,
      String(age),
      thousands(size),
      thousands(count),
      percent(count / size),
    ]),
  );
  const seen = body.filter((row) => row[3] !== '–').map((row) => row.slice(0, 5));
  expect(seen).toEqual(shown);
}

/** R rfm 0.3’s segments, in its order. */
const TEN = {
  Champions: 35,
  'Loyal Customers': 170,
  'Potential Loyalist': 342,
  'New Customers': 104,
  Promising: 9,
  'Need Attention': 10,
  'About To Sleep': 102,
  'At Risk': 28,
  "Can't Lose Them": 47,
  Lost: 148,
};
/** High or low on R, F and M against their raw means, key segments first. */
const EIGHT = [274, 20, 125, 28, 102, 185, 39, 222];

test('R’s ten segments and the Chinese eight, on the orders of the R package', async ({ regulars, page }) => {
  await regulars.openReady();
  const report = await regulars.importFile(realFile('rfm/rfm_data_orders.csv'));
  expect(report).toMatchObject({
    rowsRead: 4906,
    rowsUsed: 4906,
    orders: 4906,
    customers: 995,
    revenue: 464158,
  });

  await test.step('by script', async () => {
    const { segments: ten = [] } = await regulars.run('rfm-segments', {
      scheme: 'r-rfm',
      asOf: '2006-12-31',
    });
    const peopled = ten.filter((row) => row.customers !== 0);
    expect(Object.fromEntries(peopled.map((row) => [row.segment, row.customers]))).toEqual(TEN);
    const eight = await regulars.run('rfm-segments', { scheme: 'zh-eight', cut: 'mean', asOf: '2006-12-31' });
    expect((eight.segments ?? []).map((row) => row.customers)).toEqual(EIGHT);
  });

  await test.step('as seen on the page', async () => {
    await page.getByLabel('As of').fill('2006-12-31');
    const cell = cellNamed(page, 'RFM segments');
    await expect(sourceOf(cell)).toContainText('As of 31 Dec 2006');
    const segments = cell.getByRole('table').first();
    const shown = async () => (await shownTable(segments)).body;
    for (const [name, customers] of Object.entries(TEN)) {
      const row = (await shown()).find(([head]) => head?.replace('’', "'").endsWith(name));
      expect(row?.[1], name).toBe(String(customers));
    }
    await choice(cell, 'Scheme').selectOption('zh-eight');
    await expect.poll(async () => (await shown()).map((row) => row[1])).toEqual(EIGHT.map(String));
    await choice(cell, 'Scheme').selectOption('r-rfm');
  });

  await test.step('O’Reilly survives import, segment, list and export', async () => {
    const { customers = [] } = await regulars.run('rfm-segments', { asOf: '2006-12-31' });
    const abbey = customers.find((row) => row.customer_key === "Abbey O'Reilly");
    expect(abbey).toMatchObject({
      recency_days: 205,
      frequency: 6,
      monetary: 472,
      r: 3,
      f: 4,
      m: 3,
      segment: 'Potential Loyalist',
    });
    const [row] = await regulars.query(
      `select order_count::integer as n from customers where customer_key = 'Abbey O''Reilly'`,
    );
    expect(row).toEqual({ n: 6 });

    const cell = cellNamed(page, 'RFM segments');
    await cell.getByRole('button', { name: /^Potential Loyalist: 342 customers/ }).click();
    const bar = page.getByRole('group', { name: 'Selected customers' });
    await expect(bar).toContainText('342 customers, 204,856.00');
    await bar.getByRole('button', { name: 'List' }).click();
    const dialog = page.getByRole('dialog', { name: 'Potential Loyalist' });
    // The longest spenders come first; by name the list begins with Abbey.
    await dialog.getByRole('button', { name: 'Customer', exact: true }).click();
    await expect(dialog.getByRole('gridcell', { name: "Abbey O'Reilly", exact: true })).toBeVisible();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const text = await textOf(await download);
    expect(text).toMatch(/^Abbey O'Reilly,/m);
    expect(text.trim().split('\r\n')).toHaveLength(343);
  });
});

/** Kaplan–Meier, % back by day; 687 of 2,357 by day 90. */
const SHARES = { 30: '17.39', 60: '25.50', 90: '29.15', 180: '37.63' };

/** The curve steps down on days when someone came back: a day between holds the value of the one before. */
function sharesOf(survival: readonly Row[]): Record<string, string> {
  return Object.fromEntries(
    Object.keys(SHARES).map((day) => {
      const row = survival.findLast((step) => Number(step.day) <= Number(day));
      return [day, (Number(row?.share_returned) * 100).toFixed(2)];
    }),
  );
}

test('CDNOW’s sample: the Kaplan–Meier curve stays where the naive mean moves with the export day', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  const cell = cellNamed(page, 'Repurchase interval');

  async function holds({ mean, asOf }: { mean: string; asOf: string }): Promise<void> {
    await expect(sourceOf(cell)).toContainText(`As of ${asOf}`);
    await expect(headlineOf(cell)).toContainText(
      `The usual mean of ${Number(mean).toFixed(1)} days sees only the gaps`,
    );
    const { survival = [], summary = [] } = await regulars.run('repurchase-interval');
    expect(sharesOf(survival)).toEqual(SHARES);
    expect(Number(summary.find((row) => row.definition === 'all_gaps')?.mean).toFixed(2)).toBe(mean);
    const curve = cell.getByRole('img', { name: /^Kaplan–Meier curve/ });
    for (const share of ['17.4%', '25.5%', '29.1%', '37.6%']) await expect(curve).toContainText(share);
  }

  for (const { ends, mean, asOf } of [
    { ends: '1997-09-30', mean: '45.97', asOf: '30 Sep 1997' },
    { ends: '1998-06-30', mean: '70.86', asOf: '30 Jun 1998' },
  ]) {
    await test.step(`exported on ${asOf}, zero-value purchases kept`, async () => {
      const report = await regulars.importFile(
        { name: `cdnow to ${ends}.csv`, text: cdnowCsv(ends) },
        { policies: { zeroValue: 'keep' } },
      );
      expect(report.customers).toBe(2357);
      expect([report.rowsUsed, report.orders]).toEqual([report.rowsRead, report.rowsRead]);
      await holds({ mean, asOf });
    });
  }

  await test.step('the longer file as of the earlier day', async () => {
    await page.getByLabel('As of').fill('1997-09-30');
    await holds({ mean: '45.97', asOf: '30 Sep 1997' });
  });
});

test('CDNOW’s whole file as it is: aligned columns, days without marks, zero-value purchases kept', async ({
  regulars,
}) => {
  await regulars.openReady();
  const report = await regulars.importFile(realFile('cdnow/CDNOW_master.txt'), {
    policies: { zeroValue: 'keep' },
  });
  expect(report).toMatchObject({
    rowsRead: 69_659,
    rowsUsed: 69_659,
    setAside: [],
    customers: 23_570,
    revenue: 2_500_315.63,
  });
  const { summary } = await regulars.run('repurchase-interval');
  expect(summary?.find((row) => row.definition === 'all_gaps')).toMatchObject({
    p25: 12,
    p50: 34,
    p75: 94,
    p90: 200,
  });
  const { cells } = await regulars.run('cohort-retention', { grain: 'month' });
  const january = cells?.filter((row) => String(row.cohort).startsWith('1997-01')).slice(0, 4);
  expect(january?.map((row) => row.customers)).toEqual([7846, 1157, 964, 810]);
});

test('Online Retail with refunds netted: every cent between the two revenues is itemised', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  const report = await regulars.importFile(realFile('online_retail/online_retail.csv'), {
    policies: { refunds: 'net', zeroValue: 'keep' },
  });
  expect(report).toMatchObject({ customers: 4372, revenue: 8_300_065.814 });
  // What is only given back is no order: those of the truth's `clean`, and seven more that are worth nothing.
  const ledger = (await regulars.document())?.sources[0]?.ledger;
  expect(ledger?.netting).toMatchObject({
    purchases: { amount: '8911407.9040' },
    refunds: { amount: '-611342.0900' },
    revenue: '8300065.8140',
  });
  expect(await regulars.query('select count(*)::integer as n from refunds where amount > 0')).toEqual([
    { n: 0 },
  ]);
  await page.getByRole('button', { name: /^online_retail.csv/ }).click();
  const card = page.getByRole('dialog');
  await expect(card).toContainText('8,911,407.90');
  await expect(card).toContainText('−611,342.09');
  await expect(card).toContainText('8,300,065.81');
});
