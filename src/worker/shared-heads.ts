import type { AskedStep, SqlStep } from '../analyses/define';

/** A step of SQL with its statements: what is to be there before it, and what is not needed after it; or a kernel. */
export type PlannedStep =
  { step: SqlStep; sql: string; before: string[]; after: string[] } | { step: Exclude<AskedStep, SqlStep> };

/** Holds the rows of heads during a run. */
const SCHEMA = 'heads';

/** Lets go of all heads, after a run that ended before its time. */
export const NO_HEADS = `drop schema if exists ${SCHEMA} cascade`;

/**
 * Steps as they are best run: a head that several of their statements begin with is worked out once, as a table that lasts
 * from the first of them to the last. The answers are those of the statements as they are written.
 */
export function planned(steps: readonly AskedStep[]): PlannedStep[] {
  const users = new Map<string, SqlStep[]>();
  for (const step of steps)
    if ('sql' in step && step.head) users.set(step.head.sql, [...(users.get(step.head.sql) ?? []), step]);
  const shared = [...users].filter(([, using]) => using.length > 1);
  return steps.map((step) => {
    if (!('sql' in step)) return { step };
    const place = shared.findIndex(([head]) => head === step.head?.sql);
    if (place < 0 || !step.head) return { step, sql: step.sql, before: [], after: [] };
    const using = shared[place]![1];
    const { cte, sql: head } = step.head;
    const table = `${SCHEMA}.head_${place + 1}`;
    return {
      step,
      // The engine would copy what it reads twice.
      sql: `with ${cte} as not materialized (from ${table})\n${step.sql.slice(head.length)}`,
      before:
        step === using[0]
          ? [
              `create schema if not exists ${SCHEMA}`,
              `create or replace table ${table} as ${head} from ${cte}`,
            ]
          : [],
      after: step === using.at(-1) ? [`drop table if exists ${table}`] : [],
    };
  });
}
