import { FONT } from './theme';

/** Characters that are not as wide as a digit, in em: between the widths of Noto Sans, Segoe UI and San Francisco. */
const EM: readonly (readonly [string, number])[] = [
  ["ijlI|!'’.,:; \u00a0", 0.265],
  ['frt()-/', 0.37],
  ['cksvxyzJ–−\u2002†', 0.5],
  ['abdeghnopqu', 0.595],
  ['mwMW%@', 0.87],
  ['→—', 1],
];

/**
 * Width of a text in CSS pixels, estimated from character classes of common sans faces: within a few per cent for
 * digits and Han, enough to reserve room. Needs no document, so layouts can be computed and tested anywhere.
 */
export function textWidth(text: string, size: number = FONT.size): number {
  let em = 0;
  for (const character of text) em += characterWidth(character);
  return em * size;
}

function characterWidth(character: string): number {
  if (/[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u.test(character)) return 1;
  const found = EM.find(([characters]) => characters.includes(character));
  if (found) return found[1];
  if (/[A-Z]/u.test(character)) return 0.63;
  return 0.57;
}

/** Lines no wider than `width`: breaks at spaces, and between Han characters but never before closing punctuation. */
export function wrapText(text: string, width: number, size: number = FONT.size): string[] {
  const pieces = text.match(/[\u2e80-\u9fff][，。；：、）”’！？]*|\s+|[^\s\u2e80-\u9fff]+/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && textWidth(line + piece.trimEnd(), size) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else {
      line += piece;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}
