import { installPackages, run } from './install.mjs';

installPackages();

/** Formatting and types: the page, the worker under its own library, and the components. */
const CHECKS = [
  [
    'messages',
    [
      'paraglide-js',
      'compile',
      '--project',
      'src/messages/project.inlang',
      '--outdir',
      'src/messages/compiled',
      '--strategy',
      'globalVariable',
      'baseLocale',
      '--silent',
    ],
  ],
  ['formatting', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['types', ['tsc', '--noEmit', '-p', '.']],
  ['types of the worker', ['tsc', '--noEmit', '-p', 'src/worker/tsconfig.json']],
  ['components', ['svelte-check', '--threshold', 'warning', '--output', 'human']],
];

const failed = CHECKS.filter(([name, command]) => {
  console.log(`Checking ${name}…`);
  return run('npx', command) !== 0;
}).map(([name]) => name);

if (failed.length > 0) {
  console.error(`Failed: ${failed.join(', ')}`);
  process.exit(1);
}
