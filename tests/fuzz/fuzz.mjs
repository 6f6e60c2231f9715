import { spawn } from 'node:child_process';
import { ROOT } from '../tools/install.mjs';

/**
 * `npm run fuzz -- [seconds] [seed]`: damaged files of every kind through the code that opens a drop; a minute, and
 * another seed each time, where nothing is said. Files that fail are kept in test-results/fuzz.
 */
const [seconds = '60', seed] = process.argv.slice(2);
if (!/^\d+$/.test(seconds) || (seed !== undefined && !/^\d+$/.test(seed))) {
  console.error('Usage: npm run fuzz -- [seconds] [seed]');
  process.exit(2);
}
const env = { ...process.env, FUZZ_SECONDS: seconds, ...(seed === undefined ? {} : { FUZZ_SEED: seed }) };
const config = ['--config', 'tests/fuzz/vitest.config.ts'];
const child = spawn('npx', ['vitest', 'run', ...config], {
  cwd: ROOT,
  stdio: 'inherit',
  env,
  detached: true,
});
// What loops without end lets no timer of its own process run.
const limit = setTimeout(
  () => {
    console.error('One file has not come to an end: it is test-results/fuzz/current.bin');
    process.kill(-child.pid, 'SIGKILL');
  },
  (Number(seconds) + 120) * 1000,
);
child.on('exit', (code) => {
  clearTimeout(limit);
  process.exit(code ?? 1);
});
