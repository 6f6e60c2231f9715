import { repeated, spreadOf } from './measure.mjs';
import { Native, TEXTBOOK_QUERIES } from './native.mjs';
import { BenchPage } from './page.mjs';

const ANALYSES = Object.keys(TEXTBOOK_QUERIES);
const THREADS = [1, 2];

/**
 * Everything about one file. The sides take turns within each repetition, so that whatever else the machine does falls
 * on both; each import starts cold: a database of its own, a browser of its own.
 */
export async function measureSize({ source, address, file, lines, repeats, say }) {
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

  const settled = await page.settle();
  size.cellsDrawn = settled.cellsDrawn;
  size.main.firstRun = settled.main;
  size.textbook = await textbook(source, file.path, await page.asOf(), repeats);
  size.analyses = {};
  for (const analysis of ANALYSES) {
    size.analyses[analysis] = await pageAnalysis(page, analysis, repeats);
    say(`${analysis}: ${seconds(size.analyses[analysis].cell.median)} in its cell`);
  }
  size.main.cells = worst(ANALYSES.map((analysis) => size.analyses[analysis].main));
  size.main.scripts = worst(ANALYSES.map((analysis) => size.analyses[analysis].scriptMain));
  size.sameAnswers = await sameAnswers(page, size.textbook);

  const importCancels = await repeated(repeats, () => page.cancelImport(file.path));
  const cellCancels = await repeated(repeats, () => cancelSlowestCell(page, size.analyses));
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

async function nativeImport(source, threads, path) {
  const native = await Native.open(source, threads);
  try {
    return await native.import(path);
  } finally {
    native.close();
  }
}

/** The textbook queries on the raw lines: first run, then the others, for one thread and for two. */
async function textbook(source, path, asOf, repeats) {
  const found = {};
  for (const threads of THREADS) {
    const native = await Native.open(source, threads);
    await native.readLines(path);
    for (const analysis of ANALYSES) {
      const runs = await repeated(repeats + 1, () =>
        native.textbook(analysis, `set variable p_as_of = date '${asOf}'`),
      );
      found[analysis] ??= { rows: runs[0].rows };
      found[analysis][threads] = spreadOf(runs.slice(1).map(({ milliseconds }) => milliseconds));
    }
    native.close();
  }
  return found;
}

async function pageAnalysis(page, analysis, repeats) {
  const scripts = await repeated(repeats + 1, () => page.runScript(analysis));
  const cells = await repeated(repeats, () => page.runCell(analysis));
  return {
    firstScript: scripts[0].milliseconds,
    script: spreadOf(scripts.slice(1).map(({ milliseconds }) => milliseconds)),
    rows: scripts[0].rows,
    cell: spreadOf(cells.map(({ milliseconds }) => milliseconds)),
    main: worst(cells.map(({ main }) => main)),
    scriptMain: worst(scripts.map(({ main }) => main)),
  };
}

/** Both sides must have answered the same question: otherwise a ratio of their times means nothing. */
async function sameAnswers(page, found) {
  const cells = await page.rows('cohort-retention', 'cells', ['cohort', 'age', 'customers']);
  const gaps = await page.rows('repurchase-interval', 'gaps', ['days', 'count']);
  const segments = await page.rows('rfm-segments', 'segments', ['customers', 'orders']);
  const rows = (analysis, columns) => found[analysis].rows.map((row) => columns.map((column) => row[column]));
  const added = (list) => [0, 1].map((column) => list.reduce((sum, row) => sum + row[column], 0));
  return {
    'cohort-retention': same(
      cells.filter(([, , customers]) => customers > 0),
      rows('cohort-retention', ['cohort', 'age', 'customers']),
    ),
    // NTILE parts equal customers, which ours never does: only the sums can agree.
    'rfm-segments': same(added(segments), added(rows('rfm-segments', ['customers', 'orders']))),
    'repurchase-interval': same(gaps, rows('repurchase-interval', ['days', 'count'])),
  };
}

const same = (ours, theirs) => JSON.stringify(ours) === JSON.stringify(theirs);

function sameLedger(report, ledger) {
  const keys = ['rowsRead', 'rowsUsed', 'orders', 'customers'];
  return keys.every((key) => report[key] === ledger[key]) && report.revenue === Number(ledger.amountUsed);
}

/** Half-way through the analysis that takes longest. */
function cancelSlowestCell(page, analyses) {
  const [slowest] = ANALYSES.toSorted((a, b) => analyses[b].cell.median - analyses[a].cell.median);
  return page.cancelCell(slowest, analyses[slowest].cell.median / 3);
}

function cancelled(outcomes) {
  return {
    closed: spreadOf(outcomes.map(({ closed }) => closed)),
    free: spreadOf(outcomes.map(({ free }) => free)),
  };
}

/** The worst of several watches: the longest task with the moment it began, and the most of the rest. */
function worst(watched) {
  const longest = watched.reduce((worse, one) => (one.longestTask > worse.longestTask ? one : worse));
  return {
    longestTask: longest.longestTask,
    longestAt: longest.longestAt,
    longTasks: Math.max(...watched.map(({ longTasks }) => longTasks)),
    longestFrame: Math.max(...watched.map(({ longestFrame }) => longestFrame)),
  };
}

const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
