import type { Interval } from '../../statistics/wilson';

/** Everything the figure says, in words and places, before any pixel. */
export interface CohortFigure {
  rows: {
    /** First day of its period, or the value of the first order. */
    cohort: string;
    /** The last age that has begun. */
    lastAge: number;
    label: string;
    size: number;
    sizeText: string;
    doubtful: boolean;
    partial: boolean;
    /** Fewer customers than shares can be read from. */
    small: boolean;
  }[];
  /** Age of the first column. */
  firstAge: number;
  /** Headings of the age columns. */
  columns: string[];
  /** `step` is the colour class 1 to 7; null where a cell is printed without colour (the first orders themselves). */
  cells: {
    row: number;
    column: number;
    text: string;
    step: number | null;
    hatched: boolean;
    small: boolean;
    /** What colours compare, per customer of the cohort. */
    value: number;
    title: string;
  }[];
  averages: { label: string; values: string[]; tone: 'strong' | 'second' | 'third' }[];
  /** The average of each column as a number, with its interval where it is a share; null where nothing is complete. */
  means: { value: number | null; interval: Interval | null }[];
  /** Writes a number as the cells do. */
  write: (value: number | null) => string;
  /** Values are shares, written as per cent. */
  isShare: boolean;
  /** Six limits between the seven colour classes. */
  breaks: string[];
  words: { age: string; cohort: string; size: string; scale: string; partial: string; future: string };
  hasPartial: boolean;
  hasFuture: boolean;
}
