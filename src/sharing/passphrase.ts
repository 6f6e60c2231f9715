import { armor, Decrypter, Encrypter } from 'age-encryption';
import type { Reason } from '../intake/types';

/**
 * Files locked with a passphrase in the age format (age-encryption.org/v1): any age program opens them, and files of
 * age programs are opened here. The library works on bytes in memory and has no network code that is run for passphrases.
 * Deriving the key takes about a second and 128 MB: to be run in a worker.
 */

/**
 * log₂ of scrypt's N (r = 8, p = 1): the least of OWASP's Password Storage Cheat Sheet. The library's own 18 needs
 * 256 MB, which phones' browsers may not have.
 */
export const WORK_FACTOR = 17;
/** Files of other programs may ask for more work; 2^20 is a gigabyte, and more than a tab is given. */
const MAX_WORK_FACTOR = 19;

/** Bytes of the longest header that is looked at: one for a passphrase has 150. */
const MAX_HEADER = 65_536;

export interface PassphraseApi {
  lock(bytes: Uint8Array, passphrase: string, workFactor?: number): Promise<Locked>;
  unlock(bytes: Uint8Array, passphrase: string): Promise<Locked>;
}

/** `wrong` asks again; anything else will not be mended by another passphrase. */
export type Locked = { ok: true; bytes: Uint8Array } | { ok: false; wrong: boolean; reason: Reason };

/**
 * Composed the one way all keyboards agree on (NFC): the same word typed on another system must open the file.
 */
export async function lock(bytes: Uint8Array, passphrase: string, workFactor = WORK_FACTOR): Promise<Locked> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.normalize('NFC'));
  encrypter.setScryptWorkFactor(workFactor);
  return { ok: true, bytes: await encrypter.encrypt(bytes) };
}

/** Binary or armored. Never rejects for what a file holds. */
export async function unlock(bytes: Uint8Array, passphrase: string): Promise<Locked> {
  let file: Uint8Array;
  try {
    file = isArmored(bytes) ? armor.decode(new TextDecoder().decode(bytes).trim()) : bytes;
  } catch {
    // The library's words are for programmers, and only say which line of the armour is bad.
    return refused('sharing_locked_damaged');
  }
  const header = new TextDecoder().decode(file.subarray(0, MAX_HEADER));
  const end = header.indexOf('\n---');
  const recipients = header.slice(0, Math.max(0, end));
  const stanza = /^-> scrypt \S+ (\d+)$/m.exec(recipients);
  if (!stanza)
    return refused(recipients.includes('\n-> ') ? 'sharing_locked_with_keys' : 'sharing_locked_damaged');
  if (Number(stanza[1]) > MAX_WORK_FACTOR) return refused('sharing_locked_too_hard');
  const spellings = [...new Set([passphrase, passphrase.normalize('NFC')])];
  for (const spelling of spellings) {
    const opened = await opening(file, spelling);
    if (opened.ok || !opened.wrong) return opened;
  }
  return { ok: false, wrong: true, reason: { key: 'sharing_passphrase_wrong' } };
}

async function opening(file: Uint8Array, passphrase: string): Promise<Locked> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return { ok: true, bytes: await decrypter.decrypt(file) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The one failure that says nothing about the file: no key came out of this passphrase.
    return message.includes('no identity matched')
      ? { ok: false, wrong: true, reason: { key: 'sharing_passphrase_wrong' } }
      : refused('sharing_locked_damaged');
  }
}

const refused = (key: string): Locked => ({ ok: false, wrong: false, reason: { key } });

const ARMOUR = '-----BEGIN AGE ENCRYPTED FILE-----';
function isArmored(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().startsWith(ARMOUR);
}
