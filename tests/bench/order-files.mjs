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
