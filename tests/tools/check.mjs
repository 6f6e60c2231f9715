import { installPackages, run } from './install.mjs';

installPackages();

/** Formatting and types: the page, the worker under its own library, and the components. */
const CHECKS = [
  ['messages', ['node', 'tests/tools/compile-messages.mjs']],
  ['formatting', ['npx', 'prettier', '--check', '--log-level', 'warn', '.']],
  ['types', ['npx', 'tsc', '--noEmit', '-p', '.']],
  ['types of the worker', ['npx', 'tsc', '--noEmit', '-p', 'src/worker/tsconfig.json']],
  ['components', ['npx', 'svelte-check', '--threshold', 'warning', '--output', 'human']],
];

const failed = CHECKS.filter(([name, [command, ...args]]) => {
  console.log(`Checking ${name}…`);
  return run(command, args) !== 0;
}).map(([name]) => name);

if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
