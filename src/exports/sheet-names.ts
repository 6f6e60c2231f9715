/** Excel's limit, in UTF-16 units. */
const LONGEST = 31;

/** Excel keeps this name for itself, in whatever case. */
const RESERVED = /^history$/i;

/**
 * One name a sheet, in the order of the titles: as Excel takes them (at most 31 characters, none of `[]:*?/\`, no
 * apostrophe at an end) and never twice, whatever the case. A title of which nothing is left becomes its number.
 */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, index) => {
    const wanted = allowed(title) || String(index + 1);
    let name = cut(wanted, LONGEST);
    for (let copy = 2; taken.has(folded(name)); copy += 1) {
      const suffix = ` (${copy})`;
      name = cut(wanted, LONGEST - suffix.length) + suffix;
    }
    taken.add(folded(name));
    return name;
  });
}

function allowed(title: string): string {
  const name = title
    .normalize('NFC')
    // Not characters at all, or such as turn a name around or hide in it.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/[[\]:*?/\\]+/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s']+|[\s']+$/g, '');
  return RESERVED.test(name) ? `${name}_` : name;
}

/** Cut between characters, and without what may not stand at an end. */
function cut(text: string, limit: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit) break;
    kept += character;
  }
  return kept.replace(/[\s']+$/, '');
}

const folded = (name: string): string => name.toUpperCase().toLowerCase();
