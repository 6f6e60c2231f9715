import type { Page } from '@playwright/test';
import { expect, test } from '../e2e/fixtures';
import { allCurrent, analysisCells } from '../e2e/notebook-page';
import { spoken } from '../e2e/spoken';
import { accented } from '../tools/pseudo-messages.mjs';

/** A shop whose names and values are identifiers and numbers: whatever else has letters is the page's own. */
function numberedShop(): string {
  const lines = Array.from({ length: 400 }, (_, index) => {
    const customer = (index * 7) % 90;
    const day = new Date(Date.UTC(2023, 0, 1 + index)).toISOString().slice(0, 10);
    return `K-${customer},${70_000 + index},${day},${(index % 9) + 1}00${index % 4},${(index % 40) + 5}.50`;
  });
  return ['customer_id,order_id,order_date,product_id,order_amount', ...lines].join('\n');
}

/** Names, units, formats and signs, which no translation changes. */
const NAMES =
  /(?<![A-Za-z])(Regulars|RFM|SQL|CSV|JSON|SVG|PNG|Parquet|DuckDB|UTF|LE|BE|GB|Big|Shift|JIS|Windows|UTC|QQ|qq|com|Ann|ann|ISO|Mac|Roman|English|Ctrl|Shift|Alt|Enter|Esc|Escape|Tab|kB|MB|csv|regulars|json|age|yyyy|mm|dd|FM)(?![A-Za-z])/g;
/** Days, months and time zones are the browser's, identifiers and columns the client's. */
const DATES =
  /\b((Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?|Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|(Nov|Dec)(ember)?)\b/g;
const IDENTIFIERS = /\b[A-Z]\w+(\/[\w+-]+)+|\b[A-Za-z]*_\w+\b|\bK-\d+\b|\b[a-z]+(-[a-z]+)+\b/g;

interface Found {
  texts: string[];
  cut: string[];
}

/** Texts and names a reader meets, and boxes that cut their text off. */
async function lookAt(page: Page): Promise<Found> {
  return page.evaluate(() => {
    const texts: string[] = [document.title];
    const cut: string[] = [];
    const exempt =
      'script, style, noscript, pre, code, kbd, meter, [hidden], [translate=no], [lang]:not(html)';
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest(exempt)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        texts.push(element.getAttribute(name) ?? '');
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const text = own.map((node) => node.textContent ?? '').join(' ');
      if (text.trim() === '') continue;
      const isRead =
        element.tagName === 'OPTION' || element.closest('svg title') || element.checkVisibility();
      if (!isRead) continue;
      texts.push(text);
      if (element.closest('.visually-hidden')) continue;
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(box);
        if (overflowX === 'auto' || overflowX === 'scroll') break;
        if (overflowX !== 'hidden' && overflowX !== 'clip') continue;
        // Cut on purpose, with the whole text on hover; and what only screen readers have.
        const isMeant = textOverflow === 'ellipsis' && box.closest('[title], button[aria-label]') !== null;
        if (box.clientWidth > 2 && box.scrollWidth > box.clientWidth + 1 && !isMeant && box.tagName !== 'svg')
          cut.push(
            `<${box.localName} class="${box.getAttribute('class') ?? ''}"> ${text.trim().slice(0, 60)}`,
          );
        break;
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) cut.push(`the page is ${scrollWidth} px wide in ${clientWidth}`);
    return { texts: texts.map((text) => text.replace(/\s+/g, ' ').trim()), cut };
  });
}

const isBare = (text: string): boolean =>
  /[A-Za-z]{2,}/.test(text.replace(IDENTIFIERS, '').replace(DATES, '').replace(NAMES, ''));

const WIDTHS = [768, 1280];

test('every text is from the catalogue, and a third longer still fits', async ({ regulars, page }) => {
  test.setTimeout(240_000);
  /** Each finding once, with the view it was met in first. */
  const found = new Map<string, string>();
  const note = (view: string, { texts, cut }: Found) => {
    for (const text of [
      ...texts.filter(isBare).map((each) => `not pseudo: ${each}`),
      ...cut.map((each) => `cut: ${each}`),
    ])
      if (!found.has(text)) found.set(text, view);
  };
  const look = async (view: string) => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      // Figures are drawn anew one after the other, and nothing tells which is the last.
      await page.waitForTimeout(250);
      note(`${view} at ${width} px`, await lookAt(page));
      if (process.env.PSEUDO_SHOTS)
        await page.screenshot({
          path: `${process.env.PSEUDO_SHOTS}/${view.replace(/\W+/g, '-')}-${width}.png`,
        });
    }
  };
  const say = (area: string, key: string) => accented(spoken('en', area, key));
  const dialog = page.getByRole('dialog');
  const inDialog = async (view: string) => {
    await expect(dialog).toBeVisible();
    await look(view);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };

  await test.step('the empty page', async () => {
    await page.goto('./');
    await regulars.ready();
    await expect(page.locator('section.seal li').nth(2)).toBeVisible();
    await look('empty');
  });

  await test.step('the import dialog', async () => {
    await regulars.drop({ name: '2024.csv', text: numberedShop() });
    const accept = dialog.getByRole('button').last();
    await expect(accept).toHaveText(/\d/);
    await look('import');
    await accept.click();
    await allCurrent(page);
  });

  await test.step('the notebook', async () => {
    await look('notebook');
    const cells = analysisCells(page);
    for (const tab of [1, 2, 3]) {
      for (const cell of await cells.all()) {
        if ((await cell.getByRole('tab').count()) > tab) await cell.getByRole('tab').nth(tab).click();
      }
      // Panels load their views when they are first shown, each in its own time.
      await page.waitForTimeout(500);
      await look(`notebook, tab ${tab + 1}`);
    }
    for (const cell of await cells.all())
      if ((await cell.getByRole('tab').count()) > 0) await cell.getByRole('tab').first().click();
  });

  await test.step('menus, palette, help and find', async () => {
    for (const menu of [
      '.notebook button',
      'section[data-cell] .export button',
      'section[data-cell] header button[aria-haspopup]',
    ]) {
      await page.locator(menu).first().click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      await look(`menu ${menu}`);
      await page.keyboard.press('Escape');
    }
    await page.locator('main').focus();
    await page.keyboard.press('Control+k');
    await inDialog('palette');
    await page.locator('main').focus();
    await page.keyboard.press('?');
    await inDialog('help');
    await page.locator('main').focus();
    await page.keyboard.press('Control+f');
    await look('find');
    await page.keyboard.press('Escape');
  });

  await test.step('filters', async () => {
    const filters = page.locator('section.filters');
    await filters.getByRole('button', { name: new RegExp(`^${say('filters', 'filters_ordered')}`) }).click();
    await look('filter of days');
    await page.keyboard.press('Escape');
  });

  await test.step('sharing', async () => {
    const open = async (key: string) => {
      await page.locator('.notebook button').first().click();
      await page.getByRole('menuitem', { name: say('sharing', key), exact: true }).click();
      await expect(dialog).toBeVisible();
    };
    await open('sharing_menu_save');
    await dialog.getByRole('checkbox').last().check();
    await dialog.getByRole('button', { name: say('sharing', 'sharing_passphrase_suggest') }).click();
    await inDialog('save with results');
    await open('sharing_menu_compare');
    await dialog.getByRole('button', { name: say('sharing', 'sharing_pin'), exact: true }).click();
    await expect(dialog.getByRole('table').first()).toBeVisible();
    await inDialog('compare two runs');
  });

  expect([...found].map(([text, view]) => `${view} — ${text}`)).toEqual([]);
});
