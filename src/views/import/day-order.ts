/** Whether days or months come first in the file's dates, where the file itself does not tell. */
export interface DayOrder {
  /** What the reader said; null where nothing was said. */
  readonly said: boolean | null;
  /** Both orders read, and nothing was said: the file cannot be imported yet. */
  readonly undecided: boolean;
  decide: (dayFirst: boolean) => void;
}
