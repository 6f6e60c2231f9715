import { contextVariables } from '../../analyses/context';
import type { Askable, ParamValues, RunContext, SqlLiteral } from '../../analyses/define';
import { setVariables } from '../../orders/literals';

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
