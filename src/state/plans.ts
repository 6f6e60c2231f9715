import type { AnalysisDefinition, Askable, Members, ParamValues, RunContext } from '../analyses/define';
import { paramsWithDefaults } from '../analyses/params';
import type {
  AnalysisCell,
  Cell,
  NotebookDocument,
  SavedSegment,
  SegmentCell,
  SqlCell,
} from '../document/types';
import type { Reason } from '../intake/types';
import { segmentAsked } from '../segments/segment-asked';
import { composed, type Composed } from '../statements/compose';
import { contextOf, filtersOf, membersOf, membersOfSegment, type Covered } from './scope';
import { limited, statementAsked } from './statement-asked';

/** What one run asks: all that its result depends on, except the data. */
export interface RunPlan {
  definition: Askable;
  params: ParamValues;
  context: RunContext;
  /** The customers of the segment that the context narrows to, or that is asked for. */
  members: Members | null;
  /** Of a statement of the reader's own: where a place in what is run comes from. */
  origin?: (offset: number) => { cell: string; offset: number } | null;
}

/** What plans are made from. */
export interface Asked {
  document: NotebookDocument;
  analyses: readonly AnalysisDefinition[];
  /** Null before there are days to speak of. */
  covered: Covered | null;
}

/** Null for a cell that asks nothing, asks an unknown analysis, or stands before any data. */
export function planOf(asked: Asked, cell: Cell): RunPlan | null {
  if (!asked.covered) return null;
  if (isSegment(cell)) return segmentPlan(asked, asked.covered, cell);
  const context = contextOf(asked.document, asked.covered, filtersOf(asked.document, cell));
  const members = membersOf(asked.document, asked.covered, context, asked.analyses);
  if (isSql(cell)) {
    const whole = composedOf(asked.document, cell);
    if (!whole.ok) return null;
    const { sql, shift } = limited(whole.sql);
    const origin = (offset: number) => whole.origin(offset - shift);
    return { definition: statementAsked(cell, sql), params: {}, context, members, origin };
  }
  const definition = definitionOf(asked.analyses, cell);
  if (!definition) return null;
  const params =
    cell.kind === 'analysis' ? paramsWithDefaults(definition, (cell as AnalysisCell).params) : {};
  return { definition, params, context, members };
}

/** Its own segment stands in the place of one that the notebook is narrowed to. Null where its rule cannot be followed. */
function segmentPlan({ document, analyses }: Asked, covered: Covered, cell: SegmentCell): RunPlan | null {
  const segment = segmentOf(document, cell);
  if (!segment) return null;
  const context = contextOf(document, covered, { ...filtersOf(document, cell), segment: null });
  const members = membersOfSegment(document, covered, context, segment, analyses);
  return members && { definition: segmentAsked(segment), params: {}, context, members };
}

/** Null where the notebook no longer has it. */
export function segmentOf(document: NotebookDocument, { segment }: SegmentCell): SavedSegment | null {
  return document.segments.find(({ id }) => id === segment) ?? null;
}

export function definitionOf(analyses: readonly AnalysisDefinition[], cell: Cell): AnalysisDefinition | null {
  if (cell.kind !== 'analysis') return null;
  return analyses.find(({ id }) => id === (cell as AnalysisCell).analysis) ?? null;
}

/** Why a statement is not run: it would change something, or reads itself by way of others. Null where it may run. */
export function refusalOf(document: NotebookDocument, cell: Cell): Reason | null {
  if (!isSql(cell) || cell.sql.trim() === '') return null;
  const whole = composedOf(document, cell);
  return whole.ok ? null : whole.reason;
}

/** The statement of a cell with those it reads in front. */
export function composedOf(document: NotebookDocument, cell: SqlCell): Composed {
  return composed(cell, document.cells.filter(isSql));
}

/**
 * What a plan asks, as text: two plans of the same text have the same results over the same data. Params that only
 * change the drawing are no part of it.
 */
export function questionOf({ definition, params, context, members }: RunPlan): string {
  const asked = Object.entries(params).filter(([name]) => {
    const param = definition.params[name];
    return !(param && 'displayOnly' in param && param.displayOnly);
  });
  const statements = definition.openColumns ? definition.steps : null;
  return JSON.stringify([definition.id, definition.version, statements, asked, context, members]);
}

export function isSegment(cell: Cell): cell is SegmentCell {
  return cell.kind === 'segment';
}

/** What a cell asks, a refusal included; null where it asks nothing. */
export function questionIn(asked: Asked | null, cell: Cell): string | null {
  const plan = asked && planOf(asked, cell);
  if (plan) return questionOf(plan);
  const refusal = asked && refusalOf(asked.document, cell);
  return refusal && JSON.stringify(refusal);
}

export function isSql(cell: Cell): cell is SqlCell {
  return cell.kind === 'sql';
}
