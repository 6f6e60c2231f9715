import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, ROOT, run } from './install.mjs';

/**
 * `npm test`: installs what is missing, checks formatting and types, builds the page, runs unit, SQL and browser tests.
 * One honest exit code; the last line counts everything.
 */
installPackages();
const { chromiumPath } = await import('./chromium.mjs');
const chromium = await chromiumPath();

const reports = join(ROOT, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const counts = { passed: 0, failed: 0, skipped: 0 };
/** Said once more at the end: what failed early stands thousands of lines above. */
const failures = [];
const flaky = [];
const count = (passed, failed, skipped = 0) => {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
};

/** A step without tests of its own counts as one. */
function step(name, command) {
  console.log(`\n— ${name} —`);
  const ok = run(...command) === 0;
  count(ok ? 1 : 0, ok ? 0 : 1);
  if (!ok) failures.push(name);
  return ok;
}

step('formatting and types', ['node', ['tests/tools/check.mjs']]);
const built = step('build', ['npx', ['vite', 'build', '--logLevel', 'warn']]);
if (built) step('weight of the first paint', ['node', ['tests/tools/size.mjs']]);

console.log('\n— unit and SQL tests —');
const vitestReport = join(reports, 'vitest.json');
const vitestCode = run('npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${vitestReport}`,
]);
countVitest();

if (built) {
  console.log('\n— browser tests —');
  const report = join(reports, 'playwright.json');
  const env = { ...process.env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const code = run(
    'npx',
    ['playwright', 'test', '--config', 'tests/e2e/playwright.config.ts', '--reporter=list,json'],
    { env },
  );
  countPlaywright(report, code);
}

if (!existsSync(join(ROOT, '../shared/data'))) {
  console.log(
    '\nThe real order files of ../shared/data are not here: the tests that read them were skipped.',
  );
}
if (flaky.length > 0) console.log(`\n— passed at their second try only —\n${flaky.join('\n')}`);
if (failures.length > 0) console.log(`\n— failed —\n${failures.join('\n\n')}`);
console.log(
  `\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed > 0 ? 1 : 0);

function countVitest() {
  const found = reportIn(vitestReport);
  if (!found) return notRun('unit and SQL tests');
  const { numPassedTests, numFailedTests, numPendingTests, success, testResults } = found;
  count(numPassedTests, numFailedTests, numPendingTests);
  for (const { name, message, assertionResults } of testResults) {
    if (message) failures.push(`${name}\n${beginning(message)}`);
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed')
        failures.push(`${name} › ${fullName}\n${beginning(failureMessages.join('\n'))}`);
  }
  // A file that does not even load has no failed test of its own.
  if ((!success || vitestCode !== 0) && numFailedTests === 0) {
    count(0, 1);
    failures.push(`unit and SQL tests: Vitest ended with ${vitestCode}`);
  }
}

function countPlaywright(report, code) {
  const found = reportIn(report);
  if (!found) return notRun('browser tests');
  // What failed stands right above: Playwright ends with it.
  const { stats, errors, suites } = found;
  count(stats.expected + stats.flaky, stats.unexpected, stats.skipped);
  flaky.push(...flakyIn(suites));
  if (code !== 0 && stats.unexpected === 0) count(0, Math.max(1, errors.length));
  if (code !== 0) failures.push(`browser tests: ${stats.unexpected} failed, see above`);
}

/** Names of the browser tests that failed once and then passed. */
function flakyIn(suites) {
  return suites.flatMap(({ file, specs, suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ title }) => `${file} › ${title}`),
    ...flakyIn(inner),
  ]);
}

/** A report as it was written; null where there is none, or one cut off. */
function reportIn(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function notRun(name) {
  count(0, 1);
  failures.push(`${name}: not run to their end`);
}

/** Enough of a failure to find it: what was expected, and the seed of a property. */
function beginning(message) {
  return message.split('\n').slice(0, 20).join('\n').slice(0, 1500);
}
