import { dateCandidates, type DatesRead } from './dates';
import { parseDay } from './date-text';
import { namesDate } from './fields';
import { isMasked } from './identifiers';
import { parseNumber, readNumbers, type NumbersRead } from './numbers';

const SAMPLE = 600;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^(?:\+?\d[\d ()-]{6,18}\d|1[3-9]\d[\d*]{4}\d{4})$/;

/** What a column holds, from the sample rows. Shares are of the non-blank values, unless said. */
export interface ColumnContent {
  values: string[];
  /** Of all rows. */
  blankShare: number;
  distinct: number;
  /** Distinct values over non-blank values. */
  uniqueness: number;
  numberShare: number;
  wholeShare: number;
  numbers: NumbersRead;
  dates: DatesRead;
  emailShare: number;
  phoneShare: number;
  /** Order numbers such as `#1001` or `A-20391`. */
  codeShare: number;
  maskedShare: number;
  longest: number;
}

/** @param header the column's name: numbers are only taken for counted days where it speaks of dates */
export function contentOf(
  rows: readonly (readonly string[])[],
  index: number,
  header: string,
): ColumnContent {
  const values = rows.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '');
  const step = Math.max(1, Math.ceil(values.length / SAMPLE));
  const looked = values.filter((_, at) => at % step === 0);
  const share = (holds: (value: string) => boolean): number =>
    looked.length === 0 ? 0 : looked.filter(holds).length / looked.length;
  const numbers = readNumbers(looked);
  const isWhole = (value: string): boolean =>
    /^-?\d+(\.0*)?$/.test(parseNumber(value, numbers.reading) ?? '');
  const distinct = new Set(values).size;
  return {
    values,
    blankShare: rows.length === 0 ? 1 : 1 - values.length / rows.length,
    distinct,
    uniqueness: values.length === 0 ? 0 : distinct / values.length,
    numberShare: looked.length === 0 ? 0 : numbers.readable / looked.length,
    wholeShare: share(isWhole),
    numbers,
    dates: dateCandidates(looked, namesDate(header)),
    emailShare: share((value) => EMAIL.test(value)),
    phoneShare: share((value) => PHONE.test(value) && parseDay(value, { kind: 'iso' }) === null),
    codeShare: share((value) => /^#?[A-Z]{0,4}-?\d{3,}(?:-\d+)*$/.test(value)),
    maskedShare: share(isMasked),
    longest: looked.reduce((longest, value) => Math.max(longest, value.length), 0),
  };
}
