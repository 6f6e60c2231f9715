import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS } from '../tools/chromium.mjs';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browser',
  // Two cores: one page with two workers of its own is as much as they carry honestly.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: 'http://127.0.0.1:4173/',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: CHROMIUM_ARGS },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'npx vite preview --strictPort --logLevel error',
    cwd: '../..',
    url: 'http://127.0.0.1:4173/',
    reuseExistingServer: true,
  },
});
