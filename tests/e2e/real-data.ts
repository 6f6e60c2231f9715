import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from './fixtures';

/** Real order files with truths computed elsewhere; outside the repository, and not always there. */
const DATA = join(import.meta.dirname, '../../../shared/data');

export const realFile = (path: string): string => join(DATA, path);

export const readReal = (path: string): string => readFileSync(realFile(path), 'utf8');

/** Skips, aloud, every test of the file where the real order files are absent. */
export function needsRealData(): void {
  test.skip(!existsSync(DATA), 'the real order files of ../shared/data are not here');
}

/** An independent program’s numbers; exact definitions stand inside each file. */
export function truth<Shape>(name: string): Shape {
  return JSON.parse(readReal(`truth/${name}.json`)) as Shape;
}

/** CDNOW's sample as an order CSV: customer (its second id), day, units, amount; purchases up to `lastDay`. */
export function cdnowCsv(lastDay: string): string {
  const lines = readReal('cdnow/CDNOW_sample.txt')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/))
    .map(([, customer, day = '', units, amount]) => {
      const iso = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
      return { iso, line: [customer, iso, units, amount].join(',') };
    });
  const kept = lines.filter(({ iso }) => iso <= lastDay).map(({ line }) => line);
  return ['customer_id,order_date,units,amount', ...kept, ''].join('\n');
}
