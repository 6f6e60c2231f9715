/** Numbers from 0 up to, not including, `n`; the same for the same seed. */
export type Below = (n: number) => number;

/** mulberry32: 32 bits of state, good enough to spread mutations. */
export function randomBelow(seed: number): Below {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}

/** Pieces that parsers stumble over. */
const TOKENS = [
  '"', '""', "'", ',', ';', '\t', '|', '\n', '\r', '\r\n', '\0', '\ufeff', '\ufffd', '\\', '\\"', '{', '}', '[', ']', ':', 'null', '1e999',
  '-', '=', '<', '>', '</', '<![CDATA[', ']]>', '<!--', '&amp;', '&#x110000;', '&lol;', '<c r="XFD1048577">', '<row r="-1">', '__proto__',
  'PK\u0003\u0004', 'PK\u0001\u0002', 'PAR1', '\u001f\u008b', '元', '１２', '9'.repeat(400), ' '.repeat(300), '"'.repeat(50),
].map((token) => Buffer.from(token)); // prettier-ignore

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff];

/** The bytes with some damage: bits, bytes, pieces cut out, repeated, moved, cut off, or put in. */
export function mutated(bytes: Uint8Array, below: Below): Uint8Array {
  let found: Buffer = Buffer.from(bytes);
  for (let left = 1 + below(6); left > 0; left -= 1) found = damaged(found, below);
  return new Uint8Array(found);
}

function damaged(bytes: Buffer, below: Below): Buffer {
  const at = below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + below(1 << below(10)));
  switch (below(7)) {
    case 0: {
      const changed = Buffer.from(bytes);
      if (at < bytes.length) changed[at] = changed[at]! ^ (1 << below(8));
      return changed;
    }
    case 1: {
      const changed = Buffer.from(bytes);
      if (at < bytes.length) changed[at] = NUMBERS[below(NUMBERS.length)]!;
      return changed;
    }
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 4: {
      const place = below(bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, place), bytes.subarray(at, to), bytes.subarray(place)]);
    }
    case 5:
      return below(4) === 0 ? bytes.subarray(0, at) : bytes;
    default:
      return Buffer.concat([bytes.subarray(0, at), TOKENS[below(TOKENS.length)]!, bytes.subarray(at)]);
  }
}
