import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { allCurrent, choice, shownTable } from './notebook-page';
import { UNUSUAL } from './wrong-files';

/** Twelve orders of four customers; one line is there twice, one is worth nothing, one is a refund. */
const ORDERS = [
  ['buyer', 'order no', 'order date', 'amount', 'pieces', 'note'],
  ...Array.from({ length: 12 }, (_, index) => [
    `B${index % 4}`,
    `R${100 + index}`,
    `2024-${String((index % 6) + 1).padStart(2, '0')}-${String(10 + index)}`,
    `${10 + index},50`,
    '1',
    'x',
  ]),
  ['B3', 'R111', '2024-06-21', '21,50', '1', 'x'],
  ['B1', 'R200', '2024-03-01', '0,00', '1', 'gift'],
  ['B2', 'R201', '2024-03-02', '-4,00', '-1', 'back'],
];
const SEMICOLONS = { name: 'semicolons.csv', text: ORDERS.map((row) => row.join(';')).join('\r\n') };

const dialogOf = (page: Page): Locator => page.getByRole('dialog');
const ledgerOf = (dialog: Locator): Locator =>
  dialog.getByRole('region', { name: 'Reconciliation' }).getByRole('table');

test('a page that has rehearsed an import shows nothing of it, and takes the next file', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  // Begun after a moment of quiet, done within another.
  await page.waitForTimeout(4_000);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => window.regulars.getDocument())).toBeNull();
  await regulars.drop(SEMICOLONS);
  await expect(dialogOf(page).getByRole('button', { name: /^Import/ })).toHaveText('Import 12 orders');
});

test('guesses are corrected in the dialog, and the reconciliation follows', async ({ regulars, page }) => {
  await regulars.openReady();
  await regulars.drop(SEMICOLONS);
  const dialog = dialogOf(page);
  const accept = dialog.getByRole('button', { name: /^Import/ });
  await expect(accept).toHaveText('Import 12 orders');
  const guessed = await shownTable(ledgerOf(dialog));
  expect(guessed.body).toEqual([
    ['Read from the file', '15', '209.50'],
    ['Refund or cancellation', '1', '−4.00'],
    ['Zero value', '1', '0.00'],
    ['Set aside', '2', '−4.00'],
    ['Used', '13', '213.50'],
  ]);

  await test.step('a mapping', async () => {
    const amount = choice(dialog, 'What amount means');
    await expect(amount).toHaveValue('amount');
    await amount.selectOption('');
    await expect(dialog).toContainText('Choose the column for: Amount (or Unit price).');
    await expect(accept).toBeDisabled();
    await amount.selectOption('unitPrice');
    await expect(dialog.getByRole('row', { name: /^amount/ })).toContainText(
      'Chosen by you; “Amount” was guessed',
    );
    await expect(dialog).toContainText('No amount column: pieces × amount, to the cent');
    await amount.selectOption('amount');
    await expect.poll(() => shownTable(ledgerOf(dialog))).toEqual(guessed);
  });

  await test.step('policies', async () => {
    await choice(dialog, 'Lines at zero value: what to do').selectOption('keep');
    await expect(accept).toHaveText('Import 13 orders');
    await choice(dialog, 'Exact copies of another row: what to do').selectOption('setAside');
    await expect(ledgerOf(dialog).getByRole('row', { name: /^Exact copy/ })).toContainText(/1\s*21\.50/);
    await expect(ledgerOf(dialog).getByRole('row', { name: /^Used/ })).toContainText(/13\s*192\.00/);
  });

  await test.step('the separator', async () => {
    await choice(dialog, 'Separator').selectOption(',');
    await expect(choice(dialog, 'What amount means')).toHaveCount(0);
    await choice(dialog, 'Separator').selectOption(';');
    await expect(choice(dialog, 'What amount means')).toHaveValue('amount');
    await choice(dialog, 'Exact copies of another row: what to do').selectOption('keep');
    await choice(dialog, 'Lines at zero value: what to do').selectOption('setAside');
    await expect(accept).toHaveText('Import 12 orders');
  });

  await test.step('accepted', async () => {
    await choice(dialog, 'Lines at zero value: what to do').selectOption('keep');
    await expect(accept).toHaveText('Import 13 orders');
    await accept.click();
    await allCurrent(page);
    const [source] = (await regulars.document())?.sources ?? [];
    expect(source).toMatchObject({
      mapping: { customer: 'buyer', order: 'order no', orderedAt: 'order date', amount: 'amount' },
      policies: { zeroValue: 'keep', refunds: 'setAside' },
      read: { delimiter: ';' },
      ledger: { rowsRead: 15, rowsUsed: 14, orders: 13, customers: 4, amountUsed: '213.5000' },
    });
  });

  await test.step('cancel leaves the open notebook as it was', async () => {
    const before = await regulars.document();
    for (const leave of [
      () => dialog.getByRole('button', { name: 'Cancel' }).click(),
      () => page.keyboard.press('Escape'),
      () => dialog.getByRole('button', { name: 'Close' }).click(),
    ]) {
      await regulars.drop({ name: 'other.csv', text: SEMICOLONS.text.replaceAll('B1', 'B9') });
      await expect(accept).toBeEnabled();
      await leave();
      await expect(dialog).toHaveCount(0);
    }
    expect(await regulars.document()).toEqual(before);
    expect(await regulars.query('select count(*)::integer as n from orders')).toEqual([{ n: 13 }]);
  });
});

