import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isLocked, strengthOf, suggestedPassphrase } from '../../../src/sharing/locked';
import { lock, unlock, WORK_FACTOR } from '../../../src/sharing/passphrase';
import { secretDraw } from '../../../src/sharing/pseudonyms';

/** Little work: what is tested is the format, not the cost. */
const QUICK = 8;
const text = '{"format":"regulars","标题":"回头客"}\n'.repeat(5_000);
const bytes = new TextEncoder().encode(text);

async function locked(passphrase: string): Promise<Uint8Array> {
  const outcome = await lock(bytes, passphrase, QUICK);
  if (!outcome.ok) throw new Error(outcome.reason.key);
  return outcome.bytes;
}
const reasonOf = async (file: Uint8Array, passphrase = 'correct horse') => {
  const outcome = await unlock(file, passphrase);
  return outcome.ok ? 'opened' : `${outcome.wrong ? 'again: ' : ''}${outcome.reason.key}`;
};

describe('a locked file', () => {
  it('opens with its passphrase, here and by the library', async () => {
    const file = await locked('correct horse');
    const opened = await unlock(file, 'correct horse');
    expect(opened.ok && new TextDecoder().decode(opened.bytes)).toBe(text);
    const library = new Decrypter();
    library.addPassphrase('correct horse');
    expect(await library.decrypt(file, 'text')).toBe(text);
    expect(new TextDecoder().decode(file)).not.toContain('regulars');
    expect(await isLocked(new Blob([Uint8Array.from(file)]))).toBe(true);
  });

  it('of the library opens here, armored too', async () => {
    const library = new Encrypter();
    library.setPassphrase('pässword 密码');
    library.setScryptWorkFactor(QUICK);
    const file = await library.encrypt(text);
    const armored = new TextEncoder().encode(`\n${armor.encode(file)}`);
    for (const each of [file, armored]) {
      const opened = await unlock(each, 'pässword 密码');
      expect(opened.ok && new TextDecoder().decode(opened.bytes)).toBe(text);
    }
    expect(await isLocked(new Blob([armored]))).toBe(true);
    expect(await isLocked(new Blob(['order,customer\n']))).toBe(false);
  });

  it('opens however the keyboard composes an accent', async () => {
    expect(await reasonOf(await locked('cafe\u0301 au lait'), 'caf\u00e9 au lait')).toBe('opened');
    expect(await reasonOf(await locked('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe('opened');
  });

  it('asks again for another passphrase', async () => {
    const file = await locked('correct horse');
    expect(await reasonOf(file, 'correct horsf')).toBe('again: sharing_passphrase_wrong');
    expect(await reasonOf(file, '')).toBe('again: sharing_passphrase_wrong');
  });

  it('cut or changed anywhere is never opened and never thrown', async () => {
    const file = await locked('correct horse');
    const headerEnd = new TextDecoder('latin1').decode(file).indexOf('\n---');
    for (const length of [0, 10, 30, headerEnd, headerEnd + 20, file.length - 1, file.length - 65_560])
      expect(await reasonOf(file.slice(0, length))).toBe('sharing_locked_damaged');
    for (let at = 0; at < file.length; at += Math.ceil(file.length / 60)) {
      const changed = file.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await reasonOf(changed)).toMatch(/^(again: sharing_passphrase_wrong|sharing_locked_\w+)$/);
    }
    const armored = new TextEncoder().encode(armor.encode(file).replace(/\n./, '\n%'));
    expect(await reasonOf(armored)).toBe('sharing_locked_damaged');
  });

  it('for a key instead of a passphrase, or one that would take a gigabyte: says which', async () => {
    const library = new Encrypter();
    library.addRecipient(await identityToRecipient(await generateIdentity()));
    expect(await reasonOf(await library.encrypt(text))).toBe('sharing_locked_with_keys');
    const file = new TextDecoder('latin1').decode(await locked('x')).replace(/^(-> scrypt \S+) 8$/m, '$1 20');
    expect(await reasonOf(Uint8Array.from(file, (each) => each.charCodeAt(0)))).toBe(
      'sharing_locked_too_hard',
    );
  });

  it('takes no less work than is advised for passwords', () => {
    expect(WORK_FACTOR).toBeGreaterThanOrEqual(17);
  });
});

describe('the code that locks', () => {
  it('has no way to the network', () => {
    const seen = new Set<string>();
    const walk = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code).not.toMatch(/\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts/);
      const resolve = createRequire(file).resolve;
      for (const [, specifier] of code.matchAll(/\bfrom\s*["']([^"']+)["']/g))
        if (!specifier!.startsWith('node:')) walk(resolve(specifier!));
    };
    walk(createRequire(import.meta.url).resolve('age-encryption'));
    expect(seen.size).toBeGreaterThan(10);
  });
});

describe('a passphrase', () => {
  it.each([
    ['', 'short'],
    ['abc123', 'short'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['password2024', 'weak'],
    ['1234567890', 'weak'],
    ['correct horse battery staple', 'fair'],
    ['x7#kQ9!pVz2&mW4', 'strong'],
    ['回头客分析报告春季', 'strong'],
  ])('%j is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength);
  });

  it('that is suggested is strong and never the same', () => {
    const suggested = Array.from({ length: 100 }, () => suggestedPassphrase(secretDraw));
    expect(new Set(suggested).size).toBe(100);
    expect(suggested.every((each) => strengthOf(each) === 'strong')).toBe(true);
    expect(suggested[0]).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  });
});
