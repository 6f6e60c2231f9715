import type { DateReading } from './types';

/** Whether a reading takes the day or the month first; null where that is no question. */
export function dayOrMonth(reading: DateReading): 'day' | 'month' | null {
  if (reading.kind !== 'formats') return null;
  // Kinds are pasted together: the one that is a question need not be first.
  const format = reading.formats.find((each) => /^%[dm][/.-]%[dm]/.test(each)) ?? '';
  if (/^%d/.test(format)) return 'day';
  return /^%m/.test(format) ? 'month' : null;
}

/** The same reading with days and months changed over; null where there is no such twin. */
export function swapDayAndMonth(reading: DateReading): DateReading | null {
  if (reading.kind !== 'formats' || dayOrMonth(reading) === null) return null;
  return {
    ...reading,
    formats: reading.formats.map((format) => format.replace(/^%([dm])([/.-])%([dm])/, '%$3$2%$1')),
  };
}

const WRITTEN = new Map(
  Object.entries({ Y: 'yyyy', y: 'yy', m: 'mm', d: 'dd', b: 'mmm', B: 'mmmm', H: 'hh', I: 'hh', M: 'mm', S: 'ss' }),
); // prettier-ignore

/** A reading as people write formats: `yyyy-mm-dd`, `dd/mm/yyyy hh:mm`; counted days and seconds by the name of their count. */
export function datePattern(reading: DateReading): string {
  switch (reading.kind) {
    case 'iso':
      return 'yyyy-mm-dd';
    case 'serial':
      return `Excel ${reading.epoch}`;
    case 'epoch':
      return `Unix ${reading.unit}`;
    case 'formats':
      return (reading.formats[0] ?? '').replace(
        /%([a-z])/gi,
        (_, letter: string) => WRITTEN.get(letter) ?? 'am/pm',
      );
  }
}
