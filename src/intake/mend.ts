import { isDataCell } from './cell-kinds';
import { fieldsNamed } from './fields';
import { closingQuote, FieldScanner, unescapeQuotes, type Dialect } from './fields-of-line';
import { DELIMITERS } from './types';

/** What the rows of a table look like, by which a damaged one is read. */
export interface Expectation {
  /** Fields of a row. */
  width: number;
  /** For each column, whether it holds numbers, dates and the like. */
  isData: readonly boolean[];
  /** Whether the file names its columns in its own delimiter: what stands above them is a title, however it splits. */
  hasNames?: boolean;
}

export interface Mended {
  fields: string[];
  /** Whether there are as many fields as expected. */
  isExact: boolean;
  /** 0 where nothing was misplaced; about 1 for each quote that was. */
  cost: number;
  /** Steps it took. */
  work: number;
}

/** What a misplaced quote costs, by where it stands; a field too many or too few costs `MISCOUNT`. */
const COST = {
  /** `5" pipe` */ inside: 0.1,
  /** `5 pipe"` */ atEnd: 0.5,
  /** `"a" b`, read as `a b` */ tail: 0.7,
  /** `""02:15"` and `"Round 48""`: quotes inside that nobody escaped */ unescaped: 0.8,
  /** `"5 pipe` */ opening: 1,
  /** A field end inside a quoted field: it is hardly one field. */ swallowed: 3,
  /** `"Luna", brass` inside a quoted field */ prose: 0.5,
};
const MISCOUNT = 0.6;
/** Delimiters in a line after which it is not mended: the steps grow with their square. */
const MOST_DELIMITERS = 400;

/**
 * A line with misplaced quotes as the fields that fit best: as many as expected, with as few quotes as can be out of
 * place. Null where the line is beyond mending. Dynamic programming over the line's delimiters: the cheapest way to
 * make k fields of its first n pieces.
 */
export function mendLine(text: string, dialect: Dialect, expected: Expectation): Mended | null {
  const { width } = expected;
  const line = dialect.delimiter === ', ' && text.endsWith(',') ? `${text} ` : text;
  if (dialect.quote === '' || dialect.delimiter === 'aligned') return null;
  const starts = piecesOf(line, dialect);
  const pieces = starts.length - 1;
  if (pieces > MOST_DELIMITERS || pieces < 1) return null;
  const most = Math.min(pieces, width + 2);
  const gap = dialect.delimiter.length;
  const best = Array.from({ length: most + 1 }, () => new Float64Array(pieces + 1).fill(Infinity));
  const from = Array.from({ length: most + 1 }, () => new Int32Array(pieces + 1));
  best[0]![0] = 0;
  let work = pieces;
  for (let start = 0; start < pieces; start += 1) {
    for (let end = start + 1; end <= pieces; end += 1) {
      const raw = line.slice(starts[start], starts[end]! - gap);
      if (end > start + 1 && !opensQuote(raw, dialect)) break;
      const { cost } = fieldOf(raw, end - start > 1, dialect);
      work += 1 + raw.length / 50;
      if (cost === Infinity) continue;
      for (let count = 0; count < most; count += 1) {
        const total = best[count]![start]! + cost;
        if (total >= best[count + 1]![end]!) continue;
        best[count + 1]![end] = total;
        from[count + 1]![end] = start;
      }
      work += most / 8;
    }
  }
  let count = 0;
  let least = Infinity;
  for (let fields = 1; fields <= most; fields += 1) {
    const total = best[fields]![pieces]! + MISCOUNT * Math.abs(fields - width);
    if (total < least) [count, least] = [fields, total];
  }
  if (count === 0) return null;
  const fields: string[] = [];
  for (let n = count, end = pieces; n > 0; n -= 1) {
    const start = from[n]![end]!;
    const raw = line.slice(starts[start], starts[end]! - gap);
    fields.unshift(fieldOf(raw, end - start > 1, dialect).value);
    end = start;
  }
  return { fields, isExact: count === width, cost: best[count]![pieces]!, work };
}

/** Where the pieces between delimiters start; the last entry is where one behind the line would. */
function piecesOf(line: string, { delimiter }: Dialect): number[] {
  const starts = [0];
  for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, at + delimiter.length)) {
    starts.push(at + delimiter.length);
  }
  starts.push(line.length + delimiter.length);
  return starts;
}

