import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { bytesOf, cellNamed, openTab } from './notebook-page';
import { smallShop } from './small-shop';

const SHOP = { name: 'small-shop.csv', text: smallShop({ customers: 60, days: 320 }) };
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A part of the page by its selector: all of it takes seconds. Soft, so that one view does not hide the next. */
async function expectAccessible(page: Page, part: string, view: string): Promise<void> {
  // A control half under the toolbar that stays in view would count as too small.
  await page.evaluate(() => scrollTo(0, 0));
  const { violations } = await new AxeBuilder({ page }).include(part).withTags(WCAG_22_AA).analyze();
  const lines = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
  );
  expect.soft(lines, view).toEqual([]);
}

const statusOf = (cell: Locator): Locator => cell.locator('[data-status]');
const editorOf = (cell: Locator): Locator => cell.locator('.cm-content');
const kindsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window.regulars.getDocument()?.cells ?? []).map(({ kind }) => kind));

/** Writes a statement over what stands in the editor, and runs it by its keys. */
async function runSql(page: Page, cell: Locator, sql: string): Promise<void> {
  await editorOf(cell).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(sql);
  await page.keyboard.press('ControlOrMeta+Enter');
}

async function nameResult(cell: Locator, name: string): Promise<void> {
  const field = cell.getByLabel('Result name');
  await field.fill(name);
  await field.press('Enter');
}

/** The cell that was opened below the only other one. */
const OPENED = 'section[data-cell]:nth-of-type(2)';

/** Rows of a cell's result as text, by line. */
const shownRows = (cell: Locator): Locator => cell.locator('.body tbody tr');

test('SQL cells: by name, again when that changes, circles and errors, filters, undo', async ({
  regulars,
  page,
}) => {
  const refused: string[] = [];
  await regulars.openReady();
  // The seal's own test is over; from here on the policy has nothing to refuse.
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && message.text().startsWith('policy:')) refused.push(message.text());
  });
  await regulars.importFile(SHOP);
  await page.evaluate(() =>
    window.regulars.openDocument({ ...window.regulars.getDocument()!, cells: [], title: 'Cells' }),
  );
  await expect(page.locator('#add-cell')).toBeAttached();
  const addSql = page.getByRole('group', { name: 'Add a cell' }).getByRole('button', { name: 'SQL' });
  await addSql.click();
  await addSql.click();
  const cells = page.locator('section[data-cell]');
  const [first, second] = [cells.nth(0), cells.nth(1)];

  await test.step('a new cell’s editor has the focus, and letters written in it are no keys of the page', async () => {
    await expect(editorOf(second)).toBeFocused();
    await page.keyboard.type('adst');
    expect(await kindsOf(page)).toEqual(['sql', 'sql']);
  });

  await test.step('completion knows the tables', async () => {
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('from order_l');
    await expect(second.locator('.cm-tooltip-autocomplete')).toContainText('order_lines');
    await page.keyboard.press('Escape');
  });

  await test.step('a cell reads another by name, and is run again when that changes', async () => {
    await runSql(page, first, 'select 40 as n, 2 as more');
    await expect(shownRows(first)).toHaveCount(1);
    await expect(editorOf(first)).toBeFocused();
    await nameResult(first, 'numbers');
    await runSql(page, second, 'select n + more as total from numbers');
    await expect(shownRows(second)).toHaveText(['42']);
    await expect(second.getByText('Reads numbers')).toBeVisible();
    await runSql(page, first, 'select 50 as n, 2 as more');
    await expect(shownRows(second)).toHaveText(['52']);
  });

  await test.step('undo of the notebook brings the statement and its result back', async () => {
    await first.focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(editorOf(first)).toContainText('select 40');
    await expect(shownRows(second)).toHaveText(['42']);
  });

  await test.step('undo in the editor is the editor’s own', async () => {
    await editorOf(second).click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type(' -- my note');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(editorOf(second)).not.toContainText('my note');
    await expect(editorOf(first)).toContainText('select 40');
    await page.keyboard.press('ControlOrMeta+/');
    await expect(editorOf(second)).toContainText('-- select n');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+/');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(second.getByLabel('Result name')).toBeFocused();
  });

  await test.step('an error stands at its place; in another cell’s text, that cell is named', async () => {
    await runSql(page, first, 'select 40 as n, nonsense as more');
    await expect(statusOf(first)).toHaveAttribute('data-status', 'failed');
    await expect(first.locator('.cm-lintRange-error')).toHaveText('nonsense');
    await expect(second.getByText('it stands in the SQL of “numbers”')).toBeVisible();
    await second.getByRole('button', { name: 'Go to numbers' }).click();
    await expect(first).toBeFocused();
    await expectAccessible(page, '#content', 'SQL cells: errors');
  });

  await test.step('a circle is refused with a sentence', async () => {
    await nameResult(second, 'totals');
    await runSql(page, first, 'from totals');
    await expect(first.getByText('in a circle: numbers → totals → numbers')).toBeVisible();
    await runSql(page, first, 'select 1 as n, 1 as more');
    await expect(shownRows(second)).toHaveText(['2']);
  });

  await test.step('filters of one cell leave the others alone', async () => {
    await runSql(page, first, 'select count(*) as n, 0 as more, max(ordered_on) as last from orders');
    const counted = async (cell: Locator) => Number(await shownRows(cell).locator('td').first().innerText());
    await expect.poll(() => counted(first)).toBeGreaterThan(100);
    const all = await counted(first);
    await expect.poll(() => counted(second)).toBe(all);
    await first.getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Filters…' }).click();
    await expect(first.getByRole('group', { name: 'Filters of numbers' })).toBeVisible();
    await page.evaluate(() => {
      const document = window.regulars.getDocument()!;
      return window.regulars.openDocument({
        ...document,
        cells: document.cells.map((cell, index) =>
          index === 0 ? { ...cell, filters: { to: '2023-04-30' } } : cell,
        ),
      });
    });
    await expect(statusOf(second)).toHaveAttribute('data-status', 'current');
    await expect.poll(() => counted(first)).toBeLessThan(all);
    expect(await counted(second)).toBe(all);
  });

  expect(refused).toEqual([]);
});

