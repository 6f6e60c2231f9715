/**
 * English as a translation would stretch it: every letter accented, vowels doubled (about 35 % longer), placeholders and
 * Markdown kept. Text of the page without accents was written into the code instead of the catalogue.
 */
const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ';
const LETTERS = new Map([...PLAIN].map((letter, at) => [letter, [...ACCENTED][at] ?? letter]));

/** @param {string} text without placeholders */
export function accented(text) {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const accent = LETTERS.get(letter) ?? letter;
    return /[aeiou]/.test(letter) ? accent + accent : accent;
  });
}

/** Markdown with its words accented; code, addresses and HTML stay as they are. @param {string} text */
export function accentedMarkdown(text) {
  return outside(text, /```[\s\S]*?```|`[^`]*`|\]\([^)]*\)|https?:\S+|<[^>]*>|&\w+;/g);
}

/** Everything but the matches of `kept`, accented. @param {string} text @param {RegExp} kept */
function outside(text, kept) {
  let [result, from] = ['', 0];
  for (const match of text.matchAll(kept)) {
    result += accented(text.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return result + accented(text.slice(from));
}

/** A compiled message module with its English texts accented; they are template literals. @param {string} code */
export function accentedModule(code) {
  return code.replace(/const en_\w+ =[\s\S]*?(?=\nconst \w+ = |\n\/\*\*\n)/g, (english) =>
    english.replace(
      /(\{LocalizedString\} \*\/ \()`((?:\\[\s\S]|\$\{[^}]*\}|[^`\\])*)`/g,
      (_, before, text) => {
        // Escapes, placeholders, code and addresses.
        return `${before}\`${outside(text, /\\[\s\S]|\$\{[^}]*\}|https?:\S+/g)}\``;
      },
    ),
  );
}

const MESSAGE = /\/src\/messages\/compiled\/messages\/[^/]+\.js$/;
const NOTES = /\.en\.md\?raw$/;

/** @returns {import('vite').Plugin} */
export function pseudoMessages() {
  return {
    name: 'regulars-pseudo-messages',
    transform(code, id) {
      if (MESSAGE.test(id)) return { code: accentedModule(code), map: null };
      if (!NOTES.test(id)) return null;
      const text = /^export default ("(?:\\.|[^"\\])*");?\s*$/.exec(code)?.[1];
      if (text === undefined) throw new Error(`${id} is no module of one text`);
      return { code: `export default ${JSON.stringify(accentedMarkdown(JSON.parse(text)))}`, map: null };
    },
  };
}
