import type { DateReading, Reason } from './types';
import { formatsSeen, withTimes, type PartOrder } from './date-formats';
import { parseDay } from './date-text';
import { reason } from './reasons';

export interface DatesRead {
  /** Best first; empty where the column holds no dates. */
  readings: DateReading[];
  /** Day first and month first read the sample equally well: both are in `readings`, and only a person can tell. */
  ambiguous: boolean;
  evidence: Reason;
  /** Share of the non-blank values that the best reading reads. */
  share: number;
  /** True where values carry a zone or an offset, which is ignored. */
  hasZone: boolean;
}

/** A reading is offered when it reads this share of the sample. */
const NEARLY_ALL = 0.9;
const SAMPLE = 1000;

const ZONE = /:\d\d(?:[.,]\d+)?(?: ?[ap]m)? ?(?:z|utc|gmt|[ecmp][sd]t|[+-]\d\d:?(?:\d\d)?)$/i;

/**
 * The ways in which a column's texts can be read as dates, decided over a sample.
 * Formats are DuckDB's strptime; they must match the whole of a text after DATE_TEXT_RULES.
 */
export function dateCandidates(values: readonly string[]): DatesRead {
  const filled = spread(values.filter((value) => value.trim() !== ''));
  const hasZone = filled.some((value) => ZONE.test(value.trim()));
  const scored = candidateReadings(filled)
    .map((reading) => ({ reading, read: filled.filter((value) => parseDay(value, reading) !== null).length }))
    .filter(({ read }) => read > 0 && read >= filled.length * NEARLY_ALL);
  const most = Math.max(0, ...scored.map(({ read }) => read));
  const best = scored.filter(({ read }) => read === most).map(({ reading }) => reading);
  const first = earlyOrLateYear(filled, best);
  if (first === undefined) {
    return { readings: [], ambiguous: false, evidence: reason('intake_read_dates_none'), share: 0, hasZone };
  }
  // Simpler kinds come first among equals; a question remains only between a reading and its own twin.
  const twin = swapDayAndMonth(first);
  const twins = best.filter((reading) => twin && sameReading(reading, twin));
  const readings = [first, ...twins].sort((a, b) => travel(filled, a) - travel(filled, b));
  return {
    readings,
    ambiguous: twins.length > 0,
    evidence: evidenceOf(filled, first, twins.length > 0, most),
    share: most / filled.length,
    hasZone,
  };
}

/** Whether a reading takes the day or the month first; null where that is no question. */
export function dayOrMonth(reading: DateReading): 'day' | 'month' | null {
  if (reading.kind === 'iso') return null;
  const [format = ''] = reading.formats;
  if (/^%d[/.-]%m/.test(format)) return 'day';
  return /^%m[/.-]%d/.test(format) ? 'month' : null;
}

/** The same reading with days and months changed over; null where there is no such twin. */
export function swapDayAndMonth(reading: DateReading): DateReading | null {
  if (reading.kind === 'iso' || dayOrMonth(reading) === null) return null;
  return {
    kind: 'formats',
    formats: reading.formats.map((format) => format.replace(/^%([dm])([/.-])%([dm])/, '%$3$2%$1')),
  };
}

const WRITTEN = new Map(
  Object.entries({
    Y: 'yyyy',
    y: 'yy',
    m: 'mm',
    d: 'dd',
    b: 'mmm',
    B: 'mmmm',
    H: 'hh',
    I: 'hh',
    M: 'mm',
    S: 'ss',
  }),
);

/** A reading as people write formats: `yyyy-mm-dd`, `dd/mm/yyyy hh:mm`. */
export function datePattern(reading: DateReading): string {
  if (reading.kind === 'iso') return 'yyyy-mm-dd';
  return (reading.formats[0] ?? '').replace(
    /%([a-z])/gi,
    (_, letter: string) => WRITTEN.get(letter) ?? 'am/pm',
  );
}

function sameReading(a: DateReading, b: DateReading): boolean {
  return a.kind === 'formats' && b.kind === 'formats' && a.formats.join() === b.formats.join();
}

/** One reading for each kind of date in the sample, then the kinds together: files are pasted from several sources. */
function candidateReadings(values: readonly string[]): DateReading[] {
  const { days, times } = formatsSeen(values);
  const formats = (...orders: PartOrder[]): string[] =>
    orders.flatMap((order) => withTimes(days.get(order) ?? new Map<string, number>(), times));
  const kinds: PartOrder[][] = [
    ...(['ymd', 'compact', 'named', 'dmy', 'mdy', 'yymd'] as const).map((order) => [order]),
    ['ymd', 'compact', 'named'],
    ['dmy', 'ymd', 'compact', 'named'],
    ['mdy', 'ymd', 'compact', 'named'],
  ];
  // Where a sample has one kind only, the kinds together are that kind again.
  const distinct = new Map(kinds.map((orders) => formats(...orders)).map((list) => [list.join('\n'), list]));
  distinct.delete('');
  return [
    { kind: 'iso' },
    ...[...distinct.values()].map((list) => ({ kind: 'formats' as const, formats: list })),
  ];
}

/**
 * The first of equally good readings, except that `26/01/31` may begin with its year: then the reading under which rows
 * follow each other far more closely is taken.
 */
function earlyOrLateYear(values: readonly string[], best: readonly DateReading[]): DateReading | undefined {
  const [first] = best;
  const yearFirst = best.find(
    (reading) => reading.kind === 'formats' && reading.formats[0]?.startsWith('%y'),
  );
  if (!first || !yearFirst || values.length < 3) return first;
  return travel(values, yearFirst) * 10 < travel(values, first) ? yearFirst : first;
}

/** Days travelled from row to row. Files are mostly sorted by date: the right reading travels less. */
function travel(values: readonly string[], reading: DateReading): number {
  let travelled = 0;
  let previous: number | null = null;
  for (const value of values) {
    const day = parseDay(value, reading);
    if (day === null) continue;
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    const position = year * 372 + month * 31 + date;
    if (previous !== null) travelled += Math.abs(position - previous);
    previous = position;
  }
  return travelled;
}

function evidenceOf(values: readonly string[], best: DateReading, ambiguous: boolean, read: number): Reason {
  if (ambiguous) return reason('intake_read_dates_ambiguous', { example: values[0]?.trim() ?? '' });
  const unread = values.find((value) => parseDay(value, best) === null);
  if (unread !== undefined)
    return reason('intake_read_dates_most', { n: read, of: values.length, example: unread });
  const twin = swapDayAndMonth(best);
  const telling = twin && values.find((value) => parseDay(value, twin) === null);
  return telling
    ? reason('intake_read_dates_settled', { example: telling.trim() })
    : reason('intake_read_dates_one', { n: values.length });
}

/** At most SAMPLE values, evenly over the column and in its order. */
function spread(values: readonly string[]): readonly string[] {
  if (values.length <= SAMPLE) return values;
  return Array.from(
    { length: SAMPLE },
    (_, index) => values[Math.floor((index * values.length) / SAMPLE)] ?? '',
  );
}
