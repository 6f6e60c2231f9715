import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { CHROMIUM_ARGS, chromiumPath } from '../tools/chromium.mjs';
import { ROOT } from '../tools/install.mjs';

const PORT = 4187;
/** What is not done by then is told of as such, and the next is measured. */
const LONGEST_RUN_MS = 120_000;
/** How long a page has stood open when a file is handed to it: nobody finds one sooner. Meanwhile it rehearses. */
const QUIET_MS = 4_000;
const METERS = join(ROOT, 'tests/bench/meters.js');

/** Serves a build of the page. @returns {Promise<{ address: string, close: () => Promise<void> }>} */
export async function serve(folder) {
  const server = await preview({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: PORT, strictPort: true },
  });
  return { address: `http://127.0.0.1:${PORT}/`, close: () => server.close() };
}

/** The page in a browser of its own with a profile on disk: everything is cold, as on a first visit. */
export class BenchPage {
  static async open(address) {
    const opened = new BenchPage();
    opened.profile = mkdtempSync(join(tmpdir(), 'regulars-chromium-'));
    opened.context = await chromium.launchPersistentContext(opened.profile, {
      executablePath: await chromiumPath(),
      args: CHROMIUM_ARGS,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
    });
    await opened.context.addInitScript({ path: METERS });
    opened.page = await opened.context.newPage();
    opened.page.setDefaultTimeout(600_000);
    await opened.page.goto(address);
    await opened.page.waitForFunction(() => window.bench.ready() > 0);
    return opened;
  }

  version() {
    return this.context.browser()?.version() ?? '';
  }

  /** Milliseconds from the address to an engine that answers. */
  bootTime() {
    return this.page.evaluate(() => window.bench.ready());
  }

  /**
   * Hands a real File over, so that the engine reads slices of it from disk as it does after a drop.
   * @returns report of the import, milliseconds, its steps, and what the main thread went through
   */
  async import(path) {
    await this.chooseFile(path);
    await this.page.waitForTimeout(QUIET_MS);
    return this.page.evaluate(async () => {
      const file = document.querySelector('#bench-file').files[0];
      const stop = window.bench.watch();
      const begun = performance.now();
      const report = await window.regulars.importFiles([file]);
      const milliseconds = performance.now() - begun;
      const main = await stop();
      const steps = window.bench.stepsSince(begun).map((step) => ({ ...step, at: step.at - begun }));
      return { report, milliseconds, main, steps };
    });
  }

  /** Until the cells are drawn and the data is kept for the next visit. */
  async settle() {
    return this.page.evaluate(async () => {
      const begun = performance.now();
      const stop = window.bench.watch();
      const drawn = await window.bench.allRun();
      await window.regulars.run('repurchase-interval');
      return { cellsDrawn: drawn - begun, main: await stop() };
    });
  }

  /**
   * The notebook with one cell of every analysis in place of its own cells, over the same data.
   * @returns the analyses by id and title, milliseconds until all have run, and what the main thread went through
   */
  openEvery() {
    return this.page.evaluate(async () => {
      const { bench, regulars } = window;
      const analyses = regulars.listAnalyses().map(({ id, title }) => ({ id, title }));
      const imported = regulars.getDocument();
      const cells = analyses.map(({ id }) => ({
        id: `bench-${id}`,
        kind: 'analysis',
        title: null,
        analysis: id,
        analysisVersion: 1,
        params: {},
      }));
      const stop = bench.watch();
      const begun = performance.now();
      const { hasData, message } = await regulars.openDocument({ ...imported, cells });
      if (!hasData) throw new Error(message ?? 'The browser did not keep the data of the notebook');
      bench.imported = imported;
      const done = await bench.allRun();
      return { analyses, milliseconds: done - begun, main: await stop() };
    });
  }

  /** The notebook as the import made it. */
  async openImported() {
    await this.page.evaluate(() => window.regulars.openDocument(window.bench.imported));
    await this.settle();
  }

