import { pathToFileURL } from 'node:url';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { allCurrent, analysisCells, headlineOf } from './notebook-page';
import { SHARED_TERMS } from './shared-terms';
import { spoken, type Locale } from './spoken';

/** The file of the sample shop, the columns of its own statement, and the ids that method notes name. */
const DATA = 'sample-shop\\.csv|month|orders|customers|revenue|[a-z]+(?:_[a-z]+)+';
const SHARED = new RegExp(`(?<![A-Za-z])(?:${DATA}|${SHARED_TERMS})(?![A-Za-z])`, 'g');

async function openSampleIn(page: Page, locale: Locale): Promise<void> {
  await page.getByRole('button', { name: spoken(locale, 'shell', 'shell_sample') }).click();
  await allCurrent(page);
}

/** Through the notebook's keys and the dialog, as a reader does. */
async function savedReport(page: Page, locale: Locale): Promise<Download> {
  await page.keyboard.press('Control+Shift+E');
  const dialog = page.getByRole('dialog', { name: spoken(locale, 'report', 'report_title'), exact: true });
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: spoken(locale, 'report', 'report_save'), exact: true }).click();
  const download = await downloading;
  await expect(dialog).toBeHidden();
  return download;
}

/** The file in a page of its own, with all that it asked for or complained about. */
async function openedAlone(page: Page, download: Download): Promise<{ alone: Page; trouble: string[] }> {
  const path = test.info().outputPath('report.html');
  await download.saveAs(path);
  const alone = await page.context().newPage();
  const trouble: string[] = [];
  alone.on('console', (message) => trouble.push(message.text()));
  alone.on('pageerror', (error) => trouble.push(error.message));
  alone.on('request', (request) => {
    if (!request.url().startsWith('file:')) trouble.push(request.url());
  });
  await alone.goto(pathToFileURL(path).href);
  return { alone, trouble };
}

async function pagesOfPdf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

const textOf = async (page: Page): Promise<string> =>
  (await page.locator('body').innerText()).replace(/\s+/g, ' ');
const plain = (text: string): string => text.replace(/\s+/g, '');

test('the notebook becomes a report that stands alone, and prints', async ({ regulars, page }) => {
  await regulars.openReady();
  await openSampleIn(page, 'en');
  const headlines = await headlineOf(analysisCells(page)).allInnerTexts();
  const download = await savedReport(page, 'en');
  expect(download.suggestedFilename()).toMatch(/^Sample shop.* - Repurchase report - \d{4}-\d\d-\d\d\.html$/);
  const { alone, trouble } = await openedAlone(page, download);

  const text = plain(await textOf(alone));
  expect(headlines.length).toBeGreaterThan(3);
  for (const headline of headlines) expect(text).toContain(plain(headline));
  // Drawings, and the words, tables and numbers around them.
  expect(await alone.locator('figure svg:not(.swatch)').count()).toBeGreaterThanOrEqual(4);
  await expect(alone.locator('figure table tbody tr').first()).toBeVisible();
  await expect(alone.locator('figure .facts.big dd').first()).toBeVisible();
  await expect(alone.locator('.verdict')).toContainText('Read = used + set aside');
  await expect(alone.getByRole('heading', { name: 'Methods' })).toBeVisible();
  expect(await alone.locator('script, link, a, img, iframe, [style], button, input').count()).toBe(0);
  // Nobody's rows: the sample's ids stay in the notebook.
  const [customer] = await regulars.query('select customer_key from customers order by revenue desc limit 1');
  expect(text).not.toContain(String(customer?.customer_key));
  expect(await pagesOfPdf(alone)).toBeGreaterThan(3);
  expect(trouble).toEqual([]);

  await test.step('printed from the page itself', async () => {
    await page.keyboard.press('Control+Shift+E');
    await page.getByRole('dialog').getByRole('button', { name: 'Print…', exact: true }).click();
    await expect(page.locator('iframe')).toBeAttached();
    const printed = await page.frames()[1]?.evaluate(() => ({
      title: document.title,
      text: document.body.innerText,
      // The policy has let the style through.
      rules: document.adoptedStyleSheets[0]?.cssRules.length ?? 0,
      bordered: getComputedStyle(document.querySelector('.scope') ?? document.body).borderTopStyle,
    }));
    expect(printed).toMatchObject({ title: 'Sample shop: coffee and tea', bordered: 'solid' });
    expect(printed?.rules).toBeGreaterThan(50);
    expect(plain(printed?.text ?? '').length).toBeGreaterThan(0.9 * text.length);
  });
});

test('a report in Chinese is Chinese throughout', async ({ regulars, page }) => {
  await regulars.openReady({ locale: 'zh-CN' });
  await openSampleIn(page, 'zh-CN');
  const { alone, trouble } = await openedAlone(page, await savedReport(page, 'zh-CN'));
  const texts = await alone.evaluate(() => {
    const found: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement?.closest('pre, code, .fingerprint')) found.push(node.textContent ?? '');
    return found.filter((text) => text.trim() !== '');
  });
  expect(texts.length).toBeGreaterThan(500);
  const english = texts.filter((text) =>
    /[A-Za-z]{2,}/.test(text.replace(/[\da-f]{8}…[\da-f]{8}/g, '').replace(SHARED, '')),
  );
  expect(english).toEqual([]);
  expect(await pagesOfPdf(alone)).toBeGreaterThan(3);
  expect(trouble).toEqual([]);
});
