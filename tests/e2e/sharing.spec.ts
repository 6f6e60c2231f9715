import type { Locator, Page } from '@playwright/test';
import { expect, RegularsPage, test } from './fixtures';
import { allCurrent, bytesOf, cellNamed, choice, headlineOf } from './notebook-page';
import { smallShop } from './small-shop';

const SHOP = { name: 'small-shop.csv', text: smallShop() };
const PASSPHRASE = 'correct horse battery staple';

/** The same file but for one order of 9999. */
const CHANGED = {
  name: 'small-shop.csv',
  text: SHOP.text.replace(/^(K-0001,\S+?,2024-[\d-]+,\w+),[\d.]+$/m, '$1,9999.00'),
};

/** Another client's: other names in another order, one of the notebook's columns gone. */
const OTHER_CLIENT = {
  name: 'other-client.csv',
  text: smallShop({ seed: 11 }).replace(
    'customer_id,order_id,order_date,product_name,amount',
    'member_no,order_no,order_date,goods,amount',
  ),
};

const messages = (page: Page): Locator => page.getByRole('region', { name: 'Messages' });

async function notebookMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Notebook', exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Writes a statement into the last SQL cell, as a reader types it, and runs it. */
async function writeSql(page: Page, sql: string): Promise<void> {
  const field = page
    .locator('section[data-cell]')
    .last()
    .getByRole('textbox', { name: /^SQL of cell/ });
  await field.click();
  await page.keyboard.insertText(sql);
  await page.keyboard.press('Control+Enter');
}

test('a notebook goes round with its results, locked, and its numbers agree', async ({
  regulars,
  page,
  browser,
}) => {
  test.slow();
  await test.step('drop, template, parameter, undo', async () => {
    await regulars.openReady();
    await regulars.drop(SHOP);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Import [\d,]+ orders$/ })
      .click();
    await page
      .getByRole('group', { name: 'What the notebook starts with' })
      .getByText('New client health check')
      .click();
    await allCurrent(page);
    const cohorts = cellNamed(page, 'Cohort retention');
    await expect(headlineOf(cohorts)).toContainText('quarter');
    await choice(cohorts, 'Period').selectOption('month');
    await expect(headlineOf(cohorts)).toContainText('month');
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await expect(headlineOf(cohorts)).toContainText('quarter');
  });

  await test.step('a statement reads another cell', async () => {
    await page.getByRole('group', { name: 'Add a cell' }).getByRole('button', { name: 'SQL' }).click();
    await writeSql(
      page,
      'select count(*)::integer as months, max(orders)::integer as most from orders_by_month',
    );
    const cell = page.locator('section[data-cell]').last();
    await expect(cell).toContainText('Reads orders_by_month');
    await expect(cell.getByRole('table')).toContainText('24');
  });

  await test.step('a filter narrows everything', async () => {
    const filters = page.getByRole('region', { name: 'Filters' });
    await filters.getByRole('button', { name: /^Ordered/ }).click();
    await page.getByRole('button', { name: 'Last 12 months' }).click();
    await page.keyboard.press('Escape');
    await allCurrent(page);
    await expect(page.locator('section[data-cell]').last().getByRole('table')).toContainText('13');
  });

  const headline = await headlineOf(cellNamed(page, 'Cohort retention')).innerText();
  const file = await test.step('save with results, under a passphrase', async () => {
    await notebookMenu(page, 'Save with results…');
    const dialog = page.getByRole('dialog', { name: 'Save with results' });
    await expect(dialog.locator('.standing')).toContainText(/^\d+ results, \d/);
    await dialog.getByRole('checkbox', { name: 'Lock the file with a passphrase' }).check();
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save the file' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Small shop.regulars.age');
    await expect(dialog).toHaveCount(0);
    const bytes = await bytesOf(download);
    expect(bytes.toString('latin1')).not.toContain('regulars"');
    return { name: 'Small shop.regulars.age', bytes };
  });

  const context = await browser.newContext();
  const other = new RegularsPage(await context.newPage());
  await other.openReady();
  const there = other.page;

  await test.step('a wrong passphrase is said so, the right one opens the results at once', async () => {
    await other.drop(file);
    const dialog = there.getByRole('dialog', { name: 'Small shop.regulars.age is locked' });
    await dialog.getByLabel('Passphrase', { exact: true }).fill('incorrect horse');
    await dialog.getByRole('button', { name: 'Open' }).click();
    await expect(dialog.getByRole('alert')).toContainText('This passphrase does not open the file');
    await dialog.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await there.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(headlineOf(cellNamed(there, 'Cohort retention'))).toHaveText(headline);
    await expect(cellNamed(there, 'Cohort retention')).toContainText(
      /Results of .+, from small-shop\.csv \(fingerprint [0-9a-f]{8}\)/,
    );
  });

  await test.step('the data attached: all numbers agree', async () => {
    await other.drop(SHOP);
    await runHere(there);
    await notebookMenu(there, 'Agreement with the results sent…');
    const dialog = there.getByRole('dialog');
    await expect(dialog).toContainText(/All [\d,]+ numbers agree/);
    await expect(dialog).toContainText('The data attached is the file the results came from.');
    await there.keyboard.press('Escape');
  });

  await test.step('a run in a locked file is compared with the one shown', async () => {
    await notebookMenu(page, 'Compare two runs…');
    const dialog = page.getByRole('dialog', { name: 'Compare two runs' });
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'From a file…' }).click();
    await (await chooser).setFiles({ name: file.name, mimeType: '', buffer: file.bytes });
    const locked = dialog.getByRole('form', { name: 'Small shop.regulars.age is locked' });
    await locked.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('table', { name: 'In scope' })).toContainText(/Orders\s*534\s*534\s*0/);
    await expect(locked).toHaveCount(0);
  });
  await context.close();
});

