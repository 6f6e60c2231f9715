import type { Row } from '../analyses/define';
import type { Design } from './logistic';

/** One level of a factor, with those counted in it. */
export interface Level {
  place: number;
  kind: string;
  level: string | null;
  low: number | null;
  high: number | null;
  customers: number;
  returned: number;
  isReference: boolean;
  /** Its column in the design, from 0; null for the reference and for all levels of a factor that does not vary. */
  column: number | null;
}

export interface Factor {
  attribute: string;
  position: number;
  levels: Level[];
}

export interface Counted {
  factors: Factor[];
  customers: number;
  returned: number;
  columns: number;
  /** All customers, and those of them held out: the rows are the same, in the same order. */
  design: Design;
  heldOut: Pick<Design, 'trials' | 'successes'>;
}

/** Places are coded five bits each; doubles hold whole numbers up to 53 bits, so there may be ten factors. */
const PLACES = 32;

/**
 * Rows of `part` “level” (the levels of each factor) and “cell” (counts by combination of levels, `code` their places in
 * base 32 by the factor's position) as a design: one column of 0 and 1 per level but the reference, the factors in order.
 */
export function countedDesign(rows: readonly Row[]): Counted {
  const factors = factorsOf(rows.filter((row) => row['part'] === 'level'));
  const cells = rows.filter((row) => row['part'] === 'cell');
  let columns = 0;
  const tables = factors
    .filter(({ levels }) => levels.length > 1)
    .map(({ position, levels }) => {
      const columnAt = new Int32Array(PLACES).fill(-1);
      for (const level of levels) {
        if (level.isReference) continue;
        level.column = columns;
        columnAt[level.place] = columns;
        columns += 1;
      }
      return { scale: PLACES ** position, columnAt };
    });
  const starts = new Int32Array(cells.length + 1);
  const places = new Int32Array(cells.length * tables.length);
  const trials = new Float64Array(cells.length);
  const successes = new Float64Array(cells.length);
  const heldTrials = new Float64Array(cells.length);
  const heldSuccesses = new Float64Array(cells.length);
  let customers = 0;
  let returned = 0;
  let used = 0;
  let rowCount = 0;
  let codeBefore: number | null = null;
  for (const cell of cells) {
    const code = Number(cell['code']);
    // Those to fit and those held out of one combination stand next to each other: they are one row of the design.
    if (code !== codeBefore) {
      for (const { scale, columnAt } of tables) {
        const column = columnAt[Math.floor(code / scale) % PLACES]!;
        if (column >= 0) {
          places[used] = column;
          used += 1;
        }
      }
      rowCount += 1;
      starts[rowCount] = used;
      codeBefore = code;
    }
    const row = rowCount - 1;
    const inCell = Number(cell['customers']);
    const returnedOfCell = Number(cell['returned']);
    customers += inCell;
    returned += returnedOfCell;
    trials[row]! += inCell;
    successes[row]! += returnedOfCell;
    if (cell['is_held_out'] !== true) continue;
    heldTrials[row]! += inCell;
    heldSuccesses[row]! += returnedOfCell;
  }
  return {
    factors,
    customers,
    returned,
    columns,
    design: {
      columns,
      starts: starts.subarray(0, rowCount + 1),
      places: places.subarray(0, used),
      values: new Float64Array(used).fill(1),
      trials: trials.subarray(0, rowCount),
      successes: successes.subarray(0, rowCount),
    },
    heldOut: { trials: heldTrials.subarray(0, rowCount), successes: heldSuccesses.subarray(0, rowCount) },
  };
}

function factorsOf(rows: readonly Row[]): Factor[] {
  const factors = new Map<string, Factor>();
  for (const row of rows) {
    const attribute = String(row['attribute']);
    const factor = factors.get(attribute) ?? { attribute, position: Number(row['position']), levels: [] };
    factors.set(attribute, factor);
    factor.levels.push({
      place: Number(row['place']),
      kind: String(row['kind']),
      level: typeof row['level'] === 'string' ? row['level'] : null,
      low: typeof row['low'] === 'number' ? row['low'] : null,
      high: typeof row['high'] === 'number' ? row['high'] : null,
      customers: Number(row['customers']),
      returned: Number(row['returned']),
      isReference: row['is_reference'] === true,
      column: null,
    });
  }
  return [...factors.values()];
}

/** Columns of a factor that the fit could tell from the others, counted with the intercept as column 0. */
export function placesOf(factor: Factor, aliased: readonly boolean[]): number[] {
  return factor.levels.flatMap(({ column }) => (column === null || aliased[column + 1] ? [] : [column + 1]));
}
