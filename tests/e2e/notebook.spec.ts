import type { BrowserContext, Page } from '@playwright/test';
import type { NotebookDocument } from '../../src/document/types';
import { expect, RegularsPage, test } from './fixtures';
import {
  allCurrent,
  cellNamed,
  choice,
  chooseThrough,
  headlineOf,
  openSample,
  sourceOf,
  textOf,
} from './notebook-page';
import { FORMULA, smallShop } from './small-shop';

const ANALYSES = ['cohort-retention', 'rfm-segments', 'repurchase-interval'];
const SHOP = { name: 'small-shop.csv', text: smallShop() };

/** Every number of every analysis, as the notebook asks for it. */
async function numbersOf(regulars: RegularsPage): Promise<unknown[]> {
  return Promise.all(ANALYSES.map((id) => regulars.run(id)));
}

/** Cells in the outline that ask something: beside them stand texts. */
const outline = (page: Page) =>
  page.getByRole('list', { name: 'Outline' }).getByRole('listitem').filter({ hasText: ASKS });
const ASKS = /Cohort|RFM|Repurchase interval|Days until/;
const cohortOf = (document: NotebookDocument | null) =>
  document?.cells.find((cell) => cell.analysis === 'cohort-retention');
const saved = (page: Page) => page.getByText(/^Saved in this browser/);

