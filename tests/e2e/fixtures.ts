import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { Row } from '../../src/analyses/define';
import type { NotebookDocument } from '../../src/document/types';
import type { ImportReport } from '../../src/engine/protocol';
import type { RegularsApi } from '../../src/state/regulars-api';
import { startCanary, type Canary } from './canary';

export { expect };
export type { Canary };

/** A file by its path, or made here. */
export type TestFile = string | { name: string; text: string } | { name: string; bytes: Uint8Array };

type ImportOptions = NonNullable<Parameters<RegularsApi['importFiles']>[1]>;

/** The page, as a reader or a script uses it. */
export class RegularsPage {
  constructor(readonly page: Page) {}

  /** Loads the page; `locale` as if chosen at an earlier visit. */
  async open({ locale = 'en', path = './' }: { locale?: 'en' | 'zh-CN'; path?: string } = {}): Promise<void> {
    await this.page.goto(path);
    await this.speak(locale);
  }

  /** Until the engine runs and the page is sealed. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => 'regulars' in window);
    await this.page.evaluate(() => window.regulars.ready);
  }

  async openReady(options?: Parameters<RegularsPage['open']>[0]): Promise<void> {
    await this.open(options);
    await this.ready();
  }

  async speak(locale: 'en' | 'zh-CN'): Promise<void> {
    if ((await this.page.locator('html').getAttribute('lang')) === locale) return;
    await this.page.getByRole('button', { name: locale === 'en' ? 'English' : '中文', exact: true }).click();
    await expect(this.page.locator('html')).toHaveAttribute('lang', locale);
  }

  /** A real drop event carrying real files, on the middle of the window. */
  async drop(...files: TestFile[]): Promise<void> {
    const input = await this.hold(files);
    await input.evaluate((element: HTMLInputElement) => {
      const dataTransfer = new DataTransfer();
      for (const file of element.files ?? []) dataTransfer.items.add(file);
      element.remove();
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
  }

  /** `window.regulars.importFiles`: guesses what is not given. Rejects with the page's sentence. */
  async importFile(file: TestFile, options: ImportOptions = {}): Promise<ImportReport> {
    const input = await this.hold([file]);
    return input.evaluate((element: HTMLInputElement, given) => {
      const files = [...(element.files ?? [])];
      element.remove();
      return window.regulars.importFiles(files, given);
    }, options);
  }

  run(analysis: string, params: Record<string, unknown> = {}): Promise<Record<string, Row[]>> {
    return this.page.evaluate(([id, given]) => window.regulars.run(id, given), [analysis, params] as const);
  }

  query(sql: string): Promise<Row[]> {
    return this.page.evaluate((text) => window.regulars.query(text), sql);
  }

  document(): Promise<NotebookDocument | null> {
    return this.page.evaluate(() => window.regulars.getDocument());
  }

  openDocument(document: unknown): ReturnType<RegularsApi['openDocument']> {
    // As JSON text: Playwright's own way of handing values over would lose keys such as `__proto__`.
    return this.page.evaluate(
      (json) => window.regulars.openDocument(JSON.parse(json)),
      JSON.stringify(document),
    );
  }

  /** The sentence a promise of the page was rejected with, without what the browser driver puts around it. */
  async refusal(attempt: Promise<unknown>): Promise<string> {
    const error = await attempt.then(
      (value) => new Error(`not refused: ${JSON.stringify(value)}`),
      (reason: Error) => reason,
    );
    const text = error.message.replace(/^[\w.]+: (\w*Error: )?/, '');
    return text.split('\n    at ')[0] ?? text;
  }

  /** An input element in the page that holds the files: the one way to bring any size across without copying it twice. */
  private async hold(files: TestFile[]) {
    const handle = await this.page.evaluateHandle(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      input.hidden = true;
      document.body.append(input);
      return input;
    });
    if (files.every((file) => typeof file === 'string')) await handle.setInputFiles(files);
    else await handle.setInputFiles(files.map(payload));
    return handle;
  }
}

function payload(file: TestFile) {
  if (typeof file === 'string') return { name: basename(file), mimeType: '', buffer: readFileSync(file) };
  const buffer = 'text' in file ? Buffer.from(file.text) : Buffer.from(file.bytes);
  return { name: file.name, mimeType: 'text/csv', buffer };
}

/**
 * What a page asked of another origin, or of its own with a query that could carry something, and was not forbidden by
 * its policy. Grows as the page goes on. Chromium reports a forbidden request too, with this text for its failure.
 */
export function outsideRequests(page: Page, origin: string): string[] {
  const asked: string[] = [];
  const note = (address: string) => {
    const url = new URL(address);
    if (/^(https?|wss?):$/.test(url.protocol) && (url.origin !== origin || url.search !== ''))
      asked.push(address);
  };
  page.on('requestfinished', (request) => note(request.url()));
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText !== 'csp') note(request.url());
  });
  return asked;
}

/** Hosts Chromium itself calls whatever page is open, where no flag stops it; a page that asks for them is still seen. */
const CHROMIUMS_OWN = [
  'accounts.google.com',
  'android.clients.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'optimizationguide-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'update.googleapis.com',
];
/** The discard port: nobody answers there. */
const NOBODY = '127.0.0.1:9';

interface TestFixtures {
  regulars: RegularsPage;
  nothingLeft: void;
}

interface WorkerFixtures {
  canary: Canary;
}

/**
 * Every browser test runs with the canary listening behind every host name there is, and fails where anything reached
 * it or was asked of another origin than the page's.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  canary: [
    async ({}, use) => {
      const canary = await startCanary();
      await use(canary);
      await canary.close();
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ launchOptions, canary }, use) => {
      // Any name, `extensions.duckdb.org` too, resolves to the canary; addresses of this machine stay what they are.
      const rules = [
        ...CHROMIUMS_OWN.map((host) => `MAP ${host} ${NOBODY}`),
        `MAP * 127.0.0.1:${canary.port}`,
        'EXCLUDE 127.0.0.1',
        'EXCLUDE localhost',
      ];
      await use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), `--host-resolver-rules=${rules.join(', ')}`],
      });
    },
    { scope: 'worker' },
  ],

  nothingLeft: [
    async ({ canary }, use) => {
      await use();
      const caught = [...canary.log];
      // Cleared after, never before: what arrives late is laid to the next test, but not forgotten.
      canary.clear();
      expect(caught, 'reached the canary').toEqual([]);
    },
    { auto: true },
  ],

  page: async ({ page, baseURL }, use) => {
    const outside = outsideRequests(page, new URL(baseURL ?? '').origin);
    await use(page);
    expect(outside, 'asked of another origin').toEqual([]);
  },

  regulars: async ({ page }, use) => {
    await use(new RegularsPage(page));
  },
});
