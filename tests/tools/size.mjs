import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './install.mjs';

/** What must be loaded before the page shows anything, in bytes of gzip, and what the engine may weigh. */
const FIRST_PAINT_LIMIT = 70_000;
const ENGINE_LIMIT = 7_700_000;

const dist = join(ROOT, 'dist');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const entry = /<script[^>]+src="\.\/([^"]+)"/.exec(html)?.[1];
if (!entry) throw new Error('dist/index.html names no script');

/** The entry and everything it imports statically. */
function staticImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, path] of text.matchAll(/(?:^|[;}\s])(?:import|export)[^'"()]*?['"]\.\/([^'"]+\.js)['"]/g)) {
    staticImports(join('assets', path), seen);
  }
  return seen;
}

const gzip = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
const first = [...staticImports(entry)].reduce((sum, file) => sum + gzip(file), 0);
const engine = readdirSync(join(dist, 'assets')).find((name) => name.endsWith('.bin'));
const engineBytes = engine ? readFileSync(join(dist, 'assets', engine)).length : Infinity;

console.log(
  `First paint: ${(first / 1000).toFixed(1)} kB of JavaScript (gzip), at most ${FIRST_PAINT_LIMIT / 1000}`,
);
console.log(`Engine: ${(engineBytes / 1e6).toFixed(2)} MB, at most ${ENGINE_LIMIT / 1e6}`);
if (first > FIRST_PAINT_LIMIT || engineBytes > ENGINE_LIMIT) process.exit(1);
