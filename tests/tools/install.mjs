import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command to its end with its output shown. Returns its exit code. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

/** Installs the packages of package-lock.json where they are missing or older than it. Needs only Node and npm. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Regulars needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const lock = `${ROOT}package-lock.json`;
  const installed = `${ROOT}node_modules/.package-lock.json`;
  if (existsSync(installed) && versions(installed) === versions(lock)) return;
  console.log('Installing packages…');
  // Scripts of packages are not run: none of ours needs one, and a hijacked one could do anything. Not `npm ci`: it wants
  // every platform's optional binaries in the lock file, and a registry mirror need not have them all.
  const code = run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund']);
  if (code !== 0) process.exit(code);
}

/** What a lock file pins, without what differs between the two kinds of it. */
function versions(path) {
  const { packages } = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries(packages)
    .filter(([name, entry]) => name !== '' && !entry.optional)
    .map(([name, entry]) => `${name}@${entry.version}`)
    .sort()
    .join();
}
