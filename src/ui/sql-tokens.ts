export type SqlTokenKind = 'keyword' | 'string' | 'comment' | 'number' | 'plain';

export interface SqlToken {
  kind: SqlTokenKind;
  text: string;
}

const KEYWORDS = new Set(
  `select from where group by order having limit offset with recursive as on using join left right full inner outer cross
   lateral union all distinct except intersect case when then else end and or not in is null true false between like ilike
   exists over partition window rows range groups preceding following unbounded current row qualify filter asc desc nulls
   first last create replace temp temporary table view macro set variable insert into values update delete drop alter
   cast try_cast date timestamp interval any some asof positional pivot unpivot sample tablesample materialized returning`
    .split(/\s+/)
    .filter(Boolean),
);

/** In order: comment, quoted text (doubled quotes stay inside), quoted name, number, word, anything else. */
const PATTERN =
  /(--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:[^']|'')*(?:'|$))|("(?:[^"]|"")*(?:"|$))|(\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b)|([A-Za-z_][A-Za-z0-9_]*)|([\s\S])/g;

/** Cuts SQL into tokens for colouring. Joined again they are the text as it was. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(PATTERN)) {
    const text = match[0];
    const kind = kindOf(match);
    const before = tokens.at(-1);
    if (kind === 'plain' && before?.kind === 'plain') before.text += text;
    else tokens.push({ kind, text });
  }
  return tokens;
}

function kindOf(match: RegExpMatchArray): SqlTokenKind {
  if (match[1] !== undefined) return 'comment';
  if (match[2] !== undefined) return 'string';
  if (match[4] !== undefined) return 'number';
  if (match[5] !== undefined && KEYWORDS.has(match[5].toLowerCase())) return 'keyword';
  return 'plain';
}

/** Tokens line by line, for numbered lines; a token over several lines (a comment) is cut at the breaks. */
export function sqlLines(sql: string): SqlToken[][] {
  const lines: SqlToken[][] = [[]];
  for (const token of sqlTokens(sql)) {
    for (const [index, text] of token.text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      if (text) lines.at(-1)?.push({ kind: token.kind, text });
    }
  }
  return lines;
}
