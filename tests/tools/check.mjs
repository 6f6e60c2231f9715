import { spawn } from 'node:child_process';
import { installPackages, ROOT, run } from './install.mjs';

installPackages();

/** Formatting and types: what svelte-check reads is the whole project but the worker, which has a library of its own. */
const CHECKS = [
  ['formatting', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['types of the worker', ['tsc', '--noEmit', '-p', 'src/worker/tsconfig.json']],
  ['types and components', ['svelte-check', '--threshold', 'warning', '--output', 'human']],
];

if (run('node', ['tests/tools/compile-messages.mjs']) !== 0) process.exit(1);

/** All at once; what each says is shown in one piece when it ends. */
const results = await Promise.all(
  CHECKS.map(
    ([name, args]) =>
      new Promise((resolve) => {
        const child = spawn('npx', args, { cwd: ROOT, shell: process.platform === 'win32' });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
        child.on('error', (error) => (said += error.message));
        child.on('close', (code) => {
          console.log(`Checking ${name}…\n${said.trimEnd()}`);
          resolve({ name, ok: code === 0 });
        });
      }),
  ),
);

const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
