import { dateCandidates } from '../../intake/dates';
import { parseRecords, sniffDialect } from '../../intake/dialect';
import { readIds } from '../../intake/identifiers';
import { guessMapping } from '../../intake/mapping';
import { readNumbers } from '../../intake/numbers';
import { looksCancelled } from '../../intake/policies';
import { refuseBytes, refuseTable } from '../../intake/refusal';
import type {
  ColumnProfile,
  DateReading,
  Field,
  Guess,
  Mapping,
  ReadOptions,
  Readings,
  Reason,
} from '../../intake/types';
import { Refused } from '../failures';
import { headOf, spreadSample, wholeLines } from './sample';

const SAMPLE_ROWS = 20_000;

/** What a look at the file's head and a few places further on tells. */
export interface Inspection {
  read: ReadOptions;
  evidence: Record<'encoding' | 'delimiter' | 'header', Reason>;
  /** Fields of up to 20,000 rows, header left out. */
  rows: string[][];
  /** Lines of the file on which the first of these rows start, 1-based: those of the head. */
  lines: number[];
  profiles: ColumnProfile[];
  guesses: Guess[];
  mapping: Mapping;
}

/** Throws `Refused` with the sentence where the file is no table of text. */
export async function inspect(file: File, chosen?: Partial<ReadOptions>): Promise<Inspection> {
  const head = await headOf(file);
  const refusal = refuseBytes(head, file.name, file.size);
  if (refusal) throw new Refused(refusal);
  const text = wholeLines(head, file.size);
  const sniffed = sniffDialect(text, chosen);
  const read = sniffed.read;
  const inHead = parseRecords(text, read, SAMPLE_ROWS).slice(read.header ? 1 : 0);
  const spread = await spreadSample(file);
  const further = spread === '' ? [] : parseRecords(spread, read, SAMPLE_ROWS);
  const rows = [...inHead, ...further].map((record) => record.fields);
  const empty = refuseTable(read, rows);
  if (empty) throw new Refused(empty);
  const profiles = read.columns.map((name, index) => profileOf(name, rows, index));
  const { guesses, mapping } = guessMapping(read.columns, profiles, rows);
  return {
    read,
    evidence: sniffed.evidence,
    rows,
    lines: inHead.map((record) => record.line),
    profiles,
    guesses,
    mapping,
  };
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
  const readings: Readings = {};
  for (const field of ['customer', 'order'] as const) {
    const found = values(field);
    if (found) readings[field] = readIds(found);
  }
  for (const field of ['amount', 'quantity', 'unitPrice', 'discount', 'refund'] as const) {
    const found = values(field);
    if (found) readings[field] = readNumbers(found).reading;
  }
  const orders = values('order');
  if (orders && looksCancelled(orders)) readings.cancelledPrefix = 'C';
  const days = values('orderedAt');
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

function profileOf(name: string, rows: readonly string[][], index: number): ColumnProfile {
  const counts = new Map<string, number>();
  let blank = 0;
  let shortest = Infinity;
  let longest = 0;
  for (const row of rows) {
    const value = row[index]?.trim() ?? '';
    if (value === '') {
      blank += 1;
      continue;
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    shortest = Math.min(shortest, value.length);
    longest = Math.max(longest, value.length);
  }
  const examples = [...counts.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([value]) => value);
  return { name, blank, distinct: counts.size, examples, shortest: longest === 0 ? 0 : shortest, longest };
}
