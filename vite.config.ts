/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig, type PluginOption } from 'vite';
import { compileApart, MESSAGES } from './tests/tools/compile-messages.mjs';
import LongestFirst from './tests/tools/longest-first.mjs';
import { pseudoMessages } from './tests/tools/pseudo-messages.mjs';
import packageJson from './package.json' with { type: 'json' };
import { sealedEngine } from './src/worker/sealed-engine.vite.ts';

/**
 * While one develops, messages are compiled as they change. The watcher keeps a process from ending for half a minute,
 * so a build has them compiled by another one; under Vitest tests/tools/vitest-setup.mjs does.
 */
const messages = (): PluginOption =>
  process.env.VITEST
    ? null
    : [
        { ...paraglideVitePlugin(MESSAGES), apply: 'serve' },
        { name: 'regulars:messages', apply: 'build', buildStart: () => compileApart() },
      ];

export default defineConfig({
  // Relative, so that the page runs under any path of any static host.
  base: './',
  plugins: [
    svelte(),
    messages(),
    // `npm run pseudo`: texts that are not from the catalogue, and boxes that are too small for longer ones.
    process.env.REGULARS_PSEUDO ? pseudoMessages() : null,
    sealedEngine(),
  ],
  define: { __REGULARS_VERSION__: JSON.stringify(packageJson.version) },
  worker: { format: 'iife' },
  build: {
    target: 'es2022',
    // Keeps light-dark() as it is written: exported figures take the light colour of a token from its text.
    cssTarget: ['chrome123', 'firefox125', 'safari17.5'],
    // Preload polyfill and preloading by fetch would need the network after the seal is closed.
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  preview: { host: '127.0.0.1', port: 4173 },
  test: {
    include: ['tests/unit/**/*.test.ts', 'tests/analyses/**/*.test.ts', 'tests/*.test.ts'],
    globalSetup: './tests/tools/vitest-setup.mjs',
    sequence: { sequencer: LongestFirst },
    // One engine a file: two at once are what two cores and a laptop's memory bear.
    maxWorkers: 2,
    // Statements here are many and small: compiling the engine's code well costs more than it saves.
    execArgv: ['--liftoff-only'],
    // Vitest empties style sheets, those that are read as text too.
    css: { include: [/\.css\?raw$/] },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Wall-clock days must not depend on where the tests run; the east of UTC shows the usual mistake.
    env: { TZ: 'Asia/Shanghai' },
  },
});
