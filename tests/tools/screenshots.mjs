import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, ROOT, run } from './install.mjs';

/**
 * `npm run screenshots`: the sample shop's notebook as the README shows it, into public/screenshot.png; with `--all`
 * every main view in both themes and languages, wide and narrow, into test-results/screenshots, to be looked at.
 */
installPackages();
const { chromiumPath, CHROMIUM_ARGS } = await import('./chromium.mjs');
const executablePath = await chromiumPath();
if (run('npx', ['vite', 'build', '--logLevel', 'warn']) !== 0) process.exit(1);

const { preview } = await import('vite');
const { chromium } = await import('@playwright/test');
const server = await preview({ root: ROOT, logLevel: 'error', preview: { port: 4199 } });
const address = `http://127.0.0.1:${server.httpServer.address().port}/`;
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });

const all = process.argv.includes('--all');
const folder = join(ROOT, 'test-results/screenshots');
mkdirSync(folder, { recursive: true });

const looks = all
  ? ['light', 'dark'].flatMap((theme) =>
      ['en', 'zh-CN'].flatMap((locale) => [1440, 900, 768].map((width) => ({ theme, locale, width }))),
    )
  : [{ theme: 'light', locale: 'en', width: 1440 }];
for (const look of looks) await picture(look);

await browser.close();
await server.close();

async function picture({ theme, locale, width }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, locale });
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(() => window.regulars.ready);
  const name = (view) => join(folder, `${view}-${width}-${theme}-${locale}.png`);
  if (all) {
    await page.waitForTimeout(500);
    await page.screenshot({ path: name('empty') });
    await importDialog(page, name('import'));
  }
  await page.goto(address);
  await page.evaluate(() => window.regulars.ready);
  await page.getByRole('button', { name: locale === 'en' ? /sample shop/i : /示例/ }).click();
  await page.locator('[data-cell] figure svg').nth(1).waitFor();
  await page.waitForTimeout(2_500);
  if (all) await page.screenshot({ path: name('notebook'), fullPage: true });
  else await page.screenshot({ path: join(ROOT, 'public/screenshot.png') });
  await context.close();
}

/** The dialog over a few hand-made orders with one of each kind that is set aside. */
async function importDialog(page, path) {
  const rows = Array.from({ length: 400 }, (_, index) => {
    const month = String((index % 12) + 1).padStart(2, '0');
    return `${1000 + index},C${index % 90},2024-${month}-${String((index % 27) + 1).padStart(2, '0')} 10:00:00,P${index % 30},${(index % 4) + 1},${10 + (index % 7)}.50`;
  });
  const text = `order_no,customer_id,ordered_at,product,quantity,unit_price\n${rows.join('\n')}\nC1400,C3,2024-12-02 09:00:00,P3,-1,12.50\n1401,,2024-12-03 09:00:00,P3,1,12.50\n1402,C4,2024-12-04 09:00:00,P9,1,0.00\n`;
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'orders-2024.csv', { type: 'text/csv' }));
    return data;
  }, text);
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await page.locator('dialog table').first().waitFor();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path });
}
