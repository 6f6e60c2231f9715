import { dayAndFormat, parseDay } from './date-text';
import { datePattern, swapDayAndMonth } from './date-order';
import { reason } from './reasons';
import { isLikelySerial } from './serials';
import type { DateReading, Reason } from './types';
import { valueReason } from './value-reasons';

/** What speaks for a reading of a sample's dates, in one sentence. `read` of the `values` read. */
export function dateEvidence(
  values: readonly string[],
  best: DateReading,
  ambiguous: boolean,
  read: number,
): Reason {
  const [example = ''] = values;
  if (ambiguous) return reason('intake_read_dates_ambiguous', { example: example.trim() });
  const unread = values.find((value) => parseDay(value, best) === null);
  if (best.kind === 'formats') {
    const counts = patternCounts(values, best);
    if (counts.size > 1) return mixedEvidence(counts, values.length - read, unread);
  }
  if (unread !== undefined)
    return reason('intake_read_dates_most', { n: read, of: values.length, example: unread });
  const first = parseDay(example, best) ?? '';
  if (best.kind === 'serial') return valueReason('values_dates_serial', { n: read, example, first });
  if (best.kind === 'epoch') return valueReason('values_dates_epoch', { n: read, example, first });
  const twin = swapDayAndMonth(best);
  const telling = twin && values.find((value) => parseDay(value, twin) === null);
  return telling
    ? reason('intake_read_dates_settled', { example: telling.trim() })
    : reason('intake_read_dates_one', { n: values.length });
}

/** How many values each way of writing a day has, the most frequent first; times of day are not told apart. */
function patternCounts(
  values: readonly string[],
  reading: Extract<DateReading, { kind: 'formats' }>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const format = dayAndFormat(value, reading)?.format;
    const isSerial = format === undefined && reading.serial !== undefined && isLikelySerial(value);
    if (format === undefined && !isSerial) continue;
    const pattern =
      format === undefined
        ? datePattern({ kind: 'serial', epoch: reading.serial ?? 1900 })
        : datePattern({ kind: 'formats', formats: [format.replace(/ ?%[HIMSp].*$/, '')] });
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

function mixedEvidence(counts: ReadonlyMap<string, number>, n: number, unread: string | undefined): Reason {
  const list = [...counts].map(([pattern, count]) => `${pattern} (${count})`).join(', ');
  return unread === undefined
    ? valueReason('values_dates_mixed', { list })
    : valueReason('values_dates_mixed_unread', { list, n, example: unread });
}
