/** Everything intake decides about a file before a row of it is used. Pure data: it is saved in the notebook as it stands. */

/** The fields a column can mean. Names are public: mappings in notebooks and scripts use them. */
export const FIELDS = [
  'customer',
  'order',
  'orderedAt',
  'amount',
  'quantity',
  'unitPrice',
  'product',
  'productName',
  'category',
  'channel',
  'store',
  'region',
  'coupon',
  'status',
  'discount',
  'refund',
  'currency',
  'name',
  'email',
  'phone',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields whose values are numbers. */
export const NUMBER_FIELDS: readonly Field[] = ['amount', 'quantity', 'unitPrice', 'discount', 'refund'];

/** Field → the file's column name. A field absent from the mapping is not in the file. */
export type Mapping = Partial<Record<Field, string>>;

/** How bytes become fields. `quote: ''` means the file is not quoted. */
export interface ReadOptions {
  encoding: 'utf-8';
  delimiter: ',' | ';' | '\t' | '|';
  quote: '"' | "'" | '';
  /** The character that escapes a quote inside a quoted field; `"` doubles it. */
  escape: '"' | '\\';
  header: boolean;
  /** Column names in file order: from the header, made unique and non-empty, or `column_1`… when there is none. */
  columns: string[];
}

/** How a text column is read as a day or a moment. The shop's wall clock is kept: zones are never converted. */
export type DateReading =
  /** ISO-like text (`2011-12-09`, `2011-12-09 12:50:00`, `2011-12-09T12:50:00.000+08:00`): the first 19 characters are cast. */
  | { kind: 'iso' }
  /** strptime formats, tried in order (DuckDB's `try_strptime(text, [...])`), after `年月日` and the like are normalised. */
  | { kind: 'formats'; formats: string[] };

/** How a text column is read as a number. `plain` casts as it stands; otherwise marks and spaces are stripped first. */
export interface NumberReading {
  plain: boolean;
  decimal: '.' | ',';
  /** True where the values are written with a currency sign, so the sign can be named. */
  currencySign?: string;
}

/** How an id column is made comparable. Ids are text, always: leading zeros stay. */
export interface IdReading {
  /** `17850.0`, written by spreadsheets and pandas, is `17850`. Set only when every value ends so. */
  dropPointZero: boolean;
}

export interface Readings {
  orderedAt?: DateReading;
  customer?: IdReading;
  order?: IdReading;
  amount?: NumberReading;
  quantity?: NumberReading;
  unitPrice?: NumberReading;
  discount?: NumberReading;
  refund?: NumberReading;
  /** Order numbers that start so are cancellations (`C536379`); absent where none do. */
  cancelledPrefix?: string;
}

/** What to do with awkward rows. The first value of each is the default. */
export interface Policies {
  refunds: 'setAside' | 'net' | 'restate';
  zeroValue: 'setAside' | 'keep';
  duplicates: 'keep' | 'setAside';
  guests: 'setAside' | 'keep';
  /** How many orders one day holds in counts of orders. Rhythm and models always work on purchase days. */
  sameDay: 'separate' | 'merge';
  /** Order statuses that count; empty means all. */
  statuses: string[];
  /** The one currency whose rows are used, where the file names several. */
  currency: string | null;
  /** IANA zone printed on outputs; stamps are never converted. */
  timeZone: string | null;
  /** ISO day the export was taken, when known: the file covers every day before it. */
  exportedOn: string | null;
}

/** A column's profile over the whole file, from the engine. Counts are rows. */
export interface ColumnProfile {
  name: string;
  blank: number;
  distinct: number;
  /** Up to 5 distinct non-blank values, most frequent first. */
  examples: string[];
  /** Shortest and longest non-blank text, in characters. */
  shortest: number;
  longest: number;
}

/** Counts of how many non-blank values of a column read in each way; decided over a sample, then confirmed over the whole column. */
export interface Guess {
  column: string;
  field: Field | null;
  /** 0…3, drawn as three boxes. */
  sure: 0 | 1 | 2 | 3;
  /** Why: message key and its values, so that it can be said in both languages. */
  because: Reason[];
}

/** A sentence to be said in the reader's language: a message key of `src/messages` and its inputs. */
export interface Reason {
  key: string;
  values?: Record<string, string | number>;
}

/** Why a row is not used. A row has one reason: the first of this list that holds. Ids are public (`ImportReport.setAside`). */
export const SET_ASIDE_REASONS = [
  'malformed',
  'unreadable_date',
  'unreadable_amount',
  'no_customer',
  'status',
  'currency',
  'refund',
  'zero_value',
  'duplicate',
] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];
