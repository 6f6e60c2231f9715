import type { Row } from '../define';
import { formatInteger, formatNumber } from '../../messages/format';
import { DIMENSIONS, type CutPoints, type Dimension, type Settings } from './settings';

const DECIMALS_SHOWN = 2;

/** Result `cut_points` by dimension, ascending. */
export function cutPointRows(rows: readonly Row[], dimension: Dimension): Row[] {
  return rows
    .filter((row) => row.dimension === dimension)
    .sort((a, b) => Number(a.position) - Number(b.position));
}

/** “13.8 / 33 / 72 / 180”; money keeps its cents on every point once one has them. */
export function cutPointsText(rows: readonly Row[], dimension: Dimension): string {
  const values = cutPointRows(rows, dimension).map((row) => Number(row.value));
  const most = Math.max(0, ...values.map(decimalsOf));
  return values
    .map((value) => {
      const decimals = dimension === 'm' && most > 0 ? DECIMALS_SHOWN : decimalsOf(value);
      return decimals === 0 ? formatInteger(value) : formatNumber(value, decimals);
    })
    .join(' / ');
}

/** Decimals a value needs, at most two. */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < DECIMALS_SHOWN; decimals += 1) {
    const scale = 10 ** decimals;
    if (Math.abs(Math.round(value * scale) / scale - value) < 10 ** -DECIMALS_SHOWN / 2) return decimals;
  }
  return DECIMALS_SHOWN;
}

/** What the editor starts from: the user's own points, or values that give the segments seen now. */
export function editablePoints(rows: readonly Row[], settings: Settings): CutPoints {
  const starts = (dimension: Dimension): number[] =>
    cutPointRows(rows, dimension).map((row) => Number(row.starts_at));
  return settings.cutPoints ?? { r: starts('r'), f: starts('f'), m: starts('m') };
}

/** The score that a cut point opens: the first of R leads to the best, the first of F and M away from the worst. */
export function scoreBeyond(dimension: Dimension, index: number, levels: number): number {
  return dimension === 'r' ? levels - index : index + 2;
}

/** True where there is a cut point to show; an empty shop has none. */
export function hasCutPoints(rows: readonly Row[]): boolean {
  return DIMENSIONS.every((dimension) => cutPointRows(rows, dimension).length > 0);
}
