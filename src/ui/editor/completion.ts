import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { FUNCTIONS, KEYWORDS, TYPES } from './words';

/** A relation that statements can read, as the editor offers it. `text` is the name as it is written, quotes included. */
export interface EditorRelation {
  name: string;
  text: string;
  columns: readonly EditorColumn[];
}

export interface EditorColumn {
  name: string;
  text: string;
  type: string;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*$/u;
/** Behind these stands a relation. */
const BEFORE_RELATION = /\b(?:from|join|describe|summarize|pivot|unpivot|table)\s+$/i;
/** `a as (` and `a(x, y) as (` of a statement's own named queries. */
const OWN_NAME =
  /(?:\bwith\s+(?:recursive\s+)?|,\s*)([\p{L}_][\p{L}\p{N}_]*)\s*(?:\([^()]*\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\(/giu;
const CASE = /[A-Z]/g;
const folded = (name: string): string => name.replace(CASE, (letter) => letter.toLowerCase());

const functions: readonly Completion[] = FUNCTIONS.map(({ name, kind, parameters, returns, does }) => ({
  label: name,
  type: kind === 'table' ? 'table' : 'function',
  detail: `(${parameters})${returns ? ` → ${returns}` : ''}`,
  ...(does ? { info: does } : {}),
  apply: (view, _completion, from, to) => {
    view.dispatch({
      changes: { from, to, insert: `${name}()` },
      selection: { anchor: from + name.length + (parameters === '' ? 2 : 1) },
      userEvent: 'input.complete',
    });
  },
  boost: -10,
}));
const words: readonly Completion[] = [
  ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -20 })),
  ...TYPES.filter((label) => !KEYWORDS.includes(label)).map((label) => ({ label, type: 'type', boost: -30 })),
];

/**
 * Offers columns behind `relation.` or its alias, relations where one must stand, else columns of what the statement
 * reads, relations, functions and keywords. Nothing inside quotes and comments.
 */
export function completeSql(
  context: CompletionContext,
  relations: readonly EditorRelation[],
): CompletionResult | null {
  const { state, pos } = context;
  if (isQuoted(state, pos)) return null;
  const line = state.sliceDoc(Math.max(0, pos - 200), pos);
  const word = WORD.exec(line)?.[0] ?? '';
  const from = pos - word.length;
  const before = line.slice(0, line.length - word.length);
  const qualifier = /(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_]*))\.$/u.exec(before);
  if (qualifier) {
    const named = qualifier[1]?.replaceAll('""', '"') ?? qualifier[2] ?? '';
    const relation = relationCalled(named, state.doc.toString(), relations);
    return relation ? { from, options: relation.columns.map(columnOption), validFor: WORD } : null;
  }
  if (word === '' && !context.explicit && !BEFORE_RELATION.test(before)) return null;
  const text = state.doc.toString();
  const own = ownNames(text, pos, relations);
  if (BEFORE_RELATION.test(before))
    return { from, options: [...own, ...relations.map(relationOption)], validFor: WORD };
  return {
    from,
    options: [
      ...columnsOf(text, relations),
      ...own,
      ...relations.map(relationOption),
      ...functions,
      ...words,
    ],
    validFor: WORD,
  };
}

function isQuoted(state: EditorState, pos: number): boolean {
  return /String|Comment|QuotedIdentifier/.test(syntaxTree(state).resolveInner(pos, -1).name);
}

/** The relation of that name, or that the text gives it as an alias. */
function relationCalled(
  name: string,
  text: string,
  relations: readonly EditorRelation[],
): EditorRelation | undefined {
  const direct = relations.find((relation) => folded(relation.name) === folded(name));
  if (direct) return direct;
  return relations.find((relation) =>
    aliasesOf(relation, text).some((alias) => folded(alias) === folded(name)),
  );
}

function aliasesOf(relation: EditorRelation, text: string): string[] {
  const written = relation.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const use = new RegExp(
    `(?<![\\p{L}\\p{N}_"])(?:([\\p{L}_][\\p{L}\\p{N}_]*)\\s*:\\s*)?${written}(?:\\s+(?:as\\s+)?([\\p{L}_][\\p{L}\\p{N}_]*))?`,
    'giu',
  );
  return [...text.matchAll(use)].flatMap(([, prefix, alias]) =>
    [prefix, alias].filter((name) => name !== undefined),
  );
}

/** Columns of the relations named in the text, each name once; of all relations where none is. */
function columnsOf(text: string, relations: readonly EditorRelation[]): Completion[] {
  const mentioned = relations.filter(({ text: written }) => folded(text).includes(folded(written)));
  const options = new Map<string, Completion>();
  for (const relation of mentioned.length > 0 ? mentioned : relations) {
    for (const column of relation.columns) {
      const known = options.get(column.name);
      if (known) known.detail = column.type;
      else options.set(column.name, { ...columnOption(column), detail: `${column.type} · ${relation.name}` });
    }
  }
  return [...options.values()];
}

function ownNames(text: string, pos: number, relations: readonly EditorRelation[]): Completion[] {
  const known = new Set(relations.map(({ name }) => folded(name)));
  const names = new Set([...text.slice(0, pos).matchAll(OWN_NAME)].map(([, name]) => name!));
  return [...names]
    .filter((name) => !known.has(folded(name)))
    .map((label) => ({ label, type: 'class', boost: 20 }));
}

const columnOption = ({ name, text, type }: EditorColumn): Completion => ({
  label: name,
  apply: text,
  type: 'property',
  detail: type,
  boost: 10,
});

const relationOption = ({ name, text }: EditorRelation): Completion => ({
  label: name,
  apply: text,
  type: 'class',
});
