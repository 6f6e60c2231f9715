import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ROOT } from '../tools/install.mjs';
import { repeated, spreadOf } from './measure.mjs';

const CUSTOMERS = 1_000_000;
const WEEKS_SCORED = 13;
/** Fader, Hardie and Lee (2005), fitted on CDNOW in weeks: many customers, few orders each, as a shop has. */
const BG_NBD = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 };
/** Customers are won over three years: to the day, hardly two have the same history, which is the worst case. */
const DAYS = 1_096;
const MODELS = ['mbg-nbd', 'bg-nbd', 'pareto-nbd'];

/**
 * The models' kernels as they are built for the worker, over a million customers drawn from a BG/NBD, after what SQL
 * prepares: one row for each history that some of them share. In Node, whose V8 is Chromium's.
 *
 * @returns {Promise<{ customers: number, histories: number, models: { model: string, fit: any, scores: any, converged: boolean }[] }>}
 */
export async function measureModels({ source, repeats, say }) {
  const { MODEL_IDS } = await source.load('/src/statistics/btyd/model.ts');
  const rows = histories(await source.load('/src/sample-shop/random.ts'));
  const { kernelRows, close } = await builtKernels();
  try {
    const models = [];
    for (const model of MODELS) {
      const options = { model: MODEL_IDS.indexOf(model), weeks: WEEKS_SCORED };
      const fits = [];
      const scores = [];
      let estimates;
      // The first is on record with the others: a fit is made once, in a worker that has just begun.
      await repeated(repeats, () => {
        const begun = performance.now();
        estimates = kernelRows('btyd-fit', rows, options);
        const fitted = performance.now();
        kernelRows('btyd-scores', rows, options, [estimates]);
        fits.push(fitted - begun);
        scores.push(performance.now() - fitted);
      });
      const found = { model, fit: spreadOf(fits), scores: spreadOf(scores) };
      models.push({ ...found, converged: estimates[0]?.converged === true });
      say(`${model}: fit ${Math.round(found.fit.median)} ms, scores ${Math.round(found.scores.median)} ms`);
    }
    return { customers: CUSTOMERS, histories: rows.length, models };
  } finally {
    close();
  }
}

/** Rows of histories.sql: x, t_x, t_days and how many customers share them. */
function histories({ mulberry32 }) {
  const random = mulberry32(20_050_101);
  const counts = new Map();
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const t_days = Math.floor(random() * DAYS);
    const rate = gammaOf(random, BG_NBD.r) / BG_NBD.alpha / 7;
    const [lost, kept] = [gammaOf(random, BG_NBD.a), gammaOf(random, BG_NBD.b)];
    const leaves = lost / (lost + kept);
    let x = 0;
    let last = 0;
    for (let day = 0; ;) {
      day += -Math.log(1 - random()) / rate;
      if (!(day < t_days)) break;
      // A day is one purchase, however often one came.
      if (Math.ceil(day) > last) x += 1;
      last = Math.ceil(day);
      if (random() < leaves) break;
    }
    const key = (x * 2_048 + last) * 2_048 + t_days;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([key, customers]) => ({
      x: Math.floor(key / 2_048 / 2_048),
      t_x: Math.floor(key / 2_048) % 2_048,
      t_days: key % 2_048,
      customers,
    }));
}

/** Gamma with any shape and scale 1: Marsaglia and Tsang (2000), below one by their boost. */
function gammaOf(random, shape) {
  if (shape < 1) return gammaOf(random, shape + 1) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** The kernels bundled as for the page: Vite's modules in Node look every import up anew, which a fit would feel. */
async function builtKernels() {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-kernels-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      target: 'es2022',
      lib: { entry: join(ROOT, 'src/statistics/kernels.ts'), formats: ['es'], fileName: 'kernels' },
    },
  });
  const { kernelRows } = await import(pathToFileURL(join(folder, 'kernels.js')).href);
  return { kernelRows, close: () => rmSync(folder, { recursive: true, force: true }) };
}
