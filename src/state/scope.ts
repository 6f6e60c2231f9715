import { contextVariables } from '../analyses/context';
import type { AnalysisDefinition, Members, Narrowing, RunContext } from '../analyses/define';
import { paramsWithDefaults } from '../analyses/params';
import type { Cell, Filters, NotebookDocument, SavedSegment } from '../document/types';

/** First and last day that the data covers, ISO. */
export interface Covered {
  firstDay: string;
  lastDay: string;
}

/** The notebook's filters, with a cell's own in their place. */
export function filtersOf(document: NotebookDocument, cell?: Cell): Filters {
  const own = cell && ownFiltersOf(cell);
  return own ? { ...document.filters, ...own } : document.filters;
}

/** What a cell sets of its own; null where all filters are the notebook's. */
export function ownFiltersOf(cell: Cell): Partial<Filters> | null {
  const own = 'filters' in cell ? (cell.filters as Partial<Filters> | undefined) : undefined;
  return own && Object.keys(own).length > 0 ? own : null;
}

/** What a run knows of time and of what is left out. Nothing after the last observed day has been seen to happen or not. */
export function contextOf(document: NotebookDocument, covered: Covered, filters: Filters): RunContext {
  const narrowed = narrowingOf(document, filters);
  const asOf = filters.asOf ?? covered.lastDay;
  const firstDay = later(covered.firstDay, filters.from ?? covered.firstDay);
  const observedThrough = [asOf, covered.lastDay, filters.to ?? asOf].sort()[0] ?? asOf;
  const window = { firstDay, lastDay: covered.lastDay, observedThrough };
  return narrowed ? { asOf, window, narrowed } : { asOf, window };
}

/** Null where the as-of day is the only filter. A segment that the notebook no longer has narrows nothing. */
function narrowingOf(document: NotebookDocument, filters: Filters): Narrowing | null {
  const { from, to } = filters;
  const dimensions = Object.fromEntries(
    Object.entries(filters.dimensions).filter(([, values]) => values !== undefined && values.length > 0),
  );
  const chosen = document.segments.find(({ id }) => id === filters.segment);
  const segment = chosen ? { id: chosen.id, name: chosen.name } : null;
  const narrows = from !== null || to !== null || segment !== null || Object.keys(dimensions).length > 0;
  return narrows ? { from, to, dimensions, segment } : null;
}

/**
 * Who is in the segment that the context narrows to, over all orders up to its as-of day; null where it narrows to none,
 * and where the segment's rule is of an analysis that is not known: then nobody is in scope.
 */
export function membersOf(
  document: NotebookDocument,
  covered: Covered,
  context: RunContext,
  analyses: readonly AnalysisDefinition[],
): Members | null {
  const segment = document.segments.find(({ id }) => id === context.narrowed?.segment?.id);
  return segment ? membersOfSegment(document, covered, context, segment, analyses) : null;
}

/** Who is in a saved segment; null where its rule is of an analysis that is not known. */
export function membersOfSegment(
  document: NotebookDocument,
  covered: Covered,
  context: RunContext,
  segment: SavedSegment,
  analyses: readonly AnalysisDefinition[],
): Members | null {
  const definition = analyses.find(({ id }) => id === segment.analysis);
  if (!definition?.members) return null;
  const asOfAlone = { asOf: context.asOf, from: null, to: null, dimensions: {}, segment: null };
  const whole = contextOf(document, covered, asOfAlone);
  const { sql, variables } = definition.members(
    segment.mark,
    paramsWithDefaults(definition, segment.params),
    whole,
  );
  return { sql, variables: { ...contextVariables(whole), ...variables } };
}

const later = (a: string, b: string): string => (a > b ? a : b);
