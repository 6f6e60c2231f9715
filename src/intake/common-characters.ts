import type { Encoding } from './types';

/**
 * The characters a national standard holds for everyday writing, as it orders its planes: level 1 of GB 2312 (3,755),
 * of Big5 (5,401) and of JIS X 0208 (2,965). Read off the decoders every browser has, so no table is kept here.
 */
const EVERYDAY: Partial<Record<Encoding, { lead: [number, number]; trail: [number, number][] }>> = {
  gb18030: { lead: [0xb0, 0xd7], trail: [[0xa1, 0xfe]] },
  big5: {
    lead: [0xa4, 0xc6],
    trail: [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
  },
  shift_jis: {
    lead: [0x88, 0x97],
    trail: [
      [0x40, 0x7e],
      [0x80, 0xfc],
    ],
  },
};

const sets = new Map<Encoding, ReadonlySet<string>>();

/** Everyday characters of the language an encoding was made for; empty for those of no Han characters. */
export function everydayCharacters(encoding: Encoding): ReadonlySet<string> {
  const known = sets.get(encoding);
  if (known) return known;
  const rows = EVERYDAY[encoding];
  const bytes: number[] = [];
  if (rows) {
    for (let lead = rows.lead[0]; lead <= rows.lead[1]; lead += 1) {
      for (const [from, to] of rows.trail)
        for (let trail = from; trail <= to; trail += 1) bytes.push(lead, trail);
    }
  }
  const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
  const set = new Set(text.match(/\p{Script=Han}/gu) ?? []);
  sets.set(encoding, set);
  return set;
}
