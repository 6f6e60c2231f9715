import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import type { Row } from '../../src/analyses/define';
import { DOCUMENT_VERSION, type NotebookDocument } from '../../src/document/types';
import { expect, RegularsPage, test, type TestFile } from './fixtures';
import { allCurrent, headlineOf } from './notebook-page';
import { smallShop } from './small-shop';
import { spoken, type Locale } from './spoken';
import { FILES, longLine, unclosedQuote } from './wrong-files';

interface Wrong {
  file: TestFile;
  /** The sentence's key: what a script is told, and the dialog says where it cannot go on. */
  says: string;
  /** Where a choice can still mend it, the dialog names these fields instead and offers every column for them. */
  asksFor?: string[];
}

const WRONG: Record<string, Wrong> = {
  'a picture named .csv': { file: FILES.picture, says: 'opening_refused_picture' },
  'a workbook that breaks off': { file: FILES.workbook, says: 'opening_refused_damaged' },
  'a workbook of the old kind': { file: FILES.oldWorkbook, says: 'opening_refused_old_excel' },
  'a PDF': { file: FILES.pdf, says: 'opening_refused_pdf' },
  'an empty file': { file: FILES.empty, says: 'intake_refused_empty' },
  'blank lines': { file: FILES.blank, says: 'intake_refused_empty' },
  'a header alone': { file: FILES.header, says: 'intake_refused_no_rows' },
  'a single column': { file: FILES.oneColumn, says: 'intake_refused_one_column' },
  'no date that can be read': {
    file: FILES.noDate,
    says: 'intake_no_date',
    asksFor: ['import_field_ordered_at'],
  },
  'no date column': {
    file: FILES.noDateColumn,
    says: 'intake_no_date',
    asksFor: ['import_field_ordered_at'],
  },
  'no customer': { file: FILES.noCustomer, says: 'intake_no_customer', asksFor: ['import_field_customer'] },
  'no amount': { file: FILES.noAmount, says: 'intake_no_amount', asksFor: ['import_missing_amount'] },
  '300 columns without a customer': {
    file: FILES.wideWithoutCustomer,
    says: 'intake_no_customer',
    asksFor: ['import_field_customer', 'import_field_ordered_at', 'import_missing_amount'],
  },
};

const nameOf = (file: TestFile): string => (typeof file === 'string' ? basename(file) : file.name);

/** An open notebook, and what it showed before anything went wrong. */
interface Open {
  regulars: RegularsPage;
  page: Page;
  document: NotebookDocument | null;
  numbers: Record<string, Row[]>;
  headlines: string[];
}

/** The page with a notebook open, for every test of a language; each leaves the notebook as it was, or fails. */
function openNotebook(locale: Locale): () => Open {
  let open: Open | undefined;
  const shown = async (regulars: RegularsPage) => ({
    document: await regulars.document(),
    numbers: await regulars.run('rfm-segments'),
    headlines: await headlineOf(regulars.page.locator('section[data-cell]')).allInnerTexts(),
  });
  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage();
    const regulars = new RegularsPage(page);
    await regulars.openReady({ locale });
    await regulars.importFile({ name: 'shop.csv', text: smallShop() });
    await allCurrent(page);
    open = { regulars, page, ...(await shown(regulars)) };
    expect(open.headlines).toHaveLength(3);
  });
  test.afterEach(async () => {
    if (!open) return;
    const { document, numbers, headlines } = open;
    expect(await shown(open.regulars)).toEqual({ document, numbers, headlines });
  });
  test.afterAll(() => open?.page.close());
  return () => {
    if (!open) throw new Error('The notebook was not opened');
    return open;
  };
}