const opensQuote = (raw: string, { quote, delimiter }: Dialect): boolean =>
  (delimiter === ' ' ? raw : raw.trimStart()).startsWith(quote);

/** One field of this text: its value, and what it costs to take it for one. */
function fieldOf(raw: string, hasDelimiter: boolean, dialect: Dialect): { value: string; cost: number } {
  const { quote, delimiter } = dialect;
  const first = raw.indexOf(quote);
  if (first < 0) return { value: raw, cost: hasDelimiter ? Infinity : 0 };
  const text = delimiter === ' ' ? raw : raw.trim();
  const opens = text.startsWith(quote);
  if (opens && text.length > 1 && text.endsWith(quote)) {
    const inner = text.slice(1, -1);
    const close = closingQuote(text, 1, dialect);
    if (close === text.length - 1) return { value: unescapeQuotes(inner, dialect), cost: 0 };
    return { value: unescapeQuotes(inner, dialect), cost: COST.unescaped + endsInside(inner, dialect) };
  }
  if (opens) {
    const close = closingQuote(text, 1, dialect);
    const tail = close === null ? quote : text.slice(close + 1);
    if (!tail.includes(quote) && !tail.includes(delimiter))
      return { value: unescapeQuotes(text.slice(1, close ?? 0), dialect) + tail, cost: COST.tail };
  }
  if (hasDelimiter) return { value: raw, cost: Infinity };
  if (opens) return { value: text, cost: COST.opening };
  return { value: raw, cost: text.endsWith(quote) ? COST.atEnd : COST.inside };
}

/** What it costs that fields seem to end or begin inside one; less where a blank follows, as in prose. */
function endsInside(inner: string, { quote, delimiter }: Dialect): number {
  let cost = 0;
  for (const mark of [quote + delimiter, delimiter + quote]) {
    for (let at = inner.indexOf(mark); at >= 0; at = inner.indexOf(mark, at + 1)) {
      const isProse = mark.startsWith(quote) && inner[at + mark.length] === ' ';
      cost += isProse ? COST.prose : COST.swallowed;
    }
  }
  return cost;
}

/**
 * The fields of a line that is written with another delimiter than its file: there are exactly as many as expected, no
 * quote is out of place, and data stands where data belongs. Null where no delimiter does that.
 * `count` are the fields by the file's own delimiter; names are accepted where no row has been seen yet.
 */
export function splitOtherwise(
  line: string,
  dialect: Dialect,
  count: number,
  expected: Expectation,
  mayBeNames: boolean,
): string[] | null {
  const { width } = expected;
  if (mayBeNames && expected.hasNames) return null;
  if (width < 3 || (count !== width && count > Math.max(2, width * 0.8))) return null;
  for (const delimiter of DELIMITERS) {
    if (delimiter === dialect.delimiter || delimiter === 'aligned' || !line.includes(delimiter)) continue;
    // Where the count is right already, only blanks behind each delimiter are another way to write.
    if (count === width && delimiter !== ', ') continue;
    const scanned = scannerOf({ ...dialect, delimiter }).scan(line, 0, true);
    if (!scanned || scanned.strays > 0 || scanned.fields.length !== width) continue;
    if (holdsData(scanned.fields, expected)) return scanned.fields;
    if (mayBeNames && looksLikeNames(scanned.fields, expected, delimiter)) return scanned.fields;
  }
  return null;
}

function holdsData(fields: readonly string[], { isData }: Expectation): boolean {
  const cells = fields.filter((cell, index) => isData[index] && cell.trim() !== '');
  return cells.length > 0 && cells.filter(isDataCell).length >= cells.length / 2;
}

/** Any prose is words between spaces: those are names only where most are known for it. */
function looksLikeNames(
  fields: readonly string[],
  { isData }: Expectation,
  delimiter: Dialect['delimiter'],
): boolean {
  if (fields.some((cell, index) => isData[index] && isDataCell(cell))) return false;
  const names =
    delimiter === ' '
      ? fields.filter((cell) => fieldsNamed(cell).some(({ weight }) => weight >= 2))
      : fields.filter((cell) => cell.trim() !== '');
  return names.length >= fields.length * 0.6;
}

const scanners = new Map<string, FieldScanner>();

function scannerOf(dialect: Dialect): FieldScanner {
  const key = `${dialect.quote}${dialect.escape}${dialect.delimiter}`;
  let scanner = scanners.get(key);
  if (!scanner) scanners.set(key, (scanner = new FieldScanner(dialect)));
  return scanner;
}
