import type { Askable, AskedStep, ParamValues, RunContext, SharedHead, Step } from './define';

/** Steps with the options that follow from params and context: functions cannot cross to the worker. */
export function askedSteps(steps: readonly Step[], params: ParamValues, context: RunContext): AskedStep[] {
  return steps.map((step) => {
    if (!('kernel' in step)) return step;
    const { options, ...rest } = step;
    if (options === undefined) return rest;
    return { ...rest, options: typeof options === 'function' ? options(params, context) : options };
  });
}

/** The SQL of a step that begins with a head it shares: complete, as a reader sees it. */
export const beginning = (head: SharedHead, rest: string): { sql: string; head: SharedHead } => ({
  sql: head.sql + rest,
  head,
});

/** The steps that make one result: its own, and those before it whose rows it needs. */
export function stepsFor(definition: Askable, name: string): Step[] {
  const needed = new Set([name]);
  const steps: Step[] = [];
  for (const step of definition.steps.toReversed()) {
    if (!needed.has(step.name)) continue;
    for (const before of 'kernel' in step ? [step.input, ...(step.and ?? [])] : (step.reads ?? []))
      needed.add(before);
    steps.unshift(step);
  }
  if (steps.at(-1)?.name !== name) throw new Error(`${definition.id} has no result ${name}`);
  return steps;
}
