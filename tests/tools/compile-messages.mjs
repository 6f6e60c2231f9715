import { compile } from '@inlang/paraglide-js';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './install.mjs';

/**
 * How messages become functions, for builds, checks and tests alike.
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const MESSAGES = {
  project: './src/messages/project.inlang',
  outdir: './src/messages/compiled',
  strategy: ['globalVariable', 'baseLocale'],
  // A module a message: each chunk carries the texts it says, and the first paint no others.
  outputStructure: 'message-modules',
};

const SCRIPT = fileURLToPath(import.meta.url);

/** In a process of its own, which ends. */
export function compileApart(inOne = false) {
  const args = inOne ? [SCRIPT, '--in-one'] : [SCRIPT];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The messages do not compile');
}

if (process.argv[1] === SCRIPT) {
  process.chdir(ROOT);
  // Tests read all messages anyway: one module a language, where thousands would be read anew in every test file.
  const inOne = process.argv.includes('--in-one');
  await compile(inOne ? { ...MESSAGES, outputStructure: 'locale-modules' } : MESSAGES);
  // The compiler leaves a handle open that would keep the process for ten seconds.
  process.exit(0);
}
