import { asksTheSame } from '../sharing/asks';
import { sharedRun } from '../sharing/shared-runs';
import type { CellRun } from './contracts';
import { definitionOf, type Asked, type RunPlan } from './plans';

/** Results of a cell that came with the notebook's file, as long as the cell asks what they answer; else null. */
export function sentFor(asked: Asked | null, cellId: string, plan: RunPlan): CellRun | null {
  const cell = asked?.document.cells.find(({ id }) => id === cellId);
  if (!asked || !cell) return null;
  const sent = sharedRun(asked.document.shared, cell, asked.analyses);
  return sent && asksTheSame(sent, plan, definitionOf(asked.analyses, cell)) ? sent : null;
}
