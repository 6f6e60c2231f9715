import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { allCurrent, analysisCells, cellNamed } from './notebook-page';
import { smallShop } from './small-shop';

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SHOP = { name: 'small-shop.csv', text: smallShop({ customers: 80, days: 200 }) };

/** Violations as lines: the rule, then each element that breaks it. Soft, so that one view does not hide the next. */
async function expectAccessible(page: Page, view: string): Promise<void> {
  // A control half under the toolbar that stays in view would count as too small.
  await page.evaluate(() => scrollTo(0, 0));
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze();
  const lines = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
  expect.soft(lines, view).toEqual([]);
}

// Each language and each theme; contrast knows no language, and names no theme.
for (const [locale, colorScheme] of [
  ['en', 'light'],
  ['zh-CN', 'dark'],
] as const) {
  test(`no WCAG 2.2 AA violation in any view: ${locale}, ${colorScheme}`, async ({ regulars, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await regulars.openReady({ locale });
    await expect(page.locator('section.seal li').nth(2)).toBeVisible();
    await expectAccessible(page, 'empty page');

    await regulars.drop(SHOP);
    const dialog = page.getByRole('dialog');
    const accept = dialog.getByRole('button').last();
    await expect(accept).toHaveText(/\d/);
    await expectAccessible(page, 'import dialog');
    await accept.click();

    const cells = analysisCells(page);
    await allCurrent(page);
    await expectAccessible(page, 'notebook, plots');
    // The tabs in their order: plot, table, SQL, method; each cell shows another of the last three.
    for (const [index, shown] of ['table', 'pre', '.markdown'].entries()) {
      const cell = cells.nth(index);
      await cell
        .getByRole('tab')
        .nth(index + 1)
        .click();
      await expect(cell.getByRole('tabpanel').locator(shown).first()).toBeVisible();
    }
    await expectAccessible(page, 'notebook: table, SQL, method');

    const rfm = cells.nth(1);
    await rfm.getByRole('tab').first().click();
    await rfm.locator('svg [role=button]').first().click();
    const bar = rfm
      .getByRole('group')
      .filter({ has: page.getByRole('button') })
      .last();
    await expect(bar.getByRole('status')).toBeVisible();
    await bar.getByRole('button').first().click();
    await expect(page.getByRole('dialog').locator('table')).toBeVisible();
    await expectAccessible(page, 'customer list');
  });
}

/** Presses Tab until the element has focus, as a reader without a mouse does. */
async function tabTo(page: Page, target: Locator, most = 80): Promise<void> {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Not reached in ${most} steps: ${target.toString()}`);
}

test('by keyboard alone: open, cancel an import, read, change, choose customers, cancel a run', async ({
  regulars,
  page,
}) => {
  test.slow();
  await regulars.openReady();

  await test.step('choose a file, then cancel its import', async () => {
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page, page.getByRole('button', { name: 'Choose files…' }));
    await page.keyboard.press('Enter');
    await (await chooser).setFiles({ name: SHOP.name, mimeType: 'text/csv', buffer: Buffer.from(SHOP.text) });
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: /^Import [\d,]+ orders$/ })).toBeEnabled();
    await tabTo(page, dialog.getByRole('button', { name: 'Cancel' }));
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Choose files…' })).toBeFocused();
  });

  await test.step('open the sample shop', async () => {
    await tabTo(page, page.getByRole('button', { name: /^Open the sample shop/ }));
    await page.keyboard.press('Enter');
    await allCurrent(page);
  });

  await test.step('the skip link leads to the content', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }), 200);
    await page.keyboard.press('Enter');
    await expect(page.locator('#content')).toBeFocused();
  });

  const cohort = cellNamed(page, 'Cohort retention');
  await test.step('the tabs of a cell', async () => {
    await tabTo(page, cohort.getByRole('tab', { name: 'Plot' }));
    for (const name of ['Table', 'SQL', 'Method']) {
      await page.keyboard.press('ArrowRight');
      await expect(cohort.getByRole('tab', { name })).toBeFocused();
      await expect(cohort.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
    }
    await page.keyboard.press('Home');
    await expect(cohort.getByRole('tab', { name: 'Plot' })).toBeFocused();
  });

  await test.step('a parameter', async () => {
    await tabTo(page, cohort.getByRole('combobox', { name: 'Period', exact: true }));
    await page.keyboard.press('ArrowDown');
    await expect(cohort.locator('.headline')).toContainText('in the following quarter');
    await expect(cohort.getByRole('combobox', { name: 'Period', exact: true })).toBeFocused();
  });

  await test.step('customers behind a tile', async () => {
    const rfm = cellNamed(page, 'RFM segments');
    await tabTo(page, rfm.locator('svg [role=button][tabindex="0"]'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const bar = rfm.getByRole('group', { name: 'Selected customers' });
    const list = bar.getByRole('button', { name: 'List' });
    await expect(list).toBeVisible();
    await tabTo(page, list);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('table')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(list).toBeFocused();
  });

  await test.step('a cell that runs long is cancelled with Esc', async () => {
    const period = cohort.getByRole('combobox', { name: 'Period', exact: true });
    await page.evaluate(() => {
      // Keeps the engine busy for longer than the rest of this test, so that the cell cannot be done too early.
      const long = 'select sum(a.range * b.range)::double as s from range(90000) a, range(90000) b';
      window.regulars.query(long).catch(() => undefined);
    });
    await tabTo(page, period, 120);
    await page.keyboard.press('ArrowUp');
    await expect(cohort.getByRole('button', { name: /^Cancel/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(cohort.getByText('Cancelled before it was done.')).toBeVisible();
    await expect(cohort.locator('.headline')).toContainText('in the following quarter');
    await expect(cohort.getByRole('button', { name: 'Run again' })).toBeVisible();
  });
});
