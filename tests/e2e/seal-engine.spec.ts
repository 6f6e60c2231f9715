import type { Page, Request } from '@playwright/test';
import { expect, test } from './fixtures';
import { allCurrent, cellNamed, openTab } from './notebook-page';
import { smallShop } from './small-shop';

/** What a host must be able to hold in one file: Cloudflare Pages' limit. */
const LARGEST_FILE = 25 * 1024 * 1024;

const pathsAsked = (page: Page): string[] => {
  const paths: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith('http')) paths.push(new URL(request.url()).pathname);
  });
  return paths;
};

test('the engine is one file that every host takes, downloaded once, with its progress shown', async ({
  regulars,
  page,
}) => {
  const paths = pathsAsked(page);
  const finished: Request[] = [];
  page.on('requestfinished', (request) => finished.push(request));
  // About 4 MB/s: the download takes two seconds.
  const browser = await page.context().newCDPSession(page);
  await browser.send('Network.enable');
  await browser.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 5,
    downloadThroughput: 4e6,
    uploadThroughput: 4e6,
  });
  await regulars.open();
  const line = page.getByRole('progressbar', { name: /^Starting the engine, \d+%$/ });
  const shares: number[] = [];
  await expect(line).toBeVisible();
  while (await line.isVisible()) {
    const name = await line.getAttribute('aria-label', { timeout: 1_000 }).catch(() => null);
    if (name) shares.push(Number(/\d+/.exec(name)?.[0]));
  }
  await regulars.ready();
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(new Set(shares).size, 'different shares seen').toBeGreaterThan(3);

  const engines = paths.filter((path) => path.endsWith('.bin'));
  expect(engines).toHaveLength(1);
  // Asked for here, not as each request ends: the last ones end when the page closes, and have no size any more.
  const sizes = new Map<string, number>();
  for (const request of [...finished])
    sizes.set(new URL(request.url()).pathname, (await request.sizes()).responseBodySize);
  expect(sizes.get(engines[0] ?? '')).toBeGreaterThan(5e6);
  for (const [path, size] of sizes) expect(size, path).toBeLessThan(LARGEST_FILE);
  expect(paths.filter((path) => path.endsWith('.wasm'))).toEqual([]);
});

test('the badge says what the self-test found: every attempt refused', async ({ regulars, page }) => {
  await regulars.openReady();
  const seal = page.getByRole('region', { name: 'Sealed' });
  await expect(seal).toContainText(/Self-test at .+: every attempt to get out was refused/);
  await seal.getByRole('button', { name: 'Run it again' }).click();
  await expect(seal.getByRole('button', { name: 'Run it again' })).toBeEnabled();
  await expect(seal).toContainText(/every attempt to get out was refused/);
  await seal.getByRole('button', { name: 'see every attempt' }).click();

  const rows = page.getByRole('dialog').getByRole('row');
  await expect(rows.nth(15)).toBeVisible();
  const attempts = (await rows.allInnerTexts())
    .slice(1)
    .map((text) => text.split('\t').map((cell) => cell.trim()));
  expect(new Set(attempts.map(([, from]) => from))).toEqual(new Set(['page', 'worker', 'engine']));
  expect(attempts.length).toBeGreaterThanOrEqual(15);
  for (const [name, from, outcome] of attempts) expect(outcome, `${name} from ${from}`).toBe('Refused');
});

test('the badge says so where the seal is broken', async ({ regulars, page }) => {
  // A browser that lets one attempt through: the only thing a test can break from outside.
  await page.addInitScript(() => {
    const fetch = window.fetch;
    window.fetch = (input, init) =>
      String(input).startsWith('https://outside.invalid/')
        ? Promise.resolve(new Response())
        : fetch(input, init);
  });
  await regulars.openReady();
  await expect(page.getByRole('region', { name: 'Not sealed' })).toContainText(
    /1 of \d+ attempts were not refused/,
  );
});

test('with the cable pulled the engine works on', async ({ regulars, page, context }, info) => {
  await regulars.openReady();
  const late = pathsAsked(page);
  await regulars.importFile({ name: 'first.csv', text: smallShop({ seed: 3 }) });
  await allCurrent(page);
  const document = await regulars.document();
  const attempted = late.filter((path) => !path.includes('/assets/'));
  expect(attempted, 'after the seal only parts of the page itself are loaded').toEqual([]);
  expect(late.filter((path) => !/\.(js|css)$/.test(path))).toEqual([]);
  info.annotations.push({ type: 'loaded with the first notebook', description: late.join(' ') });

  await context.setOffline(true);
  const report = await regulars.importFile({ name: 'second.csv', text: smallShop({ seed: 11 }) });
  expect(report.rowsUsed).toBeGreaterThan(300);
  await allCurrent(page);
  const retention = await regulars.run('cohort-retention', { grain: 'quarter' });
  const segments = await regulars.run('rfm-segments', { scheme: 'zh-eight' });
  const interval = await regulars.run('repurchase-interval');
  for (const rows of [retention.cells, segments.segments, interval.survival])
    expect(rows?.length).toBeGreaterThan(3);
  expect(await regulars.query('select count(*)::integer as n from orders')).toEqual([{ n: report.orders }]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Second');
  expect((await regulars.document())?.id).not.toBe(document?.id);

  await context.setOffline(false);
  late.length = 0;
  await openTab(cellNamed(page, 'RFM segments'), 'Table');
  await openTab(cellNamed(page, 'RFM segments'), 'Method');
  await expect(cellNamed(page, 'RFM segments').getByRole('tabpanel')).toContainText(/recency/i);
  info.annotations.push({ type: 'loaded with tabs', description: late.join(' ') });
  expect(late.filter((path) => !/\/assets\/[\w.-]+\.(js|css)$/.test(path))).toEqual([]);
});
