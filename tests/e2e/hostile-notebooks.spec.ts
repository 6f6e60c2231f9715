import { expect, test } from './fixtures';
import { allCurrent } from './notebook-page';
import { smallShop } from './small-shop';

/** Script and address in one: neither may run, load or become a link. */
const hostile = (origin: string) =>
  `<img src="${origin}/i" onerror="window.ran=1"><script>window.ran=1</script>[x](${origin}/?d=1)![y](${origin}/m)`;

test('script in text, SQL, filters and results that were sent stays text', async ({
  regulars,
  page,
  canary,
}) => {
  await regulars.openReady();
  await regulars.importFile({ name: 'shop.csv', text: smallShop() });
  await allCurrent(page);
  const text = hostile(canary.origin);
  const json = await page.evaluate(async () => {
    const file = await window.regulars.exportAs('notebook', { results: 'aggregates' });
    return file.text();
  });
  const document = JSON.parse(json) as Record<string, unknown> & {
    filters: object;
    cells: { id: string; kind: string }[];
    shared: { sources: object[]; results: Record<string, object> };
  };
  const sent = {
    question: text,
    params: {},
    context: {
      asOf: '2024-01-01',
      window: { firstDay: '2023-01-01', lastDay: '2024-01-01', observedThrough: '2024-01-01' },
    },
    status: 'current',
    headline: text,
    results: {
      rows: {
        columns: [
          { name: text, type: 'text' },
          { name: 'n', type: 'integer' },
        ],
        rows: [[text, 1]],
      },
    },
  };
  const made = {
    ...document,
    id: 'made',
    filters: { ...document.filters, dimensions: { channel: [text] } },
    cells: [
      ...document.cells,
      { id: 'words', kind: 'text', title: text, text: `# ${text}\n\n${text}\n\n\`${text}\`` },
      { id: 'sql', kind: 'sql', name: null, sql: `select '${text}' as n`, title: text },
    ],
    shared: {
      ...document.shared,
      sources: [{ name: text, sha256: '0'.repeat(64) }],
      results: { ...document.shared.results, sql: sent },
    },
  };
  const polluted = JSON.stringify(made).replace('"filters":{', '"filters":{"__proto__":{"polluted":1},');
  expect(await regulars.openDocument(JSON.parse(polluted))).toMatchObject({ message: null, opened: true });
  await expect(page.locator('section[data-cell]').last()).toContainText('<script>');
  const active = await page.evaluate((origin) => {
    const found = [...window.document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes].filter(
        ({ name, value }) =>
          /^(src|srcset|href|xlink:href|action|style|on\w+)$/.test(name) && value.includes(origin),
      ),
    );
    return {
      found: found.map(({ name, value }) => `${name}=${value}`),
      scripts: window.document.body.querySelectorAll('script').length,
      ran: 'ran' in window,
      polluted: 'polluted' in {},
    };
  }, canary.origin);
  expect(active).toEqual({ found: [], scripts: 0, ran: false, polluted: false });
});

test('a notebook of 48 MB opens, one of 60 MB is refused with a sentence; the page answers on', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  await regulars.importFile({ name: 'shop.csv', text: smallShop() });
  await allCurrent(page);
  const before = await regulars.document();

  /** A notebook whose texts fill so many million characters, made in the page and dropped on it. */
  const drop = (millions: number) =>
    page.evaluate(
      ([json, size]) => {
        const document = JSON.parse(json) as Record<string, unknown>;
        const filler = Array.from({ length: size * 10 }, () => 'x'.repeat(100_000));
        const text = JSON.stringify({ ...document, id: `large-${size}`, title: `Large ${size}`, filler });
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'large.regulars.json', { type: 'application/json' }));
        window.document.body.dispatchEvent(
          new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
        );
      },
      [JSON.stringify(before), millions] as const,
    );

  await drop(60);
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(/\d+ MB/);
  expect(await regulars.document()).toEqual(before);
  await drop(48);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Large 48', { timeout: 30_000 });
  const answered = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const asked = performance.now();
        requestAnimationFrame(() => resolve(performance.now() - asked));
      }),
  );
  expect(answered).toBeLessThan(5_000);
});
