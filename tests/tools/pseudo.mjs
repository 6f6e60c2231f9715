import { installPackages, ROOT, run } from './install.mjs';

/**
 * `npm run pseudo`: builds the page with every English text accented and lengthened, walks its views, and names texts
 * that are not from the catalogue and boxes that cut a longer text off.
 */
installPackages();
const { chromiumPath } = await import('./chromium.mjs');
const CHROMIUM_PATH = await chromiumPath();
const outDir = 'test-results/pseudo';

const env = { ...process.env, CHROMIUM_PATH, REGULARS_PSEUDO: '1' };
if (run('npx', ['vite', 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], { env }) !== 0)
  process.exit(1);

const { preview } = await import('vite');
const server = await preview({ root: ROOT, logLevel: 'error', build: { outDir }, preview: { port: 4198 } });
env.REGULARS_URL = `http://127.0.0.1:${server.httpServer.address().port}/`;
// Not `run`: the server lives in this process, which must go on answering.
const { spawn } = await import('node:child_process');
const config = ['--config', 'tests/pseudo/playwright.config.ts', '--reporter=list'];
const walk = spawn('npx', ['playwright', 'test', ...config], { cwd: ROOT, env, stdio: 'inherit' });
walk.on('exit', (code) => process.exit(code ?? 1));
