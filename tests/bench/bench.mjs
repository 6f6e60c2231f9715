import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackages, ROOT, run } from '../tools/install.mjs';

/**
 * `npm run bench`: import and analyses in real Chromium next to native DuckDB, on the same files in the same run.
 * Writes RESULTS.md beside itself. Nothing is asserted: a machine under load must not make it fail.
 *
 * --sizes 0.2,1,5   millions of lines
 * --orders 5        and a file of so many million orders, without lines
 * --quick           all but cells measured once, 0.2 M lines unless sizes are given
 * --dist <folder>   measure this build instead of making one
 */
const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string' },
    orders: { type: 'string' },
    quick: { type: 'boolean', default: false },
    dist: { type: 'string' },
  },
});
const repeats = options.quick ? 1 : 5;
const sizes = (options.sizes ?? (options.quick ? '0.2' : '0.2,1,5'))
  .split(',')
  .map((millions) => Math.round(Number(millions) * 1e6));
if (sizes.some((lines) => !(lines > 0))) {
  console.error('Give --sizes as millions of lines, such as 0.2,1,5');
  process.exit(1);
}

const orders = Math.round(Number(options.orders ?? 0) * 1e6);
if (!(orders >= 0)) {
  console.error('Give --orders as millions of orders, such as 5');
  process.exit(1);
}

/** Lines of the files of other kinds. */
const KINDS_LINES = 200_000;

installPackages();
if (options.dist && !existsSync(join(options.dist, 'index.html'))) {
  console.error(`There is no build in ${options.dist}`);
  process.exit(1);
}
if (!options.dist && run('npx', ['vite', 'build', '--logLevel', 'warn']) !== 0) process.exit(1);

const { openSource } = await import('./source.mjs');
const { orderFile, ordersFile } = await import('./order-files.mjs');
const { measureKinds } = await import('./kinds.mjs');
const { measureModels } = await import('./models.mjs');
const { measureOrders, measureSize } = await import('./size.mjs');
const { serve } = await import('./page.mjs');
const { machine, resultsPage } = await import('./report.mjs');

const source = await openSource();
const server = await serve(options.dist ?? join(ROOT, 'dist'));
const before = machine();
const measured = [];
let alone = null;
let kinds = [];
let models = null;
const write = () =>
  writeFileSync(
    join(ROOT, 'tests/bench/RESULTS.md'),
    resultsPage(before, machine(), { sizes: measured, alone, kinds, models, repeats }),
  );
try {
  for (const lines of sizes) {
    console.log(`\n${lines.toLocaleString('en')} lines: making the file`);
    const file = await orderFile(source, lines);
    measured.push(
      await measureSize({ source, address: server.address, file, lines, repeats, say: console.log }),
    );
    // After each size, so that a run cut short leaves what it had.
    write();
  }
  if (orders > 0) {
    console.log(`\n${orders.toLocaleString('en')} orders without lines: making the file`);
    const file = await ordersFile(source, orders);
    alone = await measureOrders({ source, address: server.address, file, repeats, say: console.log });
    write();
  }
  console.log('\nOther kinds of file');
  const file = await orderFile(source, KINDS_LINES);
  kinds = await measureKinds({ address: server.address, file, repeats, say: console.log });
  write();
  console.log('\nModels over a million customers');
  models = await measureModels({ source, repeats, say: console.log });
  write();
} finally {
  await server.close();
  await source.close();
}
console.log('\nWritten: tests/bench/RESULTS.md');
