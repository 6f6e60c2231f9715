import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { FROM_PAGE, FROM_SQL, FROM_WORKER, NOTHING_LEFT_TO_READ, type Attempt } from './attacks';
import { expect, outsideRequests, RegularsPage, test } from './fixtures';

/**
 * Nothing leaves. Every row tries one way out of the sealed page, with customers' e-mail addresses in the engine; the
 * canary's log must stay empty (an automatic fixture looks after each test) and the engine must still answer.
 *
 * Leaving the page itself is not covered by any content security policy: `window.open`, `location = …` and a clicked
 * link could carry data. Against that stands only that no link and no script from a file is ever rendered: see
 * seal-content.spec.ts.
 */
const ORDERS = [
  'email,order_id,order_date,amount',
  ...Array.from(
    { length: 60 },
    (_, n) => `person${n % 20}@example.com,${n},2026-0${(n % 6) + 1}-1${n % 9},${n + 1}.50`,
  ),
].join('\n');

/** Milliseconds in which what was started usually arrives; what is later still fails the test after. */
const ARRIVAL = 150;

const pause = () => new Promise((resolve) => setTimeout(resolve, ARRIVAL));

/** Whether the attempt itself fails does not matter, and it may wait for ever: only what arrives counts. */
async function settled(attempt: Promise<unknown>): Promise<void> {
  await Promise.race([attempt.catch(() => undefined), pause()]);
  await pause();
}

function inBlobWorker(page: Page, attempt: Attempt, origin: string): Promise<void> {
  return page.evaluate(
    (script) => {
      new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
    },
    `(${attempt.toString()})(${JSON.stringify(origin)})`,
  );
}

/** The page with e-mail addresses in its engine, started once for many rows; each row leaves it working or fails. */
function sealedPage() {
  const held: { regulars?: RegularsPage; outside?: string[] } = {};
  test.beforeAll(async ({ browser, baseURL }) => {
    const page = await browser.newPage();
    held.outside = outsideRequests(page, new URL(baseURL ?? '').origin);
    held.regulars = new RegularsPage(page);
    await held.regulars.openReady();
    const { customers } = await held.regulars.importFile({ name: 'people.csv', text: ORDERS });
    expect(customers).toBe(20);
  });
  test.afterEach(async () => {
    expect(held.outside?.splice(0), 'asked of another origin').toEqual([]);
    expect(await held.regulars?.query('select count(*)::integer as n from customers')).toEqual([{ n: 20 }]);
  });
  test.afterAll(() => held.regulars?.page.close());
  return () => {
    if (!held.regulars) throw new Error('The page was not opened');
    return held.regulars;
  };
}

test.describe('the canary hears', () => {
  let server: Server;
  let unsealed: string;

  test.beforeAll(async () => {
    server = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><body>No seal</body>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    unsealed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  test.afterAll(() => server.close());

  for (const [place, attempts] of Object.entries({ page: FROM_PAGE, worker: FROM_WORKER })) {
    test(`every way out of a ${place} without a seal`, async ({ browser, canary }) => {
      const deaf: string[] = [];
      for (const [name, attempt] of Object.entries(attempts)) {
        const page = await browser.newPage();
        await page.goto(unsealed);
        canary.clear();
        const running =
          place === 'page'
            ? page.evaluate(attempt, canary.origin)
            : inBlobWorker(page, attempt, canary.origin);
        await settled(running);
        for (let waits = 0; waits < 20 && canary.log.length === 0; waits += 1) await pause();
        if (canary.log.length === 0) deaf.push(name);
        await page.close();
      }
      await pause();
      canary.clear();
      expect(deaf).toEqual([]);
    });
  }

  test('a foreign host name, plain and encrypted', async ({ browser, canary }) => {
    const page = await browser.newPage();
    for (const scheme of ['http', 'https'])
      await page.goto(`${scheme}://extensions.duckdb.org/`).catch(() => undefined);
    await page.close();
    const called = canary.log.map(({ kind, url, headers }) =>
      kind === 'tls' ? `tls ${url}` : `http ${headers.host}`,
    );
    canary.clear();
    expect(new Set(called)).toEqual(new Set(['http extensions.duckdb.org', 'tls extensions.duckdb.org']));
  });
});

test.describe('SQL is refused', () => {
  const sealed = sealedPage();

  for (const [name, sql] of Object.entries(FROM_SQL)) {
    test(name, async ({ canary }) => {
      const message = await sealed().refusal(sealed().query(sql(canary.origin)));
      expect(message).not.toMatch(/^not refused/);
      // What a trap of the engine says, instead of the database's own sentence.
      expect(message).not.toMatch(/unreachable|out of bounds|signature mismatch|RuntimeError/);
    });
  }

  for (const [name, sql] of Object.entries(NOTHING_LEFT_TO_READ)) {
    test(`nothing left: ${name}`, async () => {
      const found = await sealed()
        .query(sql)
        .catch(() => []);
      expect(found).toEqual([]);
    });
  }
});

test.describe('the page is refused', () => {
  const sealed = sealedPage();

  for (const [name, attempt] of Object.entries(FROM_PAGE)) {
    test(name, ({ canary }) => settled(sealed().page.evaluate(attempt, canary.origin)));
  }

  for (const [name, attempt] of Object.entries(FROM_WORKER)) {
    test(`${name}, in a worker the page starts`, ({ canary }) =>
      settled(inBlobWorker(sealed().page, attempt, canary.origin)));

    test(`${name}, inside the engine’s own workers`, async ({ canary }) => {
      const workers = sealed().page.workers();
      expect(workers.length).toBeGreaterThanOrEqual(2);
      await settled(Promise.all(workers.map((worker) => worker.evaluate(attempt, canary.origin))));
    });
  }

  test('what would arrive late', async ({ canary }) => {
    await sealed().page.waitForTimeout(3_000);
    expect(canary.log).toEqual([]);
  });

  test('even its own host, in whose log an address would be read', async ({ baseURL }) => {
    const own = (baseURL ?? '').replace(/\/$/, '');
    const reached: string[] = [];
    sealed().page.on('response', (response) => reached.push(response.url()));
    for (const name of [
      'fetch',
      'XMLHttpRequest',
      'sendBeacon',
      'WebSocket',
      'EventSource',
      'image',
      'form sent by script',
    ]) {
      await settled(sealed().page.evaluate(FROM_PAGE[name] as Attempt, own));
    }
    expect(reached).toEqual([]);
  });
});
