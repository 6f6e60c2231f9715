/** A run of a marked sentence. `accent` is the finding (`**…**`), `naive` the naive figure (`__…__`). */
export interface MarkedRun {
  text: string;
  mark: 'accent' | 'naive' | null;
}

/** Splits a marked sentence into runs. A mark that is never closed is plain text; marks do not nest. */
export function parseMarked(text: string): MarkedRun[] {
  const runs: MarkedRun[] = [];
  let plainFrom = 0;
  const pattern = /\*\*(.+?)\*\*|__(.+?)__/gs;
  for (const match of text.matchAll(pattern)) {
    if (match.index > plainFrom) runs.push({ text: text.slice(plainFrom, match.index), mark: null });
    runs.push(
      match[1] !== undefined ? { text: match[1], mark: 'accent' } : { text: match[2] ?? '', mark: 'naive' },
    );
    plainFrom = match.index + match[0].length;
  }
  if (plainFrom < text.length) runs.push({ text: text.slice(plainFrom), mark: null });
  return runs;
}

/** The sentence without its marks. */
export function plainText(text: string): string {
  return parseMarked(text)
    .map((run) => run.text)
    .join('');
}

const CLAUSE_END = '，；：。！？';
const OPENING = '（“‘《「【(';
const CLOSING = '）”’》」】)';

/**
 * Groups runs into clauses, each ending with its punctuation (and the quote that closes after it), so that lines break
 * between clauses. Chinese has no spaces to break at. Brackets and quotes are never split.
 */
export function intoClauses(runs: readonly MarkedRun[]): MarkedRun[][] {
  const clauses: MarkedRun[][] = [];
  let clause: MarkedRun[] = [];
  let depth = 0;
  let ended = false;
  for (const run of runs) {
    let piece = '';
    for (const character of run.text) {
      const closes = CLOSING.includes(character);
      if (ended && !closes && !CLAUSE_END.includes(character)) {
        if (piece) clause.push({ text: piece, mark: run.mark });
        clauses.push(clause);
        clause = [];
        piece = '';
        ended = false;
      }
      if (OPENING.includes(character)) depth += 1;
      if (closes) depth = Math.max(0, depth - 1);
      piece += character;
      if (depth === 0 && CLAUSE_END.includes(character)) ended = true;
    }
    if (piece) clause.push({ text: piece, mark: run.mark });
  }
  if (clause.length > 0) clauses.push(clause);
  return clauses;
}
