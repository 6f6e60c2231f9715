import { isBlankRecord } from '../../intake/layout';
import type { CsvRecord } from '../../intake/records';

/** Further down nobody looks for names. */
const MOST = 100;

/** The lines on which the first records start, blank ones left out, as they are where records are counted. */
export function firstLines(records: readonly CsvRecord[]): number[] {
  const lines: number[] = [];
  for (const { line, fields } of records) {
    if (lines.length === MOST) break;
    if (!isBlankRecord(fields)) lines.push(line);
  }
  return lines;
}
