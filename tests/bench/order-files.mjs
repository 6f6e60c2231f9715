import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ROOT } from '../tools/install.mjs';

const GENERATOR = join(ROOT, 'src/sample-shop');
export const FOLDER = join(tmpdir(), 'regulars-bench');

/**
 * An order file of about `lines` lines, by the sample shop's generator; made once for a version of the generator and
 * kept in the system's temporary folder.
 *
 * @param {{ load: (path: string) => Promise<any> }} source
 * @returns {Promise<{ path: string, bytes: number }>}
 */
export async function orderFile(source, lines) {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `orders-${generatorHash()}-${lines}.csv`);
  if (!existsSync(path)) {
    const { generateSampleShop } = await source.load('/src/sample-shop/generate.ts');
    const unfinished = `${path}.unfinished`;
    await write(unfinished, generateSampleShop({ lines }));
    renameSync(unfinished, path);
  }
  return { path, bytes: statSync(path).size };
}

/** The sample shop's lines to an order. */
const LINES_PER_ORDER = 1.71;

/**
 * The same shop as order systems without line items export it, one row an order: number, time, customer, amount, channel.
 * Of so many orders the lines would not fit into a tab.
 *
 * @returns {Promise<{ path: string, bytes: number, rows: number }>}
 */
export async function ordersFile(source, orders) {
  const path = join(FOLDER, `orders-alone-${generatorHash()}-${orders}.csv`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    if (!existsSync(path)) {
      const lines = await orderFile(source, Math.round(orders * LINES_PER_ORDER));
      await connection.run(`copy (
        select
          order_no,
          min(ordered_at) as ordered_at,
          any_value(customer_id) as customer_id,
          sum(quantity * unit_price - discount)::decimal(18, 2) as amount,
          any_value(channel) as channel
        from read_csv('${lines.path}')
        group by order_no
        order by ordered_at, order_no
      ) to '${path}.unfinished' (format csv, header)`);
      renameSync(`${path}.unfinished`, path);
    }
    const [[rows]] = (
      await connection.runAndReadAll(`select count(*)::integer from read_csv('${path}')`)
    ).getRowsJS();
    return { path, bytes: statSync(path).size, rows };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Gigabytes do not fit into one text: chunks are written as they come, no faster than the disk takes them. */
async function write(path, chunks) {
  const file = createWriteStream(path);
  for (const chunk of chunks) {
    if (!file.write(chunk)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

function generatorHash() {
  const hash = createHash('sha256');
  for (const name of readdirSync(GENERATOR).sort())
    hash.update(name).update(readFileSync(join(GENERATOR, name)));
  return hash.digest('hex').slice(0, 8);
}
