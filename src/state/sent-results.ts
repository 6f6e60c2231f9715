import type { AnalysisDefinition, ParamValues } from '../analyses/define';
import { asksTheSame } from '../sharing/asks';
import { sharedRun, type SharedRun } from '../sharing/shared-runs';
import type { CellRun } from './contracts';
import { definitionOf, type Asked, type RunPlan } from './plans';

/** Results of a cell that came with the notebook's file, as long as the cell asks what they answer; else null. */
export function sentFor(asked: Asked | null, cellId: string, plan: RunPlan): CellRun | null {
  const cell = asked?.document.cells.find(({ id }) => id === cellId);
  if (!asked || !cell) return null;
  const sent = sharedRun(asked.document.shared, cell, asked.analyses);
  const definition = definitionOf(asked.analyses, cell);
  if (!sent || !asksTheSame(sent, plan, definition)) return null;
  return definition === null || canBeTold(definition, sent, plan.params) ? sent : null;
}

/**
 * Whether the analysis can put the results into words. It trusts what its own SQL never leaves blank, so a made-up file
 * can have it fail: such a cell shows no results, and the page goes on.
 */
function canBeTold(
  definition: AnalysisDefinition,
  { results, context }: SharedRun,
  params: ParamValues,
): boolean {
  if ((results[definition.mainResult] ?? []).length === 0) return true;
  try {
    definition.headline(results, params, context);
    definition.notes(results, params, context);
    definition.provenance(results, params, context);
    return true;
  } catch {
    return false;
  }
}
