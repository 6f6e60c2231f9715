import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Compiles the messages once, in a process of its own: the compiler would keep Vitest's from ending. */
export default function setup() {
  const script = fileURLToPath(new URL('compile-messages.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script, '--in-one'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The messages do not compile');
}