test('an analysis as an SQL cell, a workbook of all tables, the views of a notebook for everyone', async ({
  regulars,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await regulars.openReady();
  await regulars.importFile(SHOP);
  // The cells of one analysis are enough, and quicker to look through.
  await page.evaluate(() => {
    const document = window.regulars.getDocument()!;
    const cells = document.cells.filter(({ analysis }) => analysis === 'cohort-retention').slice(0, 1);
    return window.regulars.openDocument({ ...document, cells });
  });
  const cohort = cellNamed(page, 'Cohort retention');
  await expect(statusOf(cohort)).toHaveAttribute('data-status', 'current');

  await test.step('opened below, it runs, and one undo takes it away', async () => {
    await openTab(cohort, 'SQL');
    await cohort.getByRole('button', { name: 'Open as SQL cell' }).click();
    const opened = cellNamed(page, 'Cohort retention · Cohorts');
    await expect(opened).toBeFocused();
    await expect(statusOf(opened)).toHaveAttribute('data-status', 'current');
    await expect(editorOf(opened)).toContainText('grain:');
    await opened.getByRole('button', { name: 'Tables and columns' }).click();
    await opened.getByRole('button', { name: 'Columns of orders', exact: true }).click();
    await opened.getByRole('button', { name: 'Profile of amount' }).click();
    await expect(opened.getByRole('img', { name: /^Distribution of amount/ })).toBeVisible();
    await opened.getByRole('button', { name: 'Filter', exact: true }).click();
    await expectAccessible(page, OPENED, 'SQL cell: schema browser, profile, table with filters');
    await openTab(opened, 'Plot');
    await expect(opened.getByRole('combobox', { name: 'Mark', exact: true })).toBeVisible();
    await expectAccessible(page, OPENED, 'SQL cell: chart');
    await page.keyboard.press('ControlOrMeta+Z');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(opened).toHaveCount(0);
  });

  await test.step('all tables in one workbook, from the palette', async () => {
    await page.keyboard.press('ControlOrMeta+K');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.type('workbook');
    await expectAccessible(page, 'dialog', 'palette');
    const download = page.waitForEvent('download');
    await page.getByRole('option', { name: /^All tables as Excel workbook/ }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    expect((await bytesOf(file)).subarray(0, 2).toString()).toBe('PK');
  });

  await test.step('keys and find', async () => {
    await page.keyboard.press('ControlOrMeta+/');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessible(page, 'dialog', 'help sheet');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+F');
    await page.getByRole('textbox', { name: 'Find in the notebook' }).fill('customers');
    await expect(page.getByText(/^\d+ of \d+$/)).toBeVisible();
    await expectAccessible(page, '[role=search]', 'find');
    await page.keyboard.press('Escape');
  });

  await test.step('a move by keys keeps the focus', async () => {
    await cohort.focus();
    await page.keyboard.press('t');
    await expect(page.getByRole('textbox', { name: 'Text of cell 2' })).toBeFocused();
    await page.keyboard.type('Words first');
    await page.keyboard.press('Escape');
    expect(await kindsOf(page)).toEqual(['analysis', 'text']);
    await cohort.focus();
    await page.keyboard.press('Alt+ArrowDown');
    expect(await kindsOf(page)).toEqual(['text', 'analysis']);
    await expect(cohort).toBeFocused();
  });
});
