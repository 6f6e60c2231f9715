/**
 * An order file of every-day awkwardness (quotes and commas inside quotes, inch marks, an always empty column) and the
 * ways in which files of its kind come damaged, each with the clean form that should be read from it.
 */
export interface Polluted {
  /** The class of damage. */
  kind: string;
  name: string;
  text: string;
  clean: { columns: string[]; rows: string[][] };
}

const NAMES = ['ORDER_DAY', 'AT', 'Pieces', 'ItemNo', 'Each', 'Family', 'ItemText', 'Page', 'Remark'];
const FAMILIES = ['Garden Chairs', 'Lamps', 'Rugs', 'Kitchen', 'Bath & Linen'];
const TEXTS = [
  'Folding Chair, Oak, Set of 2',
  'Floor Lamp "Luna", Brass',
  'Rug, Wool, Round 60"',
  'Chef\'s Knife, Steel, 8"',
  "Runner, Jute, 2'6\" x 8'",
  'Towel, Cotton, Ivory',
  "Lantern, Small, Baker's Dozen",
  'Runner, Sisal, 7\\\'10"',
  'Bench, Acacia, 48"',
  'Tray, Round, 14" & 16"',
];
const ROWS = 83;

/** A small generator of its own, so that the file is the same on every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function sourceRows(): string[][] {
  const random = numbers(7);
  const below = (n: number): number => Math.floor(random() * n);
  return Array.from({ length: ROWS }, (_, index) => {
    const item = below(TEXTS.length);
    const day = `${String(1 + below(28)).padStart(2, '0')}/${String(1 + Math.floor(index / 8)).padStart(2, '0')}/2019`;
    const time = `${String(below(24)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`;
    const price = `$${(5 + random() * 300).toFixed(2)}`;
    const page = `https://shop.example/items/${item}?v=${below(9)}`;
    return [
      day,
      time,
      String(1 + below(6)),
      `P${1000 + item}`,
      price,
      FAMILIES[below(5)]!,
      TEXTS[item]!,
      page,
      '',
    ];
  });
}

export const SOURCE = { columns: NAMES, rows: sourceRows() };

interface Style {
  delimiter: string;
  quote: '"' | "'";
  escape: 'double' | '\\' | 'none';
  newline: string;
  /** Columns that are quoted whether they need it or not. */
  always: readonly number[];
}
const STYLE: Style = { delimiter: ',', quote: '"', escape: 'double', newline: '\r\n', always: [6] };

function writeCell(value: string, column: number, style: Style): string {
  const { delimiter, quote, escape, always } = style;
  const needed =
    [delimiter, quote, '\n'].some((mark) => value.includes(mark)) ||
    (always.includes(column) && value !== '');
  if (!needed) return value;
  const by = escape === 'double' ? quote + quote : escape === '\\' ? `\\${quote}` : quote;
  return quote + value.replaceAll(quote, by) + quote;
}

const writeRow = (row: readonly string[], style: Style): string =>
  row.map((cell, column) => writeCell(cell, column, style)).join(style.delimiter);
const lines = (style: Style = STYLE): string[] =>
  [SOURCE.columns, ...SOURCE.rows].map((row) => writeRow(row, style));
const joined = (all: readonly string[], newline = STYLE.newline): string => all.join(newline) + newline;

/** Every polluted file; `stride` thins out those that damage one cell, row by column. */
export function* pollutedFiles(stride: number): Generator<Polluted> {
  yield* wholeFile();
  yield* tables();
  yield* separators(stride);
  yield* quotes(stride);
  yield* rowDelimiters();
}

function* wholeFile(): Generator<Polluted> {
  const clean = SOURCE;
  const whole = (kind: string, text: string, expected = clean): Polluted => ({
    kind,
    name: kind,
    text,
    clean: expected,
  });
  yield whole('as it is', joined(lines()));
  yield whole('no last newline', lines().join(STYLE.newline));
  yield whole('last newline twice', joined(lines()) + STYLE.newline);
  const unnamed = NAMES.map((_, index) => `column_${index + 1}`);
  yield whole('no header', joined(lines().slice(1)), { columns: unnamed, rows: SOURCE.rows });
  yield whole('header alone', joined(lines().slice(0, 1)), { columns: NAMES, rows: [] });
  yield whole('one row', joined(lines().slice(0, 2)), { columns: NAMES, rows: SOURCE.rows.slice(0, 1) });
  yield whole('LF', joined(lines({ ...STYLE, newline: '\n' }), '\n'));
  yield whole('CR', joined(lines(), '\r'));
  for (const delimiter of [';', '\t', ' ', ', ', '|'])
    yield whole(`delimiter ${JSON.stringify(delimiter)}`, joined(lines({ ...STYLE, delimiter })));
  yield whole("quote '", joined(lines({ ...STYLE, quote: "'" })));
  yield whole('escape \\', joined(lines({ ...STYLE, escape: '\\' })));
  yield whole('no escape', joined(lines({ ...STYLE, escape: 'none' })));
}

