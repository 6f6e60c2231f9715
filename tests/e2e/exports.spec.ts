import type { Page } from '@playwright/test';
import { parseCsv } from '../unit/exports/parse-csv';
import { expect, test } from './fixtures';
import { allCurrent, bytesOf, cellNamed, choice, openTab } from './notebook-page';
import { FORMULA, smallShop } from './small-shop';

const SHOP = { name: 'small-shop.csv', text: smallShop() };
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const FIGURES = ['Cohort retention', 'RFM segments', 'Repurchase interval'];

/** What a click saves: its name and bytes. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download');
  await click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}

/** Records of an exported CSV: it begins with a byte order mark, and every record ends in CRLF. */
function recordsOf(bytes: Buffer): string[][] {
  expect([...bytes.subarray(0, 3)]).toEqual(BYTE_ORDER_MARK);
  const text = bytes.subarray(3).toString('utf8');
  expect(text.endsWith('\r\n')).toBe(true);
  return parseCsv(text);
}

/** Width and height in pixels, as the header of a PNG says. */
function sizeOfPng(bytes: Buffer): { width: number; height: number } {
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** Parses an SVG as a browser would open the file, alone. */
async function readSvg(page: Page, text: string) {
  expect(text.match(/var\(--[\w-]*|light-dark\(/)).toBeNull();
  return page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
    const svg = parsed.documentElement;
    return {
      broken: parsed.querySelector('parsererror')?.textContent ?? null,
      tag: svg.tagName,
      width: Number(svg.getAttribute('width')),
      height: Number(svg.getAttribute('height')),
      foreign: [
        ...parsed.querySelectorAll('foreignObject, script, style, image, [href]:not([href^="#"])'),
      ].map((element) => element.tagName),
      text: parsed.documentElement.textContent ?? '',
    };
  }, text);
}

test('tables, plots and customers leave the page as files', async ({ regulars, page }) => {
  await regulars.openReady();
  await regulars.importFile(SHOP);
  await allCurrent(page);
  const rfm = cellNamed(page, 'RFM segments');
  const exportMenu = async (title: string, item: string) => {
    await cellNamed(page, title).getByRole('button', { name: 'Export', exact: true }).first().click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const { customers = [] } = await regulars.run('rfm-segments');

  await test.step('a table as CSV: safe in a spreadsheet, numbers untouched', async () => {
    await openTab(rfm, 'Table');
    await choice(rfm, 'Result').selectOption('customers');
    await expect(rfm.getByRole('status').filter({ hasText: `${customers.length} rows` })).toBeVisible();
    const { name, bytes } = await saved(page, () =>
      rfm.getByRole('button', { name: /^Table .* as CSV$/ }).click(),
    );
    expect(name).toMatch(/^Small shop - RFM segments.* - \d{4}-\d\d-\d\d\.csv$/);
    const [head = [], ...records] = recordsOf(bytes);
    expect(head.slice(0, 5)).toEqual([
      'Customer',
      'Segment',
      'Days since last order',
      'Orders counted',
      'Spent',
    ]);
    expect(records.map((record) => [record[0], ...record.slice(2, 8)])).toEqual(
      customers.map((row) => [
        row.customer_key === FORMULA ? `'${FORMULA}` : row.customer_key,
        ...[row.recency_days, row.frequency, row.monetary, row.r, row.f, row.m].map(String),
      ]),
    );
    expect(records.filter(([key]) => key === `'${FORMULA}`)).toHaveLength(1);
    await openTab(rfm, 'Plot');
  });

  for (const title of FIGURES) {
    await test.step(`the figure of ${title} as SVG and PNG`, async () => {
      const vector = await saved(page, () => exportMenu(title, 'Plot as SVG'));
      expect(vector.name).toMatch(new RegExp(`^Small shop - ${title} - \\d{4}-\\d\\d-\\d\\d\\.svg$`));
      const svg = await readSvg(page, vector.bytes.toString('utf8'));
      expect(svg).toMatchObject({ broken: null, tag: 'svg', foreign: [] });
      // The finding, and where it comes from, travel with the picture.
      const finding = await cellNamed(page, title).locator('.headline').innerText();
      expect(svg.text.replace(/\s+/g, '')).toContain(finding.replace(/\s+/g, ''));
      expect(svg.text.replace(/\s+/g, '')).toContain(
        `${title},definitionv1.Smallshop,asof`.replace(/\s+/g, ''),
      );

      const raster = await saved(page, () => exportMenu(title, 'Plot as PNG'));
      expect(raster.name).toBe(vector.name.replace(/svg$/, 'png'));
      expect(sizeOfPng(raster.bytes)).toEqual({ width: 2 * svg.width, height: 2 * svg.height });
    });
  }

  await test.step('the customers of a segment, by a click on its tile', async () => {
    const tile = rfm.getByRole('button', { name: /^Lost: \d+ customers/ });
    const count = Number(/(\d+) customers/.exec((await tile.getAttribute('aria-label')) ?? '')?.[1]);
    await tile.click();
    const bar = page.getByRole('group', { name: 'Selected customers' });
    await expect(bar).toContainText(new RegExp(`^\\s*Lost\\s*${count} customers`));
    const { name, bytes } = await saved(page, () => bar.getByRole('button', { name: 'Export' }).click());
    expect(name).toMatch(/^Small shop - Lost - \d{4}-\d\d-\d\d\.csv$/);
    const keys = recordsOf(bytes)
      .slice(1)
      .map(([key]) => key?.replace(/^'/, ''));
    const expected = customers.filter((row) => row.segment === 'Lost').map((row) => String(row.customer_key));
    expect(expected).toHaveLength(count);
    expect(keys.toSorted()).toEqual(expected.toSorted());
  });

  await test.step('exportAs, by script', async () => {
    const asText = (format: string, target: Record<string, string>) =>
      page.evaluate(async ([wanted, of]) => (await window.regulars.exportAs(wanted, of)).text(), [
        format,
        target,
      ] as const);
    const csv = await asText('csv', { segment: 'Champions' });
    const champions = customers.filter((row) => row.segment === 'Champions');
    expect(parseCsv(csv)).toHaveLength(champions.length + 1);
    const json = JSON.parse(await asText('json', { cell: 'cohort-retention' })) as Record<string, unknown>;
    expect(json).toMatchObject({
      notebook: 'Small shop',
      analysis: { id: 'cohort-retention', version: 1, result: 'cells' },
    });
    expect(json.rows).toEqual((await regulars.run('cohort-retention')).cells);
    const svg = await readSvg(page, await asText('svg', { cell: 'repurchase-interval' }));
    expect(svg).toMatchObject({ broken: null, tag: 'svg' });
    const png = await page.evaluate(async () => {
      const blob = await window.regulars.exportAs('png', { cell: 'repurchase-interval' });
      return [...new Uint8Array(await blob.arrayBuffer()).subarray(0, 24)];
    });
    expect(sizeOfPng(Buffer.from(png))).toEqual({ width: 2 * svg.width, height: 2 * svg.height });
    expect(await regulars.refusal(asText('docx', { cell: 'rfm-segments' }))).toContain('docx');
  });
});

test('a figure leaves the dark page in the light theme’s colours', async ({ regulars, page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await regulars.openReady();
  await regulars.importFile(SHOP);
  await allCurrent(page);
  const svgOf = () =>
    page.evaluate(async () => (await window.regulars.exportAs('svg', { cell: 'rfm-segments' })).text());
  const dark = await svgOf();
  await page.emulateMedia({ colorScheme: 'light' });
  expect(dark).toBe(await svgOf());
  await readSvg(page, dark);
});

test('rows set aside are downloaded with line and reason, before anything is imported', async ({
  regulars,
  page,
}) => {
  const lines = SHOP.text.trim().split('\n');
  const refunds = lines.flatMap((line, index) =>
    /,-[\d.]+$/.test(line) ? [{ line: index + 1, text: line, fields: line.split(',') }] : [],
  );
  expect(refunds.some(({ fields }) => fields.includes(FORMULA))).toBe(true);
  await regulars.openReady();
  await regulars.drop(SHOP);
  const { bytes } = await saved(page, () =>
    page.getByRole('button', { name: `Download the ${refunds.length} rows set aside` }).click(),
  );
  const [head = [], ...records] = recordsOf(bytes);
  expect(head).toEqual([
    'File',
    'Line',
    'Reason',
    'Text',
    'customer_id',
    'order_id',
    'order_date',
    'product_name',
    'amount',
  ]);
  const guarded = (field: string) => (field === FORMULA ? `'${field}` : field);
  expect(records.map(([file, line, ...rest]) => [file, Number(line), ...rest])).toEqual(
    refunds.map(({ line, text, fields }) => [
      'small-shop.csv',
      line,
      'Refund or cancellation',
      text,
      ...fields.map(guarded),
    ]),
  );
});
