import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../tools/install.mjs';
import { analysisTables, scriptTable } from './analysis-report.mjs';
import { inMilliseconds, inSeconds, millions, table, yes } from './markdown.mjs';
import { spreadOf } from './measure.mjs';

/** What DESIGN asks for; milliseconds and ratios. */
const TARGET = { importRatio: 1.2, task: 50, cancel: 250, reload: 1500, model: 2000 };

export function machine() {
  const version = (name) =>
    JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
  return {
    at: new Date(),
    cores: cpus().length,
    model: cpus()[0]?.model.trim() ?? 'unknown processor',
    memory: totalmem(),
    load: loadavg()[0],
    versions: `duckdb-wasm ${version('@duckdb/duckdb-wasm')}, @duckdb/node-api ${version('@duckdb/node-api')}, Node ${process.versions.node}`,
  };
}

/** The whole of RESULTS.md. */
export function resultsPage(before, after, { sizes, alone, kinds, models, repeats }) {
  // A file of orders alone says something of imports and analyses.
  const files = alone === null ? sizes : [...sizes, alone];
  return [
    '# What the bench measured',
    'Written by `npm run bench`; do not edit. Times are wall time; medians with least–most in brackets. Nothing here is a test.',
    machineLine(before, after, sizes, repeats),
    section(
      'Import',
      'A file handed to the page → canonical tables ready, each time in a new browser whose page has stood open for four seconds; native DuckDB runs the very same importer and SQL, each time in a new database.',
      importTable(files),
    ),
    section(
      'Other kinds of file',
      'The same 0.2 M lines as other programs write them, handed to the page.',
      kindsTable(kinds),
    ),
    section(
      'Where an import spends its time',
      'Medians of each step. “Read” is reading and typing every line, finding copies, judging every row.',
      files.map(stepTable).filter(Boolean).join('\n\n'),
    ),
    section(
      'Analyses',
      'In the notebook’s cell, run again: SQL, kernels and drawing, at the params it begins with. Textbook: the usual query on the raw typed lines, answering the main question only; `tests/bench/textbook`.',
      analysisTables(files),
    ),
    models &&
      section(
        'Models',
        `${models.customers.toLocaleString('en')} customers drawn from a BG/NBD with the parameters of CDNOW, won over three years: ${models.histories.toLocaleString('en')} different histories to the day, as SQL hands them on. In Node, whose V8 is Chromium’s; the cells above have SQL and drawing in them.`,
        modelsTable(models),
      ),
    section(
      'By script, and the same answer',
      'Every result as rows, customer lists included; whether the cell and the textbook’s query agree.',
      scriptTable(sizes),
    ),
    section(
      'The page meanwhile',
      'Longest main-thread task (`longtask`; anything under 50 ms is not told of) and longest time between two frames.',
      mainTable(sizes),
    ),
    section(
      'Cancel',
      '“Answers” is the dialog or the cell; “engine free” is until a query over the data before is answered.',
      cancelTable(sizes),
    ),
    section(
      'Opening',
      'Ready: an empty page opened for the first time until the engine answers. Of every analysis: that notebook’s data restored and all its cells run, one after the other. Reload: a notebook with its data until the first cell’s headline.',
      openingTable(sizes),
    ),
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

function machineLine(before, after, sizes, repeats) {
  const memory = `${Math.round(before.memory / 2 ** 30)} GB`;
  const load = `load average ${before.load.toFixed(1)} at the start, ${after.load.toFixed(1)} at the end`;
  const busy =
    before.load > before.cores * 0.75
      ? ' **The machine was busy with other work: times are upper bounds.**'
      : '';
  return `${before.at.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${before.cores} cores (${before.model}), ${memory} · Chromium ${sizes[0]?.chromium} · ${before.versions} · ${repeats} × each · ${load}.${busy}`;
}

const section = (title, text, table) => `## ${title}\n\n${text}\n\n${table}`;

function importTable(sizes) {
  return table(
    [
      'file',
      'orders',
      'native, 1 thread',
      'native, 2 threads',
      'page',
      `page ÷ native 1 (≤ ${TARGET.importRatio})`,
      'reached',
      'same result',
    ],
    sizes.map((size) => {
      const ratio = size.imports.page.median / size.imports[1].median;
      return [
        `${millions(size.lines)} M lines, ${Math.round(size.bytes / 1e6)} MB`,
        size.report.orders.toLocaleString('en'),
        inSeconds(size.imports[1]),
        inSeconds(size.imports[2]),
        inSeconds(size.imports.page),
        ratio.toFixed(2),
        yes(ratio <= TARGET.importRatio),
        yes(size.sameImport),
      ];
    }),
  );
}

function modelsTable({ models }) {
  const seconds = TARGET.model / 1000;
  return table(
    ['model', `fit (≤ ${seconds} s)`, 'reached', `scores of all (≤ ${seconds} s)`, 'reached', 'converged'],
    models.map(({ model, fit, scores, converged }) => [
      model,
      inMilliseconds(fit),
      yes(fit.median <= TARGET.model),
      inMilliseconds(scores),
      yes(scores.median <= TARGET.model),
      yes(converged),
    ]),
  );
}

function kindsTable(kinds) {
  const [plain] = kinds;
  return table(
    ['file', 'size', 'page', 'page ÷ plain CSV', 'same result'],
    kinds.map(({ kind, bytes, page, same }) => [
      kind,
      `${(bytes / 1e6).toFixed(1)} MB`,
      inSeconds(page),
      (page.median / plain.page.median).toFixed(2),
      yes(same),
    ]),
  );
}

/** The build's steps in order, each begun by one progress message; by what native calls them. */
const BUILD = ['variables', 'grouped', 'customers', 'products', 'sorted', 'orders', 'data_window'];
const STEP_TITLES = {
  look: 'look at samples, guess',
  read: 'read, type, judge',
  grouped: 'lines → orders',
  customers: 'customers',
  products: 'products and order lines',
  sorted: 'orders joined and sorted',
  orders: 'order numbers and gaps',
  data_window: 'data window, take-over, views',
};

function stepTable(size) {
  const native = size.steps.native.map(nativeSteps);
  const page = size.steps.page.map(pageSteps).filter(Boolean);
  if (page.length === 0) return null;
  const median = (runs, name) => spreadOf(runs.map((run) => run[name]))?.median ?? 0;
  const rows = Object.entries(STEP_TITLES).map(([name, title]) => {
    const [theirs, ours] = [median(native, name), median(page, name)];
    return [
      title,
      `${Math.round(theirs)} ms`,
      `${Math.round(ours)} ms`,
      theirs < 1 ? '' : (ours / theirs).toFixed(2),
    ];
  });
  return table([`${millions(size.lines)} M lines`, 'native, 1 thread', 'page', 'ratio'], rows);
}

function nativeSteps(steps) {
  const sums = Object.fromEntries(Object.keys(STEP_TITLES).map((name) => [name, 0]));
  let building = false;
  for (const { name, milliseconds } of steps) {
    building ||= name === 'grouped';
    if (Object.hasOwn(sums, name)) sums[name] += milliseconds;
    else sums[building ? 'data_window' : 'read'] += milliseconds;
  }
  return sums;
}

/** Null where the build tells other steps than those known here. */
function pageSteps(steps) {
  const build = steps.filter(({ stage }) => stage === 'build');
  if (build.length !== BUILD.length + 1) return null;
  const spent = Object.fromEntries(BUILD.map((name, index) => [name, build[index + 1].at - build[index].at]));
  const look = steps[0].at;
  return { ...spent, look, read: build[0].at - look };
}

const WATCHED = {
  import: 'import',
  firstRun: 'first drawing of all cells, keeping the data',
  every: 'opening a notebook with a cell of every analysis',
  cells: 'running a cell again',
  scripts: 'run by script',
};

function mainTable(sizes) {
  const rows = sizes.flatMap((size) =>
    Object.entries(WATCHED).map(([key, title]) => {
      const { longestTask, longestAt, longestFrame, longTasks, of } = size.main[key];
      const where = of === undefined ? '' : ` (${of})`;
      const told =
        longestTask === 0
          ? '< 50 ms'
          : `${Math.round(longestTask)} ms, ${Math.round(longestAt)} ms in${where}`;
      return [
        `${title}, ${millions(size.lines)} M`,
        told,
        `${longTasks}`,
        `${Math.round(longestFrame)} ms`,
        yes(longestTask <= TARGET.task),
      ];
    }),
  );
  return table(['during', 'longest task (≤ 50 ms)', 'tasks over 50 ms', 'longest frame', 'reached'], rows);
}

const CANCELLED = {
  reading: 'import, half-way through reading',
  building: 'import, while it builds',
  cell: 'a running cell',
};

function cancelTable(sizes) {
  const rows = sizes.flatMap((size) =>
    Object.entries(CANCELLED).map(([key, title]) => {
      const { closed, free } = size.cancel[key];
      if (!closed || !free)
        return [`${title}, ${millions(size.lines)} M`, 'done before it could be', '', '', '', ''];
      return [
        `${title}, ${millions(size.lines)} M`,
        inMilliseconds(closed),
        yes(closed.median <= TARGET.cancel),
        inMilliseconds(free),
        yes(free.median <= TARGET.cancel),
        key === 'cell' ? '' : yes(size.cancel.unchanged),
      ];
    }),
  );
  const target = `≤ ${TARGET.cancel} ms`;
  return table(['cancelled', 'answers', target, 'engine free', target, 'data before unchanged'], rows);
}

function openingTable(sizes) {
  return table(
    [
      'data',
      'ready',
      'cells drawn after import',
      'a cell of every analysis, opened',
      'reload → first result',
      `reached (≤ ${TARGET.reload / 1000} s)`,
    ],
    sizes.map((size) => [
      `${millions(size.lines)} M lines`,
      inMilliseconds(size.boot),
      `${Math.round(size.cellsDrawn)} ms`,
      `${Math.round(size.everyDrawn)} ms`,
      inMilliseconds(size.reload),
      yes(size.reload.median <= TARGET.reload),
    ]),
  );
}