test('other data under results that were sent: differences by name, and what was bound', async ({
  regulars,
  page,
  browser,
}) => {
  await regulars.openReady();
  await regulars.importFile(SHOP);
  await allCurrent(page);
  const text = await page.evaluate(async () => {
    const file = await window.regulars.exportAs('notebook', { results: 'aggregates' });
    return file.text();
  });
  expect(text).not.toMatch(/K-\d{4}/);

  const context = await browser.newContext();
  const other = new RegularsPage(await context.newPage());
  await other.openReady();
  expect(await other.openDocument(JSON.parse(text))).toMatchObject({ opened: true, hasData: false });
  const there = other.page;

  await test.step('one order of another amount: each number that differs is named', async () => {
    await other.drop(CHANGED);
    await runHere(there);
    await expect(messages(there)).toContainText('holds other data');
    await notebookMenu(there, 'Agreement with the results sent…');
    const dialog = there.getByRole('dialog');
    await expect(dialog).toContainText(/\d+ differences, [\d,]+ numbers agree/);
    await expect(dialog).toContainText('another file than the results came from');
    const segments = dialog.getByRole('table', { name: /^RFM segments › Segments/ });
    await expect(segments.getByRole('row').nth(1)).toContainText(/\d/);
    await there.keyboard.press('Escape');
  });

  await test.step('another client’s file is bound by its columns, and each is listed', async () => {
    await other.drop(OTHER_CLIENT);
    const dialog = there.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'Run this notebook over it' }).check();
    await dialog.getByRole('button', { name: /^Import [\d,]+ orders$/ }).click();
    await runHere(there);
    expect((await other.document())?.title).toBe('Small shop');
    await messages(there).getByRole('button', { name: 'What was bound' }).last().click();
    await expect(dialog.getByRole('row', { name: /^Customer / })).toHaveText(
      /Customer\s*customer_id\s*member_no\s*another column/,
    );
    await expect(dialog.getByRole('row', { name: /^Product name / })).toContainText('not in this file');
    await there.keyboard.press('Escape');
  });
  await context.close();
});

/** Results of one's own stand where those that were sent stood. */
async function runHere(page: Page): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('[data-status=shared]')).toHaveCount(0);
  await allCurrent(page);
}