function* tables(): Generator<Polluted> {
  const clean = SOURCE;
  const [header = '', ...rows] = lines();
  for (const count of [2, 3]) {
    const columns = NAMES.map((name) => Array<string>(count).fill(name).join(' '));
    const text = joined([...Array<string>(count).fill(header), ...rows]);
    yield { kind: `header on ${count} rows`, name: 'same', text, clean: { columns, rows: SOURCE.rows } };
  }
  const padded = (first: string): string => first + ','.repeat(NAMES.length - 1);
  const empty = ','.repeat(NAMES.length - 1);
  yield {
    kind: 'title',
    name: 'padded, blank',
    text: joined([padded('Sales report'), empty, header, ...rows]),
    clean,
  };
  yield { kind: 'title', name: 'bare, blank', text: joined(['Sales report', '', header, ...rows]), clean };
  yield { kind: 'title', name: 'padded', text: joined([padded('Sales report'), header, ...rows]), clean };
  const both = { columns: NAMES, rows: [...SOURCE.rows, ...SOURCE.rows] };
  yield {
    kind: 'second table, same',
    name: 'same',
    text: joined([header, ...rows, header, ...rows]),
    clean: both,
  };
  yield {
    kind: 'second table, same',
    name: 'blank',
    text: joined([header, ...rows, '', header, ...rows]),
    clean: both,
  };
  const fewer = [NAMES, ...SOURCE.rows].map((row) => writeRow(row.slice(0, -1), STYLE));
  const more = [[...NAMES, 'Extra'], ...SOURCE.rows.map((row) => [...row, 'x'])].map((row) =>
    writeRow(row, STYLE),
  );
  for (const between of [[], [''], [padded('')]]) {
    yield {
      kind: 'second table, fewer',
      name: `${between.length}`,
      text: joined([header, ...rows, ...between, ...fewer]),
      clean,
    };
    yield {
      kind: 'second table, more',
      name: `${between.length}`,
      text: joined([header, ...rows, ...between, ...more]),
      clean,
    };
  }
}

const ALL = [NAMES, ...SOURCE.rows];

/** The source with one record changed, and its clean form. */
function changed(
  kind: string,
  at: number,
  line: string,
  record: readonly string[],
  column: number,
): Polluted {
  const all = lines();
  all[at] = line;
  const records = ALL.map((row, index) => (index === at ? [...record] : row));
  const [columns = [], ...rows] = records;
  return { kind, name: `row ${at}, column ${column}`, text: joined(all), clean: { columns, rows } };
}

function* separators(stride: number): Generator<Polluted> {
  let n = 0;
  for (let row = 1; row <= ROWS; row += 1) {
    for (let column = 0; column < NAMES.length - 1; column += 1) {
      n += 1;
      if (n % stride !== 0) continue;
      const cells = ALL[row]!.map((cell, index) => writeCell(cell, index, STYLE));
      const fewer = [
        ...cells.slice(0, column),
        `${cells[column]}${cells[column + 1]}`,
        ...cells.slice(column + 2),
      ];
      const values = ALL[row]!;
      // Where quotes meet, nothing says what was meant: those are left out.
      if (!fewer[column]!.includes('"')) {
        const merged = [
          ...values.slice(0, column),
          `${values[column]}${values[column + 1]}`,
          ...values.slice(column + 2),
          '',
        ];
        yield changed('separator missing', row, fewer.join(','), merged, column);
      }
      const more = [...cells.slice(0, column + 1), '', ...cells.slice(column + 1)];
      yield changed(
        'separator added',
        row,
        more.join(','),
        [...values.slice(0, column + 1), '', ...values.slice(column + 1)],
        column,
      );
    }
  }
}

function* quotes(stride: number): Generator<Polluted> {
  let n = 0;
  for (let row = 0; row <= ROWS; row += 1) {
    for (let column = 0; column < NAMES.length; column += 1) {
      n += 1;
      if (n % stride !== 0 && row > 0) continue;
      const cells = ALL[row]!.map((cell, index) => writeCell(cell, index, STYLE));
      const cell = cells[column]!;
      cells[column] = cell.startsWith('"') ? `""${cell.slice(1)}` : `"${cell}`;
      const values = ALL[row]!.map((value, index) => (index === column ? `"${value}` : value));
      yield changed('quote added', row, cells.join(','), values, column);
    }
  }
}

function* rowDelimiters(): Generator<Polluted> {
  for (let row = 0; row <= ROWS; row += 1) {
    for (const delimiter of [';', '\t', ' ', ', ']) {
      const line = writeRow(ALL[row]!, { ...STYLE, delimiter });
      yield changed(`row by ${JSON.stringify(delimiter)}`, row, line, ALL[row]!, 0);
    }
  }
}
