import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS } from '../tools/chromium.mjs';

/** The built page, served: by us, or by whoever names an address in REGULARS_URL. */
const address = process.env.REGULARS_URL ?? 'http://127.0.0.1:4173/';

/** Unless times are held to: pages here live for seconds, and compiling the engine well takes as long as they do. */
const ARGS = process.env.REGULARS_TIMES ? CHROMIUM_ARGS : [...CHROMIUM_ARGS, '--js-flags=--liftoff-only'];

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browser',
  // Half of a test is waiting for a page to load its engine: two at a time fill two cores. Where times are held to
  // (REGULARS_TIMES), nothing else may run beside.
  workers: process.env.REGULARS_TIMES ? 1 : 2,
  timeout: 90_000,
  // A browser on a busy machine trips now and then. What passes at its second try only is named at the end, not hidden.
  retries: process.env.REGULARS_TIMES ? 0 : 1,
  expect: { timeout: 20_000 },
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ARGS },
    // A trace of every test doubles its time; ask for one with `--trace on`.
    trace: 'off',
  },
  ...(process.env.REGULARS_URL
    ? {}
    : {
        webServer: {
          command: 'npx vite preview --strictPort --logLevel error',
          cwd: '../..',
          url: address,
          reuseExistingServer: false,
        },
      }),
});