for (const locale of ['en', 'zh-CN'] as const) {
  const say = (area: string, key: string, values?: Record<string, string>) =>
    spoken(locale, area, key, values);

  test.describe(`${locale}:`, () => {
    const notebook = openNotebook(locale);

    for (const [name, { file, says, asksFor }] of Object.entries(WRONG)) {
      const area = says.startsWith('opening_') ? 'opening' : 'import';
      const sentence = say(area, says, { name: nameOf(file) });
      test(name, () => isRefused(notebook(), file, sentence, asksFor && missing(asksFor)));
    }

    test('a line of 40 MB', async ({}, info) => {
      const file = longLine(info.outputPath('line.csv'));
      await isRefused(notebook(), file, say('import', 'intake_refused_long_line'));
    });

    test('a notebook file that stops in the middle', async () => {
      const text = JSON.stringify(notebook().document);
      await isNoNotebook(notebook(), text.slice(0, text.length / 2), say('documents', 'document_truncated'));
    });

    test('a notebook of a newer version', async () => {
      const text = JSON.stringify({ ...notebook().document, version: 99 });
      const sentence = say('documents', 'document_newer', { version: '99', known: String(DOCUMENT_VERSION) });
      await isNoNotebook(notebook(), text, sentence);
    });

    test('rows named as a notebook', async () => {
      await isNoNotebook(notebook(), smallShop(), say('documents', 'document_not_json'));
    });
  });

  function missing(fields: string[]): string {
    const names = fields.map((key) => say('import', key)).join(say('import', 'import_missing_separator'));
    return say('import', 'import_missing', { fields: names });
  }

  async function isRefused(
    { regulars, page }: Open,
    file: TestFile,
    sentence: string,
    asked?: string,
  ): Promise<void> {
    const dialog = page.getByRole('dialog');
    const button = (key: string) => dialog.getByRole('button', { name: say('import', key), exact: true });
    await regulars.drop(file);
    if (asked) {
      // A pass over 300 columns takes seconds on a busy machine.
      await expect(dialog.locator('#import-blocked')).toHaveText(asked, { timeout: 60_000 });
      await expect(button('import_accept_plain')).toBeDisabled();
      await button('import_cancel').click();
    } else {
      const title = say('import', 'import_refused_title', { name: nameOf(file) });
      await expect(dialog.getByRole('group', { name: title })).toContainText(sentence);
      await expect(dialog).toContainText(say('import', 'import_refused_nothing_lost'));
      await button('import_close').last().click();
    }
    await expect(dialog).toHaveCount(0);
    expect(await regulars.refusal(regulars.importFile(file))).toBe(sentence);
  }

  async function isNoNotebook({ regulars, page }: Open, text: string, sentence: string): Promise<void> {
    await regulars.drop({ name: 'work.regulars.json', text });
    await isSaidAndDismissed(page, sentence);
    expect(await regulars.openDocument(text)).toEqual({ opened: false, hasData: false, message: sentence });
  }

  async function isSaidAndDismissed(page: Page, sentence: string): Promise<void> {
    const notice = page.getByRole('region', { name: say('shell', 'shell_notices') });
    await expect(notice).toContainText(sentence);
    await notice.getByRole('button', { name: say('shell', 'shell_dismiss') }).click();
    await expect(notice).not.toContainText(sentence);
  }
}

test('300 columns are no hindrance where the needed ones are among them', async ({ regulars, page }) => {
  await regulars.openReady();
  await regulars.drop(FILES.wide);
  await page.getByRole('dialog').getByRole('button', { name: 'Import 30 orders' }).click();
  await allCurrent(page);
  expect(await regulars.query('select count(*)::integer as n from customers')).toEqual([{ n: 9 }]);
});

test('a line of 40 MB among good ones is set aside, and said so', async ({ regulars }, info) => {
  await regulars.openReady();
  const report = await regulars.importFile(longLine(info.outputPath('line.csv'), 30_000));
  expect(report).toMatchObject({
    rowsRead: 60_001,
    rowsUsed: 60_000,
    setAside: [{ reason: 'malformed', rows: 1 }],
  });
});

test('rows behind a quote that nobody closed are set aside, and said so', async ({ regulars }, info) => {
  await regulars.openReady();
  const report = await regulars.importFile(unclosedQuote(info.outputPath('quote.csv'), 300_000, 60_000));
  expect(report.rowsRead).toBe(300_000);
});
