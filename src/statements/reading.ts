import type { Reason } from '../intake/types';
import { outline } from './relations';
import { tokens } from './tokens';

/** The one statement of a text. Offsets are UTF-16 units of the whole text. */
export interface Statement {
  /** Without what surrounds it: white space, semicolons. Comments before the first word and behind the last stay. */
  text: string;
  from: number;
}

export type Read = { ok: true; statement: Statement } | { ok: false; reason: Reason };

/** Statements that read. Whatever else begins a statement may change something. */
const READING = new Set(['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'summarize']);
for (const word of ['explain', 'pivot', 'pivot_wider', 'pivot_longer', 'unpivot']) READING.add(word);

/** Said to who began otherwise. */
const WORDS = 'SELECT / FROM / WITH / VALUES / PIVOT / DESCRIBE / SUMMARIZE / EXPLAIN';

/**
 * The statement of a text that holds exactly one, and only reads. `explain analyze` runs what it explains, and a `with`
 * may lead to an `insert`: what stands behind them is looked at as well.
 */
export function readsOnly(sql: string): Read {
  const statements = split(sql);
  const [statement] = statements;
  if (!statement)
    return { ok: false, reason: { key: 'sql_refused_empty', values: { words: 'SELECT / FROM' } } };
  if (statements.length > 1)
    return {
      ok: false,
      reason: { key: 'sql_refused_several', values: { count: statements.length, n: statements.length } },
    };
  const { verb, beginnings } = outline(statement.text);
  const words = [verb?.value ?? '', ...beginnings.map(({ value }) => value)];
  const other = words.find((word) => !READING.has(word));
  if (other === undefined) return { ok: true, statement };
  const [first] = tokens(statement.text);
  return {
    ok: false,
    reason: {
      key: 'sql_refused_word',
      values: { word: (other || first?.text || '').toUpperCase(), words: WORDS },
    },
  };
}

/** The text without the semicolons and the white space behind its last statement. */
export function withoutTrailingSemicolon(sql: string): string {
  const all = tokens(sql);
  let last = all.length - 1;
  while (all[last]?.text === ';') last -= 1;
  const end = all[last + 1];
  return (end ? sql.slice(0, end.from) + sql.slice(all.at(-1)!.to) : sql).trimEnd();
}

/** Statements between semicolons that hold more than comments. */
function split(sql: string): Statement[] {
  const all = tokens(sql);
  const cuts = all.filter(({ kind, text }) => kind === 'sign' && text === ';');
  const starts = [0, ...cuts.map(({ to }) => to)];
  const ends = [...cuts.map(({ from }) => from), sql.length];
  return starts.flatMap((from, index) => {
    const to = ends[index]!;
    const isEmpty = !all.some((token) => token.from >= from && token.to <= to);
    return isEmpty ? [] : [{ text: sql.slice(from, to), from }];
  });
}
