import type { AnalysisDefinition, ParamValues, RunContext, SqlLiteral } from '../../analyses/define';
import { setVariables } from '../../orders/literals';

/** The SQL of one step as it can be pasted into the DuckDB command line: its variables, then the statement. */
export function runnableSql(
  sql: string,
  definition: AnalysisDefinition,
  params: ParamValues,
  context: RunContext,
): string {
  const values: Record<string, SqlLiteral> = {
    p_as_of: { date: context.asOf },
    p_observed_through: { date: context.window.observedThrough },
    p_first_day: { date: context.window.firstDay },
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
