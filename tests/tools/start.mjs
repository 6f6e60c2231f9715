import { installPackages, ROOT, run } from './install.mjs';

installPackages();
const code = run('npx', ['vite', 'build', '--logLevel', 'warn']);
if (code !== 0) process.exit(code);

const { preview } = await import('vite');
const server = await preview({ root: ROOT, logLevel: 'error' });
const { port } = server.httpServer.address();
console.log(`\nRegulars · 回头客 is at http://localhost:${port}/  (Ctrl+C stops it)`);