  /**
   * One run of an analysis as its cell does it: SQL, kernels, drawing.
   * @returns milliseconds, what the main thread went through, and the words of the cell where nothing came of it
   */
  async runCell(analysis) {
    const run = this.page.evaluate(async (id) => {
      const { bench } = window;
      const stop = bench.watch();
      const milliseconds = await bench.runCell(id);
      const main = await stop();
      const cell = bench.cellOf(id);
      if (bench.statusOf(cell) === 'current') return { milliseconds, main, failure: null };
      const words = cell.querySelector('[role="tabpanel"]').innerText;
      return { milliseconds: NaN, main, failure: words.replace(/\s+/g, ' ').trim().slice(0, 200) };
    }, analysis);
    let timer;
    const late = new Promise((resolve) => {
      const outcome = { milliseconds: NaN, main: null, failure: `not done after ${LONGEST_RUN_MS / 1000} s` };
      timer = setTimeout(() => resolve(outcome), LONGEST_RUN_MS);
    });
    try {
      return await Promise.race([run, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** One run by script: every result, the long lists of customers too, as rows. */
  runScript(analysis) {
    return this.page.evaluate(async (id) => {
      const stop = window.bench.watch();
      const begun = performance.now();
      const results = await window.regulars.run(id);
      const milliseconds = performance.now() - begun;
      return {
        milliseconds,
        main: await stop(),
        rows: Object.values(results).reduce((sum, rows) => sum + rows.length, 0),
      };
    }, analysis);
  }

  /** A named result, for comparing it with the textbook's. */
  rows(analysis, result, columns) {
    return this.page.evaluate(
      async ([id, name, wanted]) =>
        (await window.regulars.run(id))[name].map((row) => wanted.map((column) => row[column])),
      [analysis, result, columns],
    );
  }

  asOf() {
    return this.page.evaluate(() => window.regulars.getDocument().sources[0].ledger.lastDay);
  }

  /**
   * Cancels an import by its dialog half-way through reading, and another while it builds. `closed` is until the dialog
   * has answered, `free` until the engine answers a question about the data before, which must stand unchanged.
   */
  async cancelImport(path) {
    await this.chooseFile(path);
    return this.page.evaluate(async () => {
      const { bench, regulars } = window;
      const orders = async () =>
        Number((await regulars.query('select count(*)::integer as n from shop.orders'))[0].n);
      const before = await orders();
      const isOpen = () => document.querySelector('dialog[open]') !== null;
      const outcome = { unchanged: true };
      const measure = async (name, pressed, answered) => {
        const closed = (await bench.until(answered)) - pressed;
        outcome.unchanged &&= (await orders()) === before;
        outcome[name] = { closed, free: performance.now() - pressed };
      };
      bench.drop();
      const reading = await bench.press('Cancel', () => bench.progress() >= 0.5);
      await measure('reading', reading, () => !isOpen());
      bench.drop();
      await bench.press('Import');
      const building = await bench.press('Cancel', () => bench.progress() >= 0.05);
      await measure('building', building, () => bench.progress() === null);
      if (isOpen()) await bench.press('Cancel');
      await bench.until(() => !isOpen());
      return outcome;
    });
  }

  /** Cancels a cell soon after it started. Null where it was done before it could be cancelled. */
  cancelCell(analysis, after) {
    return this.page.evaluate(
      async ([id, delay]) => {
        const { bench, regulars } = window;
        const cell = bench.cellOf(id);
        void bench.runCell(id);
        await new Promise((resolve) => setTimeout(resolve, delay));
        if (!bench.isBusy(cell)) return null;
        const pressed = performance.now();
        cell.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
        const closed = (await bench.until(() => !bench.isBusy(cell))) - pressed;
        await regulars.query('select 1 as one');
        return { closed, free: performance.now() - pressed };
      },
      [analysis, after],
    );
  }

  /** Milliseconds from a reload to the first headline with its result, from what this browser kept. */
  async reload() {
    await this.page.reload();
    await this.page.waitForFunction(() => window.bench.firstResult() !== null);
    const firstResult = await this.page.evaluate(() => window.bench.firstResult());
    await this.settle();
    return firstResult;
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }

  async chooseFile(path) {
    await this.page.evaluate(() => {
      if (document.querySelector('#bench-file')) return;
      const input = document.createElement('input');
      input.type = 'file';
      input.id = 'bench-file';
      document.body.append(input);
    });
    await this.page.setInputFiles('#bench-file', path);
  }
}
