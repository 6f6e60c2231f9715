import { defineConfig } from '@playwright/test';
import browser from '../e2e/playwright.config';

/** The browser and the address of the other browser tests; the page is the one that tests/tools/pseudo.mjs serves. */
export default defineConfig(browser, { testDir: '.', outputDir: '../../test-results/pseudo-browser' });