test('dates that read both ways are asked about, and read as answered', async ({ regulars, page }) => {
  const days = ['03/04/2024', '05/06/2024', '07/08/2024', '09/10/2024', '11/12/2024'];
  const textOf = (who: string) =>
    [`${who},date,amount`, ...days.map((day, index) => `c${index % 2},${day},10.00`)].join('\n');
  await regulars.openReady();
  const dialog = dialogOf(page);
  const accept = dialog.getByRole('button', { name: /^Import/ });
  for (const { answer, who, firstDay, lastDay } of [
    { answer: 'Day first', who: 'customer', firstDay: '2024-04-03', lastDay: '2024-12-11' },
    { answer: 'Month first', who: 'buyer', firstDay: '2024-03-04', lastDay: '2024-11-12' },
  ]) {
    await regulars.drop({ name: `${answer}.csv`, text: textOf(who) });
    await expect(dialog).toContainText('Every date in the file reads both ways');
    await expect(accept).toBeDisabled();
    await dialog.getByRole('button', { name: answer, exact: true }).click();
    await expect(dialog).not.toContainText('Every date in the file reads both ways');
    await accept.click();
    await expect
      .poll(async () => (await regulars.document())?.sources[0]?.ledger)
      .toMatchObject({ firstDay, lastDay, orders: 5 });
    await expect(dialog).toHaveCount(0);
  }

  await test.step('the next file of the shape is read as this one, without a question', async () => {
    await regulars.drop({ name: 'Next month.csv', text: `${textOf('buyer')}\nc1,12/12/2024,5.00` });
    await expect(dialog).toContainText('6 orders');
    await expect(dialog).not.toContainText('Every date in the file reads both ways');
    await expect(accept).toBeEnabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('a file of another shape shows what changed', async () => {
    await regulars.drop({ name: 'Another.csv', text: textOf('client').replaceAll('date', 'day') });
    await expect(dialog).toContainText('This file has other columns than the notebook was made with');
    await expect(dialog).toContainText('Gone: buyer (Customer), date (Ordered at). New: client, day.');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  await test.step('a notebook that waits for its file reads its dates as they were answered', async () => {
    const document = await regulars.document();
    await regulars.openDocument({ ...document, id: 'handed-on' });
    await expect(page.getByText('Drop Month first.csv to run this notebook')).toBeVisible();
    await regulars.drop({ name: 'Month first.csv', text: textOf('buyer') });
    await allCurrent(page);
    expect((await regulars.document())?.sources[0]?.ledger).toEqual(document?.sources[0]?.ledger);
    expect(await regulars.query('select last_day::varchar as day from data_window')).toEqual([
      { day: '2024-11-12' },
    ]);
  });
});

test('files that are no plain UTF-8 are read as they are, and otherwise if one says so', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  const dialog = dialogOf(page);
  for (const [file, orders] of [
    [UNUSUAL.gzip, 40],
    [UNUSUAL.utf16, 40],
    [UNUSUAL.gb18030, 20],
  ] as const) {
    await regulars.drop(file);
    await expect(dialog.getByRole('button', { name: `Import ${orders} orders` })).toBeEnabled();
    if (file !== UNUSUAL.gb18030) await dialog.getByRole('button', { name: 'Cancel' }).click();
  }

  await test.step('in another encoding the preview shows what would be read', async () => {
    const encoding = dialog.getByRole('combobox', { name: 'Encoding' });
    await expect(encoding).toHaveValue('gb18030');
    await expect(dialog).toContainText('下单时间');
    await encoding.selectOption('Windows-1252');
    await expect(dialog).not.toContainText('下单时间');
    await encoding.selectOption('GB18030');
    await expect(dialog).toContainText('下单时间');
  });

  await test.step('a separator that leaves one column is told, and the file stays as it was read', async () => {
    await dialog.getByRole('combobox', { name: 'Separator' }).selectOption('Vertical bar');
    await expect(dialog.getByRole('alert')).toContainText('only one column');
    await expect(dialog.getByRole('combobox', { name: 'Separator' })).toHaveValue(',');
    await expect(dialog.getByRole('button', { name: 'Import 20 orders' })).toBeEnabled();
  });
});

test('files of one shape and their archive are stacked, and what is no table is passed over', async ({
  regulars,
  page,
}) => {
  await regulars.openReady();
  const dialog = dialogOf(page);
  const month = (n: number) =>
    `customer,order,date,amount\n${[1, 2, 3].map((m) => `c${m},${n}${m},2024-0${n}-0${m},10\n`).join('')}`;
  await regulars.drop(
    { name: '2024-01.csv', text: month(1) },
    { name: '2024-02.csv', text: month(2) },
    { name: 'logo.png', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
  );
  const files = dialog.getByRole('region', { name: 'Files' });
  await expect(files.getByRole('row')).toHaveCount(3);
  await files.getByText('1 other is not used').click();
  await expect(files).toContainText('logo.png is a picture');
  await dialog.getByRole('button', { name: 'Import 6 orders' }).click();
  await expect(dialog).toHaveCount(0);
  // The notebook comes after the dialog has closed.
  const sourceName = async () => (await regulars.document())?.sources[0]?.name;
  await expect.poll(sourceName).toBe('2024-01.csv and 2 more files');
});
