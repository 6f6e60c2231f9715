/**
 * SHA-256 as 64 hex digits. The browser's own where it has one: `crypto.subtle` is missing on pages served over plain
 * http other than localhost (an intranet), and a notebook must bind to its data there as well.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined;
  return hex(subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : digest(bytes));
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** FIPS 180-4, section 6.2; about 100 MB a second. */
export function digest(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const { constants, initial } = tables();
  const state = initial.slice();
  const words = new Uint32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = view.getUint32(offset + 4 * t);
    for (let t = 16; t < 64; t += 1) {
      const near = words[t - 15] as number;
      const far = words[t - 2] as number;
      const small = rotate(near, 7) ^ rotate(near, 18) ^ (near >>> 3);
      const large = rotate(far, 17) ^ rotate(far, 19) ^ (far >>> 10);
      words[t] = (words[t - 16] as number) + small + (words[t - 7] as number) + large;
    }
    compress(state, words, constants);
  }
  const output = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => output.setUint32(4 * index, word));
  return new Uint8Array(output.buffer);
}

function compress(state: Uint32Array, words: Uint32Array, constants: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let t = 0; t < 64; t += 1) {
    const choice = (e & f) ^ (~e & g);
    const large = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + large + choice + (constants[t] as number) + (words[t] as number)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word;
  });
}

type Eight = [number, number, number, number, number, number, number, number];

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first 32 bits of the fractions of the cube and square roots of the first 64 and 8 primes, found exactly. */
function tables(): { constants: Uint32Array; initial: Uint32Array } {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return {
    constants: Uint32Array.from(primes, (prime) => fraction(prime, 3)),
    initial: Uint32Array.from(primes.slice(0, 8), (prime) => fraction(prime, 2)),
  };
}

/** floor(2^32 · root) mod 2^32 by bisection over whole numbers: floating point would lose the last bits. */
function fraction(prime: number, root: 2 | 3): number {
  const target = BigInt(prime) << BigInt(32 * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= target) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}
