import type { Page } from '@playwright/test';
import { expect, type RegularsPage, test } from './fixtures';
import { allCurrent, analysisCells } from './notebook-page';
import { SHARED_TERMS } from './shared-terms';
import { smallShop } from './small-shop';

/** Its own name is a number, so that the notebook's title speaks no language. */
const SHOP = { name: '2024.csv', text: smallShop() };

/** Customers and addresses of the made-up shop, and an example of the identity section. */
const EXAMPLES = 'Ann@QQ\\.com|ann@qq\\.com|K-\\d+';
/** A scheme’s own name, which the English note gives beside its translation. */
const CHINESE_TERM = /八分法/g;
/** Names of the file's columns, its products, and addresses in the seal's list: data, in no language. */
const DATA = 'customer_id|order_id|order_date|product_name|amount|Beans|Filter|Cup|yyyy-mm-dd|yyyy|mm|dd';
/** Names of time zones, which are written so everywhere. */
const TIME_ZONES = 'UTC|[A-Z][A-Za-z]+(?:/[A-Za-z_-]+)+';
const ALLOWED = new RegExp(
  `(?<![A-Za-z])(?:${SHARED_TERMS}|${EXAMPLES}|${DATA}|${TIME_ZONES})(?![A-Za-z])`,
  'g',
);

/**
 * Everything a reader can meet in the page as it stands: text nodes that are drawn or read aloud, names, titles,
 * placeholders, options, and the tab's title. Code and what is marked as another language are left out.
 */
async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const language = document.documentElement.lang;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (!element || element.closest('script, style, noscript, pre, code, [hidden]')) continue;
      if ((element.closest('[lang]')?.getAttribute('lang') ?? language) !== language) continue;
      if (node instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
          const value = element.getAttribute(name);
          if (value) found.push(value);
        }
      } else if (element.tagName === 'OPTION' || element.closest('svg title') || element.checkVisibility()) {
        found.push(node.textContent ?? '');
      }
    }
    return found.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
  });
}

/** Texts with a word of two Latin letters or more that is no shared name: what a Chinese reader would find in English. */
const english = (texts: readonly string[]) =>
  [...new Set(texts)].filter((text) => /[A-Za-z]{2,}/.test(text.replace(ALLOWED, '')));
const chinese = (texts: readonly string[]) =>
  [...new Set(texts)].filter((text) => /\p{Script=Han}/u.test(text.replace(CHINESE_TERM, '')));

/** What the author wrote, a template's words included: it stays as it was written. */
async function authored(regulars: RegularsPage): Promise<(text: string) => boolean> {
  const document = await regulars.document();
  const written = (document?.cells ?? [])
    .map((cell) => ('text' in cell ? String(cell.text) : ''))
    .join('\n')
    .replaceAll(/[*#>-]|\s+/g, ' ');
  return (text) => written.includes(text.replace(/^(?:Cell \d+: |More for |\d+ )/, ''));
}

/** Every view of a notebook and every dialog, one after the other; `look` is called in each. */
async function everyView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  const cells = analysisCells(page);
  await allCurrent(page);
  await page.evaluate(() => scrollTo(0, 0));
  await look('plots');
  for (const [index, tab] of ['table', 'sql', 'method'].entries()) {
    for (const cell of await cells.all()) {
      await cell
        .getByRole('tab')
        .nth(index + 1)
        .click();
      await expect(
        cell
          .getByRole('tabpanel')
          .locator(['table', 'pre', '.markdown'][index] ?? '')
          .first(),
      ).toBeVisible();
      if (tab === 'table') {
        const picker = cell.getByRole('tabpanel').locator('.bar select');
        for (const result of await picker.locator('option').all()) {
          await picker.selectOption(await result.getAttribute('value'));
          await expect(cell.getByRole('tabpanel').locator('table')).toBeVisible();
          await look(`table ${await result.getAttribute('value')}`);
        }
      }
    }
    await look(tab);
  }
  for (const cell of await cells.all()) await cell.getByRole('tab').first().click();
  const rfm = cells.nth(1);
  for (const scheme of await rfm.locator('.params select').first().locator('option').all()) {
    await rfm
      .locator('.params select')
      .first()
      .selectOption(await scheme.getAttribute('value'));
    await expect(rfm.locator('[data-status=current]')).toBeVisible();
    await expect(rfm.locator('svg [role=button]').first()).toBeVisible();
    await look(`scheme ${await scheme.getAttribute('value')}`);
  }
  await rfm.locator('details summary').click();
  await expect(rfm.locator('details table').first()).toBeVisible();
  await look('rules');
  await rfm.locator('svg [role=button]').first().click();
  await expect(rfm.locator('.bar[role=group]')).toBeVisible();
  await look('selection');
  for (const button of [
    '.notebook button',
    'section[data-cell] .export button',
    'section[data-cell] header button[aria-haspopup]',
  ]) {
    await page.locator(button).first().click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await look(`menu ${button}`);
    await page.keyboard.press('Escape');
  }
  for (const button of ['.lead button.link', 'nav button.badge']) {
    await page.locator(button).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(`dialog ${button}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
}

test('the language changes everything, at once and without a reload', async ({ regulars, page }) => {
  test.slow();
  await regulars.openReady();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  const html = page.locator('html');
  /** Each wrong text once, with the view it was met in first. */
  const wrong = new Map<string, string>();
  const lookFor = (find: typeof english) => async (view: string) => {
    const isAuthored = await authored(regulars);
    for (const text of find(await wordsOf(page)))
      if (!wrong.has(text) && !isAuthored(text)) wrong.set(text, view);
  };
  const inEnglish = lookFor(chinese);
  const inChinese = lookFor(english);

  await test.step('the empty page', async () => {
    await expect(page.locator('section.seal li').nth(2)).toBeVisible();
    await inEnglish('empty page');
    await regulars.speak('zh-CN');
    await expect(html).toHaveAttribute('lang', 'zh-CN');
    await inChinese('empty page');
  });

  await test.step('the import dialog', async () => {
    await regulars.drop(SHOP);
    const accept = page.getByRole('dialog').getByRole('button').last();
    await expect(accept).toHaveText(/\d/);
    await inChinese('import dialog');
    await accept.click();
  });

  await test.step('every view of the notebook in Chinese', () => everyView(page, inChinese));

  await test.step('back to English', async () => {
    await regulars.speak('en');
    await expect(html).toHaveAttribute('lang', 'en');
    await everyView(page, inEnglish);
  });

  await test.step('the reader’s choice is kept', async () => {
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    await regulars.speak('zh-CN');
    await page.reload();
    await expect(html).toHaveAttribute('lang', 'zh-CN');
    await allCurrent(page);
    await inChinese('after a reload');
  });
  expect([...wrong].map(([text, view]) => `${view}: ${text}`)).toEqual([]);
});
