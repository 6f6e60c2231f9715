import type { CellValue, ColumnType, Row } from '../analyses/define';

export const CHART_MARKS = ['line', 'bar', 'dot', 'area', 'rect'] as const;
export type ChartMark = (typeof CHART_MARKS)[number];

/** What a reader chose to see of a result; names are its columns'. Without `y` rows are counted. */
export interface ChartChoice {
  mark: ChartMark;
  x: string | null;
  y: string | null;
  colour: string | null;
}

export interface ChartColumn {
  name: string;
  label: string;
  type: ColumnType;
}

/** How values of a column lie on an axis. Moments are milliseconds since 1970, UTC. */
export type AxisKind = 'number' | 'time' | 'category';

export interface ChartPoint {
  x: number | string;
  y: number | string;
  /** Index into `series`; 0 where there is one. */
  series: number;
  /** Only of `rect`: where the tile ends on an axis of numbers or time, and what it holds. */
  x2: number | null;
  y2: number | null;
  value: number;
}

export type ChartNote =
  | { kind: 'sampled'; shown: number; of: number }
  /** Rows of one place were added up. */
  | { kind: 'added'; rows: number; places: number }
  /** Values beyond the largest stand together. */
  | { kind: 'folded'; values: number }
  | { kind: 'blank'; rows: number };

export interface ChartData {
  mark: ChartMark;
  x: { kind: AxisKind; categories: string[] };
  y: { kind: AxisKind; categories: string[] };
  points: ChartPoint[];
  /** Values of the colour column, largest first; null stands for all others together. Empty without colours. */
  series: (string | null)[];
  notes: ChartNote[];
}

/** Stands on an axis for the values that are folded. No value of a result has it. */
export const OTHERS = '\u0000others';

/** As many as the palette tells apart, the last for all others. */
const MOST_SERIES = 6;
/** More names than this are not read on an axis. */
const MOST_CATEGORIES = 40;
/** More dots than this lie on one another. */
const MOST_DOTS = 4000;
const TILES = 24;

const TIMESTAMP = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const isNumeric = (type: ColumnType): boolean => ['integer', 'number', 'money', 'share'].includes(type);

export function axisKind(column: ChartColumn | undefined, rows: readonly Row[]): AxisKind {
  if (!column) return 'category';
  if (isNumeric(column.type)) return 'number';
  if (column.type === 'date') return 'time';
  // The engine's moments are text here; so is much else.
  const known = rows.map((row) => row[column.name]).filter((value) => value !== null && value !== undefined);
  const isTime = known.length > 0 && known.every((value) => TIMESTAMP.test(String(value)));
  return isTime ? 'time' : 'category';
}

/** What to begin with: a line over time, bars over names, dots of two numbers. */
export function automaticChart(columns: readonly ChartColumn[], rows: readonly Row[]): ChartChoice {
  const of = (kind: AxisKind) => columns.filter((column) => axisKind(column, rows) === kind);
  const [time] = of('time');
  const numbers = of('number');
  const names = of('category').filter(({ name }) => distinct(name, rows) <= MOST_CATEGORIES);
  const name = (column: ChartColumn | undefined): string | null => column?.name ?? null;
  const few = names.find((column) => distinct(column.name, rows) <= MOST_SERIES);
  if (time) return { mark: 'line', x: time.name, y: name(numbers[0]), colour: name(few) };
  if (names[0])
    return {
      mark: 'bar',
      x: names[0].name,
      y: name(numbers[0]),
      colour: name(names[1] === few ? few : undefined),
    };
  const [first, second] = numbers;
  if (!first) return { mark: 'bar', x: name(columns[0]), y: null, colour: null };
  if (!second) return { mark: 'bar', x: first.name, y: null, colour: null };
  // A whole number that rises by row is an axis (ages, days, order numbers).
  const isAxis = first.type === 'integer' && rises(first.name, rows);
  return { mark: isAxis ? 'line' : 'dot', x: first.name, y: second.name, colour: name(few) };
}

function distinct(name: string, rows: readonly Row[]): number {
  return new Set(rows.map((row) => row[name])).size;
}

