import { formatInteger, formatMoney, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ParamValues } from '../define';
import { segmentName } from '../rfm-segments/segment-names';
import { settingsOf } from '../rfm-segments/settings';
import { markOf } from './marks';
import type { Move } from './results';

export const MEASURES = ['customers', 'share', 'revenue_before', 'revenue_after'] as const;
export type Measure = (typeof MEASURES)[number];

export function measureOf(params: ParamValues): Measure {
  return MEASURES.find((measure) => measure === params.measure) ?? 'customers';
}

/** A segment at one date, or those who are no customers at it. */
export interface Place {
  /** As in results; null for “not yet” on the left and “gone” on the right. */
  id: string | null;
  index: string;
  name: string;
  /** Name of a `--seg-*` colour. */
  tone: string;
}

export interface GridCell {
  mark: string;
  from: Place;
  to: Place;
  move: Move;
  /** What its size stands for; shares of a row are drawn by customers. */
  value: number;
  text: string;
  description: string;
}

export interface Grid {
  from: Place[];
  to: Place[];
  cells: GridCell[];
}

/** Segments of the scheme in its order at both dates, with those who were not customers last where there are any. */
export function gridOf(moves: readonly Move[], params: ParamValues): Grid {
  const places = settingsOf(params).segments.map((segment, index) => ({
    id: segment.name as string | null,
    index: String(index + 1),
    name: segmentName(segment),
    tone: segment.tone as string,
  }));
  const has = (end: 'from' | 'to'): boolean => moves.some((move) => move[end] === null);
  const notYet: Place = { id: null, index: '+', name: m.migration_place_new(), tone: 'others' };
  const gone: Place = { id: null, index: '–', name: m.migration_place_gone(), tone: 'others' };
  const from = has('from') ? [...places, notYet] : places;
  const to = has('to') ? [...places, gone] : places;
  const cells = moves.flatMap((move) => {
    const source = from.find(({ id }) => id === move.from);
    const target = to.find(({ id }) => id === move.to);
    return source && target ? [cellOf(move, source, target, measureOf(params))] : [];
  });
  return { from, to, cells };
}

function cellOf(move: Move, from: Place, to: Place, measure: Measure): GridCell {
  const customers = formatInteger(move.customers);
  const share = formatShare(move.share, 0);
  const revenueBefore = formatMoney(move.revenueBefore, 0);
  const revenueAfter = formatMoney(move.revenueAfter, 0);
  const texts: Record<Measure, string> = {
    customers,
    share,
    revenue_before: revenueBefore,
    revenue_after: revenueAfter,
  };
  const values: Record<Measure, number> = {
    customers: move.customers,
    share: move.customers,
    revenue_before: move.revenueBefore,
    revenue_after: move.revenueAfter,
  };
  return {
    mark: markOf(move.from, move.to),
    from,
    to,
    move,
    value: values[measure],
    text: texts[measure],
    description: m.migration_cell_label({
      from: from.name,
      to: to.name,
      count: move.customers,
      customers,
      share,
      revenueBefore,
      revenueAfter,
    }),
  };
}

/** A whole row or column in the unit of its cells; of shares there is only the whole. */
export function totalText(cells: readonly GridCell[], measure: Measure, isRow: boolean): string {
  if (cells.length === 0) return '';
  if (measure === 'share') {
    if (isRow) return formatShare(1, 0);
    return formatInteger(cells.reduce((sum, cell) => sum + cell.move.customers, 0));
  }
  const total = cells.reduce((sum, cell) => sum + cell.value, 0);
  return measure === 'customers' ? formatInteger(total) : formatMoney(total, 0);
}

/** 1 to 7 by share of the row. */
export function stepOf(share: number | null): number {
  return Math.min(7, Math.max(1, 1 + Math.floor((share ?? 0) * 7)));
}
