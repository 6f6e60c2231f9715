import type { AnalysisDefinition, RunContext } from '../analyses/define';

/** What a cell asks now, as a run knows it. */
export interface Asks {
  params: Record<string, unknown>;
  context: RunContext;
}

/**
 * Whether two runs ask the same of their data: the same params, but for those that only change the drawing, and the
 * same filters. The as-of day follows the data and is no part of it.
 */
export function asksTheSame(before: Asks, now: Asks, definition: AnalysisDefinition | null): boolean {
  const asked = ({ params, context }: Asks) => {
    const counting = Object.entries(params).filter(([name]) => {
      const param = definition?.params[name];
      return !(param && 'displayOnly' in param && param.displayOnly);
    });
    return JSON.stringify([counting.sort(([a], [b]) => (a < b ? -1 : 1)), context.narrowed ?? null]);
  };
  return asked(before) === asked(now);
}