function rises(name: string, rows: readonly Row[]): boolean {
  return rows.every((row, index) => index === 0 || Number(row[name]) > Number(rows[index - 1]?.[name]));
}

/** The rows as points to draw, no more than can be told apart, and what was done to them. */
export function chartData(
  choice: ChartChoice,
  columns: readonly ChartColumn[],
  rows: readonly Row[],
): ChartData {
  const column = (name: string | null) => columns.find((candidate) => candidate.name === name);
  const kinds = { x: axisKind(column(choice.x), rows), y: axisKind(column(choice.y), rows) };
  const isTiles = choice.mark === 'rect';
  const y = isTiles || kinds.y === 'number' ? choice.y : null;
  const notes: ChartNote[] = [];
  const known = rows.filter((row) => [choice.x, y].every((name) => name === null || !isBlank(row[name])));
  if (known.length < rows.length) notes.push({ kind: 'blank', rows: rows.length - known.length });
  return isTiles
    ? tiles(choice, kinds, known, notes, isNumericColumn(column(choice.colour)))
    : places(choice, y, kinds.x, known, notes);
}

const isBlank = (value: CellValue | undefined): boolean =>
  value === null || value === undefined || (typeof value === 'number' && !Number.isFinite(value));
const isNumericColumn = (column: ChartColumn | undefined): boolean =>
  column !== undefined && isNumeric(column.type);

function places(
  choice: ChartChoice,
  y: string | null,
  kind: AxisKind,
  rows: readonly Row[],
  notes: ChartNote[],
): ChartData {
  const amount = (row: Row): number => (y === null ? 1 : Number(row[y]));
  const x = (row: Row): string => (choice.x === null ? '' : String(row[choice.x]));
  const horizontal = fold(
    choice.x === null || kind !== 'category' ? [] : rows,
    x,
    amount,
    MOST_CATEGORIES,
    false,
  );
  const colours = fold(
    choice.colour === null ? [] : rows,
    (row) => String(row[choice.colour ?? ''] ?? '–'),
    amount,
    MOST_SERIES,
    true,
  );
  if (horizontal.folded > 0) notes.push({ kind: 'folded', values: horizontal.folded });
  if (colours.folded > 0) notes.push({ kind: 'folded', values: colours.folded });
  const point = (row: Row): ChartPoint => ({
    x: choice.x === null ? '' : kind === 'category' ? horizontal.of(x(row)) : position(kind, row[choice.x]),
    y: amount(row),
    series: choice.colour === null ? 0 : colours.index(String(row[choice.colour] ?? '–')),
    x2: null,
    y2: null,
    value: amount(row),
  });
  const points =
    choice.mark === 'dot' ? sampled(rows, notes).map(point) : added(rows.map(point), notes, y !== null);
  return {
    mark: choice.mark,
    x: {
      kind: choice.x === null ? 'category' : kind,
      categories: choice.x === null ? [''] : horizontal.names,
    },
    y: { kind: 'number', categories: [] },
    points: choice.mark === 'line' || choice.mark === 'area' ? inOrder(points, horizontal.names) : points,
    series: choice.colour === null ? [] : colours.names.map((name) => (name === OTHERS ? null : name)),
    notes,
  };
}

/** Milliseconds of a day or moment; the number itself. */
function position(kind: AxisKind, value: CellValue | undefined): number {
  if (kind === 'number') return Number(value);
  return Date.parse(`${String(value).replace(' ', 'T')}${String(value).length > 10 ? 'Z' : ''}`);
}

function inOrder(points: ChartPoint[], categories: readonly string[]): ChartPoint[] {
  const place = (x: number | string): number => (typeof x === 'number' ? x : categories.indexOf(x));
  return [...points].sort((a, b) => a.series - b.series || place(a.x) - place(b.x));
}

/** Every so many rows, from the first to the last: nothing random, so that a chart is the same tomorrow. */
function sampled(rows: readonly Row[], notes: ChartNote[]): readonly Row[] {
  if (rows.length <= MOST_DOTS) return rows;
  notes.push({ kind: 'sampled', shown: MOST_DOTS, of: rows.length });
  return Array.from(
    { length: MOST_DOTS },
    (_, index) => rows[Math.floor((index * (rows.length - 1)) / (MOST_DOTS - 1))]!,
  );
}

