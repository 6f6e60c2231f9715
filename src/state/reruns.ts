import type { AnalysisDefinition, ParamValues } from '../analyses/define';
import type { NotebookDocument } from '../document/types';

/** False where the change only concerns the drawing. */
export function changesResults(definition: AnalysisDefinition, change: ParamValues): boolean {
  return Object.keys(change).some((name) => {
    const param = definition.params[name];
    return !(param && 'displayOnly' in param && param.displayOnly);
  });
}

/** Ids of the cells that are new in `after`, or ask something else than in `before`. */
export function cellsAskedAnew(before: NotebookDocument | undefined, after: NotebookDocument): string[] {
  const asked = new Map(before?.cells.map((cell) => [cell.id, JSON.stringify(cell.params)]));
  return after.cells.filter((cell) => asked.get(cell.id) !== JSON.stringify(cell.params)).map(({ id }) => id);
}