async function cellMenu(page: Page, title: string, item: string): Promise<void> {
  await cellNamed(page, title)
    .getByRole('button', { name: `More for ${title}` })
    .click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

test('a notebook is edited, undone and kept, with its data', async ({ regulars, page }) => {
  test.slow();
  await regulars.open();
  const title = page.getByRole('heading', { level: 1 });

  await test.step('the sample shop opens by one click', async () => {
    await openSample(page);
    await expect(title).toHaveText('Sample shop: coffee and tea');
    await expect(outline(page)).toHaveText([/Cohort retention/, /RFM segments/, /Repurchase interval/]);
    await expect(page.getByRole('region', { name: 'Filters' })).toContainText(
      /[\d,]+\s*customers\s*[\d,]+\s*orders/,
    );
  });

  await test.step('rename the notebook', async () => {
    await title.getByRole('button').click();
    await page.getByRole('textbox', { name: 'Title of the notebook' }).fill('Coffee, spring review');
    await page.keyboard.press('Enter');
    await expect(title).toHaveText('Coffee, spring review');
    await expect(page).toHaveTitle('Coffee, spring review – Regulars');
  });

  await test.step('a parameter and the as-of date run cells again', async () => {
    const cohort = cellNamed(page, 'Cohort retention');
    await expect(headlineOf(cohort)).toContainText('in the following month');
    await choice(cohort, 'Period').selectOption('quarter');
    await expect(headlineOf(cohort)).toContainText('in the following quarter');
    const scope = page.getByRole('region', { name: 'Filters' });
    const before = await scope.innerText();
    const { lastDay } = (await regulars.document())?.sources[0]?.ledger ?? {};
    const yearBefore = `${Number(lastDay?.slice(0, 4)) - 1}${lastDay?.slice(4)}`;
    await page.getByLabel('As of').fill(yearBefore);
    for (const name of ['Cohort retention', 'RFM segments', 'Repurchase interval']) {
      await expect(sourceOf(cellNamed(page, name))).toContainText(
        new RegExp(`As of\\s\\d+\\s\\w{3}\\s${yearBefore.slice(0, 4)}`),
      );
    }
    await expect.poll(() => scope.innerText()).not.toBe(before);
  });

  await test.step('cells are added, renamed, moved and removed; undo brings one back', async () => {
    await page
      .getByRole('group', { name: 'Add a cell' })
      .getByRole('button', { name: 'RFM segments' })
      .click();
    await expect(outline(page)).toHaveCount(4);
    await cellMenu(page, 'Repurchase interval', 'Rename');
    await page.getByRole('textbox', { name: 'Name of the cell' }).fill('Days until the next cup');
    await page.keyboard.press('Enter');
    // Over the text that leads to it, the segment and the analysis before.
    for (let step = 0; step < 3; step += 1) await cellMenu(page, 'Days until the next cup', 'Move up');
    await expect(outline(page)).toHaveText([/Cohort/, /Days until the next cup/, /RFM/, /RFM/]);
    await cellMenu(page, 'Days until the next cup', 'Remove');
    await expect(outline(page)).toHaveText([/Cohort/, /RFM/, /RFM/]);
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
    await expect(outline(page)).toHaveText([/Cohort/, /Days until the next cup/, /RFM/, /RFM/]);
    await expect(headlineOf(cellNamed(page, 'Days until the next cup'))).toContainText('first-time buyers');
  });

  await test.step('undo and redo by keyboard', async () => {
    await page.locator('main').focus();
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z');
    await expect(outline(page)).toHaveText([/Cohort/, /RFM/, /Repurchase interval/, /RFM/]);
    await page.keyboard.press('Control+z');
    await expect(outline(page)).toHaveCount(3);
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('Control+Shift+Z');
    await expect(outline(page)).toHaveText([/Cohort/, /Days until the next cup/, /RFM/, /RFM/]);
  });

  await test.step('a reload restores the notebook and its data without a drop', async () => {
    await expect(saved(page)).toBeVisible();
    const [document, numbers] = [await regulars.document(), await numbersOf(regulars)];
    expect(document).toMatchObject({ title: 'Coffee, spring review', filters: { asOf: expect.any(String) } });
    await page.reload();
    await regulars.ready();
    await allCurrent(page);
    expect(await regulars.document()).toEqual(document);
    expect(await numbersOf(regulars)).toEqual(numbers);
    await expect(title).toHaveText('Coffee, spring review');
    await expect(headlineOf(cellNamed(page, 'Cohort retention'))).toContainText('in the following quarter');
  });

  await test.step('recent notebooks: delete, undo, open', async () => {
    const numbers = await numbersOf(regulars);
    await page.getByRole('button', { name: 'Notebook', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Close the notebook' }).click();
    const recent = page.getByRole('region', { name: 'Recent notebooks' });
    const entry = recent.getByRole('button', { name: /^Coffee, spring review/ });
    await expect(entry).toContainText(/[\d,]+ customers, as of/);
    await recent.getByRole('button', { name: 'Delete Coffee, spring review from this browser' }).click();
    await expect(recent).toContainText('Notebooks you make are listed here.');
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
    await entry.click();
    await allCurrent(page);
    expect(await numbersOf(regulars)).toEqual(numbers);
  });
});

test('a notebook handed on as a file asks for its data, and then shows the same numbers', async ({
  regulars,
  page,
  browser,
}) => {
  test.slow();
  await regulars.openReady();
  await regulars.importFile(SHOP);
  await allCurrent(page);
  await choice(cellNamed(page, 'RFM segments'), 'Scheme').selectOption('zh-eight');
  await page.getByLabel('As of').fill('2024-06-30');
  await expect(sourceOf(cellNamed(page, 'RFM segments'))).toContainText('As of 30 Jun 2024');
  const cell = cellNamed(page, 'RFM segments');
  await cell.getByRole('button', { name: /^Key, value: / }).click();
  await page.getByRole('button', { name: 'Save as segment' }).click();
  await expect(page.getByRole('list', { name: 'Segments' })).toContainText('Key, value');
  const numbers = await numbersOf(regulars);
  const headline = await headlineOf(cell).innerText();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save file…' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Small shop.regulars.json');
  const text = await textOf(download);

  await test.step('the file holds no rows', () => {
    expect(text).not.toMatch(/K-\d{4}/);
    expect(text).not.toContain(FORMULA);
    expect(text).not.toMatch(/O\d+-\d+/);
    expect(JSON.parse(text)).toMatchObject({ format: 'regulars', version: 2, title: 'Small shop' });
  });

  await test.step('opened over a change that is still to be saved, it is the notebook that is kept', async () => {
    await page.getByLabel('As of').fill('2024-05-31');
    expect(await regulars.openDocument(JSON.parse(text))).toMatchObject({ opened: true, hasData: true });
    await expect(saved(page)).toBeVisible();
    expect((await regulars.document())?.filters.asOf).toBe('2024-06-30');
  });

  const context = await browser.newContext();
  try {
    await test.step('in a clean browser it asks for the file, and runs with it', async () => {
      const other = await openNotebookFile(context, text);
      const first = cellNamed(other.page, 'Cohort retention');
      await expect(first).toContainText('Drop small-shop.csv to run this notebook');
      await expect(other.page.getByText('Needs data')).toHaveCount(3);
      await chooseThrough(first.getByRole('button', { name: 'Choose file…' }), SHOP);
      await allCurrent(other.page);
      expect(await numbersOf(other)).toEqual(numbers);
      await expect(headlineOf(cellNamed(other.page, 'RFM segments'))).toHaveText(headline);
      await expect(other.page.getByText('holds other data')).toHaveCount(0);
    });
  } finally {
    await context.close();
  }

  const another = await browser.newContext();
  try {
    await test.step('dropped with another file of the same columns, which is labelled as other data', async () => {
      const other = new RegularsPage(await another.newPage());
      await other.openReady();
      await other.drop(
        { name: 'Small shop.regulars.json', text },
        { name: 'next-year.csv', text: smallShop({ seed: 11 }) },
      );
      await expect(other.page.getByRole('region', { name: 'Messages' })).toContainText(
        'next-year.csv holds other data than this notebook was made with. It has the same columns, so the same choices were used.',
      );
      await allCurrent(other.page);
      expect(await numbersOf(other)).not.toEqual(numbers);
      expect((await other.document())?.title).toBe('Small shop');
    });
  } finally {
    await another.close();
  }
});

async function openNotebookFile(context: BrowserContext, text: string): Promise<RegularsPage> {
  const other = new RegularsPage(await context.newPage());
  await other.openReady();
  await chooseThrough(other.page.getByRole('button', { name: /^Open a notebook file/ }), {
    name: 'Small shop.regulars.json',
    text,
  });
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Small shop');
  return other;
}

test('a second tab shows the notebook and may take it over; nothing is overwritten', async ({
  regulars,
  page,
  context,
}) => {
  await regulars.openReady();
  await regulars.importFile(SHOP);
  await allCurrent(page);
  await expect(saved(page)).toBeVisible();

  const second = new RegularsPage(await context.newPage());
  await second.page.goto(page.url());
  await second.ready();
  await allCurrent(second.page);
  expect(await numbersOf(second)).toEqual(await numbersOf(regulars));
  const messages = second.page.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('This notebook is open in another tab, so it cannot be changed here.');
  await choice(cellNamed(second.page, 'Cohort retention'), 'Period').selectOption('week');
  expect(cohortOf(await second.document())).toMatchObject({ params: {} });

  await choice(cellNamed(page, 'Cohort retention'), 'Period').selectOption('quarter');
  await expect(headlineOf(cellNamed(page, 'Cohort retention'))).toContainText('quarter');
  await messages.getByRole('button', { name: 'Edit here instead' }).first().click();
  await expect(headlineOf(cellNamed(second.page, 'Cohort retention'))).toContainText('quarter');
  await choice(cellNamed(second.page, 'Cohort retention'), 'Period').selectOption('week');
  await expect(headlineOf(cellNamed(second.page, 'Cohort retention'))).toContainText('week');
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
    'This notebook is open in another tab',
  );
  await choice(cellNamed(page, 'Cohort retention'), 'Period').selectOption('month');
  expect(cohortOf(await regulars.document())).toMatchObject({ params: { grain: 'quarter' } });
});
