/** Where in a text the words were found: first and last index of each run, the last one excluded. */
export type Runs = [start: number, end: number][];

export interface Match {
  /** Higher is better; above 0. */
  score: number;
  runs: Runs;
}

/**
 * Letters as they are compared: without case, accents and full width, one for each of the text's own, so that places
 * stay what they are. What Unicode makes longer keeps its first letter.
 */
export function folded(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charAt(index);
    const plain = unit.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    result += plain.charAt(0) || unit;
  }
  return result;
}

/** The words of a query. */
export const wordsOf = (query: string): string[] => folded(query).split(/\s+/).filter(Boolean);

/**
 * How well a text has every one of the words: as a word of its own, at a word's start, anywhere, or – for two letters
 * and more of a script with spaces – its letters one after the other. Null where one word is missing.
 */
export function matchWords(words: readonly string[], text: string): Match | null {
  const plain = folded(text);
  const runs: Runs = [];
  let score = 0;
  for (const word of words) {
    const found = matchWord(word, plain);
    if (!found) return null;
    score += found.score;
    runs.push(...found.runs);
  }
  // Of two texts with the same words the shorter one is meant.
  return {
    score: score / Math.max(1, words.length) - Math.min(plain.length, 100) / 1000,
    runs: merged(runs),
  };
}

function matchWord(word: string, text: string): Match | null {
  let best = -1;
  let score = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const value = at === 0 ? 4 : isStart(text, at) ? 3 : 2;
    if (value > score) [best, score] = [at, value];
  }
  if (best >= 0) return { score, runs: [[best, best + word.length]] };
  return /^[a-z0-9]{2,}$/.test(word) ? lettersInOrder(word, text) : null;
}

/** The letters of a word in their order, at most a few runs: each starts a word, or goes on where the last one ended. */
function lettersInOrder(word: string, text: string): Match | null {
  const runs: Runs = [];
  let from = 0;
  for (const letter of word) {
    let at = text.indexOf(letter, from);
    const goesOn = at === from && from > 0;
    while (at >= 0 && !goesOn && !isStart(text, at)) at = text.indexOf(letter, at + 1);
    if (at < 0) return null;
    runs.push([at, at + 1]);
    from = at + 1;
  }
  return { score: 1, runs: merged(runs) };
}

const isStart = (text: string, at: number): boolean =>
  at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) || /\p{Script=Han}/u.test(text.charAt(at));

function merged(runs: Runs): Runs {
  const result: Runs = [];
  for (const [start, end] of runs.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

/** Every place of a query in a text, none over another. */
export function occurrences(text: string, query: string): Runs {
  const [plain, sought] = [folded(text), folded(query.trim())];
  const runs: Runs = [];
  if (sought === '') return runs;
  for (let at = plain.indexOf(sought); at >= 0; at = plain.indexOf(sought, at + sought.length)) {
    runs.push([at, at + sought.length]);
  }
  return runs;
}

/** A text in pieces, those in the runs marked. */
export function pieces(text: string, runs: Runs): { text: string; marked: boolean }[] {
  const result: { text: string; marked: boolean }[] = [];
  let from = 0;
  for (const [start, end] of runs) {
    if (start > from) result.push({ text: text.slice(from, start), marked: false });
    result.push({ text: text.slice(start, end), marked: true });
    from = end;
  }
  if (from < text.length) result.push({ text: text.slice(from), marked: false });
  return result;
}
