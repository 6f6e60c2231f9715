import { defineConfig } from 'vitest/config';

/** No part of `npm test`: it runs for as long as it is told to. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['tests/fuzz/*.fuzz.ts'],
    globalSetup: './tests/tools/vitest-setup.mjs',
    env: { TZ: 'Asia/Shanghai' },
    disableConsoleIntercept: true,
  },
});
