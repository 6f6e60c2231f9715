import { contextVariables } from '../../analyses/context';
import type { Askable, ParamValues, RunContext, SqlLiteral, SqlStep } from '../../analyses/define';
import { setVariables, sqlLiteral } from '../../orders/literals';
import { tokens } from '../../statements/tokens';

/** The SQL of one step as it can be pasted into the DuckDB command line: its variables, then the statement. */
export function runnableSql(
  sql: string,
  definition: Askable,
  params: ParamValues,
  context: RunContext,
): string {
  const values: Record<string, SqlLiteral> = {
    ...contextVariables(context),
    ...definition.variables(params, context),
  };
  const used = Object.fromEntries(
    Object.entries(values).filter(([name]) =>
      new RegExp(`getvariable\\(\\s*'${name}'\\s*\\)`, 'i').test(sql),
    ),
  );
  const statement = sql.trim().replace(/;?$/, ';');
  return Object.keys(used).length > 0 ? `${setVariables(used)}\n\n${statement}\n` : `${statement}\n`;
}

/**
 * The statement a result comes from; where a kernel computed the result, or what its statement reads, the one whose rows
 * the kernel takes. Null for no result.
 */
export function statementBehind(definition: Askable, result: string): SqlStep | null {
  const step = definition.steps.find(({ name }) => name === result);
  if (!step) return null;
  if ('kernel' in step) return statementBehind(definition, step.input);
  const [computed] = step.reads ?? [];
  return computed === undefined ? step : statementBehind(definition, computed);
}

/**
 * The SQL of one step as a statement of its own. The analysis' variables are written in as values, each with its name
 * behind it. Those of the notebook (the as-of day, the filters) stay variables: a statement's run sets them too, and the
 * views it reads follow them.
 */
export function standaloneSql(
  sql: string,
  definition: Askable,
  params: ParamValues,
  context: RunContext,
): string {
  const common = contextVariables(context);
  const values = Object.entries(definition.variables(params, context)).filter(
    ([name, value]) => JSON.stringify(common[name]) !== JSON.stringify(value),
  );
  const literals = new Map(values.map(([name, value]) => [name, `${literal(value)} /* ${name} */`]));
  let text = '';
  let at = 0;
  for (const { name, from, to } of variableReads(sql)) {
    const written = literals.get(name);
    if (written === undefined) continue;
    text += sql.slice(at, from) + written;
    at = to;
  }
  return `${(text + sql.slice(at)).trim()}\n`;
}

/** A value that can stand wherever a function's call can: what a sign or a bracket could take apart is enclosed. */
function literal(value: SqlLiteral): string {
  // Without a type: it takes that of what it stands beside, a day's or a text's.
  if (value === null) return 'null';
  const text = sqlLiteral(value);
  const isWhole = typeof value === 'string' || typeof value === 'boolean' || /^\d+$/.test(text);
  return isWhole ? text : `(${text})`;
}

/** Each `getvariable('name')` of a text, outside comments and quotes. */
function variableReads(sql: string): { name: string; from: number; to: number }[] {
  const all = tokens(sql);
  return all.flatMap(({ kind, value, from }, index) => {
    const [open, name, close] = all.slice(index + 1, index + 4);
    const isRead = kind === 'word' && value === 'getvariable' && open?.text === '(' && close?.text === ')';
    return isRead && name?.kind === 'text' ? [{ name: name.value, from, to: close.to }] : [];
  });
}