function added(points: readonly ChartPoint[], notes: ChartNote[], said: boolean): ChartPoint[] {
  const byPlace = new Map<string, ChartPoint>();
  for (const point of points) {
    const key = `${point.series} ${point.x}`;
    const there = byPlace.get(key);
    if (there) there.y = there.value += point.value;
    else byPlace.set(key, { ...point });
  }
  if (said && byPlace.size < points.length)
    notes.push({ kind: 'added', rows: points.length, places: byPlace.size });
  return [...byPlace.values()];
}

interface Folding {
  /** Kept names, then `OTHERS` where some are folded. */
  names: string[];
  folded: number;
  of: (name: string) => string;
  index: (name: string) => number;
}

/** The `most` names of largest amount; the others become one. In order of size, or as they come. */
function fold(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  amount: (row: Row) => number,
  most: number,
  bySize: boolean,
): Folding {
  const sizes = new Map<string, number>();
  for (const row of rows) sizes.set(nameOf(row), (sizes.get(nameOf(row)) ?? 0) + Math.abs(amount(row)));
  const largest = [...sizes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const isTooMany = largest.length > most;
  const kept = new Set(isTooMany ? largest.slice(0, most - 1) : largest);
  const names = (bySize ? largest : [...sizes.keys()]).filter((name) => kept.has(name));
  if (isTooMany) names.push(OTHERS);
  const of = (name: string): string => (kept.has(name) ? name : OTHERS);
  const places = new Map(names.map((name, index) => [name, index]));
  return { names, folded: largest.length - kept.size, of, index: (name) => places.get(of(name)) ?? 0 };
}

/** Two axes cut into tiles; each holds its rows' number, or the sum of a column of numbers. */
function tiles(
  choice: ChartChoice,
  kinds: { x: AxisKind; y: AxisKind },
  rows: readonly Row[],
  notes: ChartNote[],
  isSummed: boolean,
): ChartData {
  const amount = (row: Row): number => (isSummed ? Number(row[choice.colour ?? ''] ?? 0) : 1);
  const across = cut(choice.x, kinds.x, rows, amount, notes);
  const down = cut(choice.y, kinds.y, rows, amount, notes);
  const held = new Map<string, ChartPoint>();
  for (const row of rows) {
    const [x, x2] = across.tile(row);
    const [y, y2] = down.tile(row);
    const key = JSON.stringify([x, y]);
    const tile = held.get(key) ?? { x, x2, y, y2, series: 0, value: 0 };
    tile.value += amount(row);
    held.set(key, tile);
  }
  return {
    mark: 'rect',
    x: { kind: across.kind, categories: across.categories },
    y: { kind: down.kind, categories: down.categories },
    points: [...held.values()],
    series: [],
    notes,
  };
}

interface Cut {
  kind: AxisKind;
  categories: string[];
  tile: (row: Row) => [from: number | string, to: number | null];
}

function cut(
  name: string | null,
  kind: AxisKind,
  rows: readonly Row[],
  amount: (row: Row) => number,
  notes: ChartNote[],
): Cut {
  if (name === null) return { kind: 'category', categories: [''], tile: () => ['', null] };
  if (kind === 'category') {
    const folding = fold(rows, (row) => String(row[name]), amount, MOST_CATEGORIES, false);
    if (folding.folded > 0) notes.push({ kind: 'folded', values: folding.folded });
    return { kind, categories: folding.names, tile: (row) => [folding.of(String(row[name])), null] };
  }
  let least = Infinity;
  let most = -Infinity;
  for (const row of rows) {
    least = Math.min(least, position(kind, row[name]));
    most = Math.max(most, position(kind, row[name]));
  }
  const size = (most - least) / TILES || 1;
  return {
    kind,
    categories: [],
    tile: (row) => {
      const index = Math.min(TILES - 1, Math.floor((position(kind, row[name]) - least) / size));
      return [least + index * size, least + (index + 1) * size];
    },
  };
}
