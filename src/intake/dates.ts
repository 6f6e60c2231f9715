import type { DateReading, Reason } from './types';
import { dateEvidence } from './date-evidence';
import { formatsSeen, withTimes, type PartOrder } from './date-formats';
import { swapDayAndMonth } from './date-order';
import { dateText, normaliseDateText, parseDay } from './date-text';
import { isLikelyEpoch } from './epochs';
import { monthNamesIn, type MonthNames } from './month-names';
import { reason } from './reasons';
import { isLikelySerial } from './serials';

export { datePattern, dayOrMonth, swapDayAndMonth } from './date-order';

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
 *
 * @param mayCount whether bare numbers may be days or seconds that are counted: false where nothing says that the
 *   column holds dates, for ids and amounts look the same
 */
export function dateCandidates(values: readonly string[], mayCount = true): DatesRead {
  const filled = spread(values.filter((value) => value.trim() !== ''));
  const hasZone = filled.some((value) => ZONE.test(value.trim()));
  const scored = scoredReadings(filled, mayCount).filter(
    ({ read }) => read > 0 && read >= filled.length * NEARLY_ALL,
  );
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
    evidence: dateEvidence(filled, first, twins.length > 0, most),
    share: most / filled.length,
    hasZone,
  };
}

interface Scored {
  reading: DateReading;
  /** Values of the sample that it reads. */
  read: number;
}

/** Names of months and counted days are only looked for where plainer readings leave something unread. */
function scoredReadings(values: readonly string[], mayCount: boolean): Scored[] {
  const plain = scoredBy(values, candidateReadings(values, null));
  const most = Math.max(0, ...plain.map(({ read }) => read));
  if (most === values.length) return plain;
  const names = monthNamesIn(values.map(normaliseDateText));
  const worded = names ? scoredBy(values, candidateReadings(values, names)) : [];
  const texts = [...plain, ...worded];
  if (!mayCount) return texts;
  return [...texts, ...withSerials(values, texts), ...countedReadings(values)];
}

function scoredBy(values: readonly string[], readings: readonly DateReading[]): Scored[] {
  return readings.map((reading) => ({
    reading,
    read: values.filter((value) => parseDay(value, reading) !== null).length,
  }));
}

/** Formats for the texts of a column and day numbers for the rest, where there are both. */
function withSerials(values: readonly string[], texts: readonly Scored[]): Scored[] {
  if (!values.some(isLikelySerial)) return [];
  return texts.flatMap(({ reading, read }) =>
    reading.kind === 'formats' && read > 0 ? scoredBy(values, [{ ...reading, serial: 1900 }]) : [],
  );
}

function countedReadings(values: readonly string[]): Scored[] {
  const count = (holds: (value: string) => boolean): number => values.filter(holds).length;
  return [
    { reading: { kind: 'serial', epoch: 1900 }, read: count(isLikelySerial) },
    ...(['s', 'ms'] as const).map((unit): Scored => {
      return { reading: { kind: 'epoch', unit }, read: count((value) => isLikelyEpoch(value, unit)) };
    }),
  ];
}

/** One reading for each kind of date in the sample, then the kinds together: files are pasted from several sources. */
function candidateReadings(values: readonly string[], monthNames: MonthNames | null): DateReading[] {
  const { days, times } = formatsSeen(values.map((value) => dateText(value, monthNames ?? undefined)));
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
  const readings = [...distinct.values()].map((list): DateReading => {
    return monthNames ? { kind: 'formats', formats: list, monthNames } : { kind: 'formats', formats: list };
  });
  return monthNames ? readings : [{ kind: 'iso' }, ...readings];
}

function sameReading(a: DateReading, b: DateReading): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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

/** At most SAMPLE values, evenly over the column and in its order. */
function spread(values: readonly string[]): readonly string[] {
  if (values.length <= SAMPLE) return values;
  return Array.from(
    { length: SAMPLE },
    (_, index) => values[Math.floor((index * values.length) / SAMPLE)] ?? '',
  );
}
