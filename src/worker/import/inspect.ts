import { dateCandidates } from '../../intake/dates';
import { lineReadings } from '../../intake/fill-down';
import { TIME_OF_DAY } from '../../intake/fit';
import { readIds } from '../../intake/identifiers';
import { guessMapping } from '../../intake/mapping';
import { readNumbers } from '../../intake/numbers';
import { looksCancelled } from '../../intake/policies';
import type { Preset } from '../../intake/presets';
import type { RefundTable } from '../../intake/refund-columns';
import { refuseTable } from '../../intake/refusal';
import type { OpenedTable } from '../../engine/opening-protocol';
import type { ColumnProfile, DateReading, Field, Guess, Mapping, Readings, Reason } from '../../intake/types';
import { Refused } from '../failures';
import { profileOf } from './profiles';
import { wholeOf, type Whole } from './tables';

/** What a look at the sample of what was opened tells. */
export interface Inspection extends Whole {
  evidence: OpenedTable['evidence'];
  profiles: ColumnProfile[];
  guesses: Guess[];
  mapping: Mapping;
  /** The platform whose own export the columns look like; null where they do not. */
  preset: Preset | null;
}

/** Throws `Refused` with the sentence where there are no rows of orders. */
export function inspect(tables: readonly OpenedTable[], refunds: readonly RefundTable[]): Inspection {
  const [first] = tables;
  if (!first) throw new Error('There is no table to read');
  const whole = wholeOf(tables, refunds);
  const { read, rows } = whole;
  const refusal = refuseTable(read, rows);
  if (refusal) throw new Refused(refusal);
  const profiles = read.columns.map((name, index) => profileOf(name, rows, index));
  const { guesses, mapping, preset } = guessMapping(read.columns, profiles, rows);
  const evidence = whole.tables[0]?.evidence ?? first.evidence;
  return { ...whole, evidence, profiles, guesses, mapping, preset };
}

/** How each mapped column is read, from the sample; `dates` ranks more than one where the sample cannot tell. */
export function readingsOf(
  inspection: Pick<Inspection, 'read' | 'rows'>,
  mapping: Mapping,
): { readings: Readings; dates: DateReading[]; ambiguous: boolean; evidence: Reason | null } {
  const values = (field: Field): string[] | null => {
    const index = mapping[field] === undefined ? -1 : inspection.read.columns.indexOf(mapping[field]);
    if (index < 0) return null;
    return inspection.rows.map((row) => row[index] ?? '').filter((value) => value.trim() !== '');
  };
  const readings: Readings = lineReadings(inspection.read.columns, mapping, inspection.rows);
  for (const field of ['customer', 'order'] as const) {
    const found = values(field);
    if (found) readings[field] = readIds(found);
  }
  for (const field of [
    'amount',
    'quantity',
    'unitPrice',
    'discount',
    'orderDiscount',
    'refund',
    'tax',
    'shipping',
  ] as const) {
    // prettier-ignore
    const found = values(field);
    if (found) readings[field] = readNumbers(found).reading;
  }
  const money = values('amount') ?? values('unitPrice');
  if (money && mapping.currency === undefined) {
    const { signs } = readNumbers(money);
    if (signs.length > 1) readings.currencySigns = signs;
  }
  const orders = values('order');
  if (orders && looksCancelled(orders)) readings.cancelledPrefix = 'C';
  const days = stampsIn(inspection, mapping);
  if (!days) return { readings, dates: [], ambiguous: false, evidence: null };
  const candidates = dateCandidates(days);
  const first = candidates.readings[0];
  if (first) readings.orderedAt = first;
  return {
    readings,
    dates: candidates.readings,
    ambiguous: candidates.ambiguous,
    evidence: candidates.evidence,
  };
}

/** The values of the date column, with their times of day where another column has them; null without the column. */
function stampsIn({ read, rows }: Pick<Inspection, 'read' | 'rows'>, mapping: Mapping): string[] | null {
  const at = (field: Field): number => read.columns.indexOf(mapping[field] ?? '\0');
  const [dayAt, timeAt] = [at('orderedAt'), at('orderedTime')];
  if (mapping.orderedAt === undefined || dayAt < 0) return null;
  return rows.flatMap((row) => {
    const day = row[dayAt]?.trim() ?? '';
    const time = row[timeAt]?.trim() ?? '';
    if (day === '') return [];
    return [TIME_OF_DAY.test(time) ? `${day} ${time}` : day];
  });
}
