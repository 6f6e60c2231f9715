import { repeated, spreadOf, worst } from './measure.mjs';
import { Native, textbookQuery, THREADS } from './native.mjs';

/** Run by script too, and compared with the textbook's answer. */
export const COMPARED = ['cohort-retention', 'rfm-segments', 'repurchase-interval'];

/** Analyses without a textbook query, and why. */
export const WITHOUT_TEXTBOOK = {
  'customer-value': 'two fitted models: no query gives them; for what they are fitted on see expected-orders',
  'back-test':
    'a model fitted before a hold-out: no query gives it; for what it is fitted on see expected-orders',
  drivers: 'a logistic regression: no query gives it; who returned and by what, see customer-profile',
};

/** A cell is run soon, and one time alone says little: so often at least. */
const CELL_RUNS = 5;

/** Each analysis in its cell, warm. @returns one entry an analysis; `cell` is null where nothing came of it. */
export async function measureCells(page, analyses, repeats, say) {
  const measured = [];
  for (const { id, title } of analyses) {
    const runs = [];
    while (runs.length <= Math.max(repeats, CELL_RUNS) && !runs.at(-1)?.failure)
      runs.push(await page.runCell(id));
    const failure = runs.at(-1).failure;
    // The first warms up.
    const cell = failure ? null : spreadOf(runs.slice(1).map(({ milliseconds }) => milliseconds));
    const watches = runs.map(({ main }) => main).filter(Boolean);
    measured.push({ id, title, cell, failure, main: watches.length > 0 ? worst(watches) : null });
    say(`${id}: ${failure ?? `${Math.round(cell.median)} ms in its cell`}`);
  }
  return measured;
}

export async function measureScripts(page, repeats) {
  const measured = {};
  for (const analysis of COMPARED) {
    const runs = await repeated(repeats + 1, () => page.runScript(analysis));
    measured[analysis] = {
      first: runs[0].milliseconds,
      warm: spreadOf(runs.slice(1).map(({ milliseconds }) => milliseconds)),
      rows: runs[0].rows,
      main: worst(runs.map(({ main }) => main)),
    };
  }
  return measured;
}

/** The textbook queries on the raw lines, warm, by number of threads; rows of those that are compared. */
export async function measureTextbooks({ source, path, asOf, analyses, repeats, say }) {
  const found = {};
  for (const id of analyses) {
    if (textbookQuery(id) === null)
      say(`${id}: no textbook query: ${WITHOUT_TEXTBOOK[id] ?? 'none is written'}`);
    else found[id] = {};
  }
  for (const threads of THREADS) {
    const native = await Native.open(source, threads);
    try {
      await native.readLines(path);
      for (const id of Object.keys(found)) {
        const runs = await repeated(repeats + 1, () =>
          native.textbook(id, `set variable p_as_of = date '${asOf}'`),
        );
        if (COMPARED.includes(id)) found[id].rows ??= runs[0].rows();
        found[id][threads] = spreadOf(runs.slice(1).map(({ milliseconds }) => milliseconds));
      }
    } finally {
      native.close();
    }
  }
  return found;
}

/** Both sides must have answered the same question: otherwise a ratio of their times means nothing. */
export async function sameAnswers(page, found) {
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
