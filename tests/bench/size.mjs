import { COMPARED, measureCells, measureScripts, measureTextbooks, sameAnswers } from './analyses.mjs';
import { repeated, spreadOf, worst } from './measure.mjs';
import { Native, THREADS } from './native.mjs';
import { BenchPage } from './page.mjs';

/**
 * Everything about one file. The sides take turns within each repetition, so that whatever else the machine does falls
 * on both; each import starts cold: a database of its own, a browser of its own.
 */
export async function measureSize({ source, address, file, lines, repeats, say }) {
  const { size, page } = await measureImports({ source, address, file, lines, repeats, say });
  const settled = await page.settle();
  size.cellsDrawn = settled.cellsDrawn;
  size.main.firstRun = settled.main;
  const every = await page.openEvery();
  size.main.every = every.main;
  size.everyDrawn = every.milliseconds;
  say(`all ${every.analyses.length} analyses opened: ${seconds(every.milliseconds)}`);
  size.cells = await measureCells(page, every.analyses, repeats, say);
  size.main.cells = worst(size.cells.map(({ title, main }) => main && { ...main, of: title }));
  const cellCancels = await repeated(repeats, () => cancelSlowestCell(page, size.cells));

  await page.openImported();
  size.scripts = await measureScripts(page, repeats);
  size.main.scripts = worst(COMPARED.map((analysis) => size.scripts[analysis].main));
  const analyses = every.analyses.map(({ id }) => id);
  size.textbook = await measureTextbooks({
    source,
    path: file.path,
    asOf: await page.asOf(),
    analyses,
    repeats,
    say,
  });
  size.sameAnswers = await sameAnswers(page, size.textbook);

  const importCancels = await repeated(repeats, () => page.cancelImport(file.path));
  size.cancel = {
    unchanged: importCancels.every(({ unchanged }) => unchanged),
    reading: cancelled(importCancels.map(({ reading }) => reading)),
    building: cancelled(importCancels.map(({ building }) => building)),
    cell: cancelled(cellCancels.filter(Boolean)),
  };
  size.reload = spreadOf(await repeated(repeats, () => page.reload()));
  say(`reload to first result: ${seconds(size.reload.median)}`);
  await page.close();
  return size;
}

/** @returns what is known of the file and its imports, and the page that has imported it last */
async function measureImports({ source, address, file, lines, repeats, say }) {
  const size = { lines, bytes: file.bytes };
  const imports = { 1: [], 2: [], page: [], boot: [] };
  let page;
  for (let turn = 1; turn <= repeats; turn += 1) {
    for (const threads of THREADS) imports[threads].push(await nativeImport(source, threads, file.path));
    await page?.close();
    page = await BenchPage.open(address);
    imports.boot.push(await page.bootTime());
    imports.page.push(await page.import(file.path));
    const times = [...THREADS, 'page'].map((side) => seconds(imports[side].at(-1).milliseconds));
    say(`import ${turn}/${repeats}: native ${times[0]}, two threads ${times[1]}, page ${times[2]}`);
  }
  size.chromium = page.version();
  size.report = imports.page[0].report;
  size.sameImport = imports.page.every(({ report }) => sameLedger(report, imports[1][0].ledger));
  size.imports = Object.fromEntries(
    [...THREADS, 'page'].map((side) => [
      side,
      spreadOf(imports[side].map(({ milliseconds }) => milliseconds)),
    ]),
  );
  size.steps = { native: imports[1].map(({ steps }) => steps), page: imports.page.map(({ steps }) => steps) };
  size.main = { import: worst(imports.page.map(({ main }) => main)) };
  size.boot = spreadOf(imports.boot);
  return { size, page };
}

/**
 * A file of orders alone, so many that a tab has no room for a second import beside them: its imports, and the analyses
 * that ask for no lines, in their cells.
 */
export async function measureOrders({ source, address, file, repeats, say }) {
  const { size, page } = await measureImports({ source, address, file, lines: file.rows, repeats, say });
  try {
    await page.settle();
    const { analyses } = await page.openEvery();
    const needs = await Promise.all(
      analyses.map(async ({ id }) => (await source.load(`/src/analyses/${id}/index.ts`)).default.needs),
    );
    const answered = analyses.filter((_, index) => !needs[index].includes('order_lines'));
    size.cells = await measureCells(page, answered, repeats, say);
    const ids = answered.map(({ id }) => id);
    const asOf = await page.asOf();
    size.textbook = await measureTextbooks({ source, path: file.path, asOf, analyses: ids, repeats, say });
    return size;
  } finally {
    await page.close();
  }
}

async function nativeImport(source, threads, path) {
  const native = await Native.open(source, threads);
  try {
    return await native.import(path);
  } finally {
    native.close();
  }
}

function sameLedger(report, ledger) {
  const keys = ['rowsRead', 'rowsUsed', 'orders', 'customers'];
  return keys.every((key) => report[key] === ledger[key]) && report.revenue === Number(ledger.amountUsed);
}

/** A third of the way through the analysis that takes longest. */
function cancelSlowestCell(page, cells) {
  const [slowest] = cells
    .filter(({ cell }) => cell !== null)
    .toSorted((a, b) => b.cell.median - a.cell.median);
  return slowest ? page.cancelCell(slowest.id, slowest.cell.median / 3) : null;
}

function cancelled(outcomes) {
  return {
    closed: spreadOf(outcomes.map(({ closed }) => closed)),
    free: spreadOf(outcomes.map(({ free }) => free)),
  };
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
