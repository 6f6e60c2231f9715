/** Everything intake decides about a file before a row of it is used. Pure data: it is saved in the notebook as it stands. */

import type { IdentityPolicy } from './identity';

/** The fields a column can mean. Names are public: mappings in notebooks and scripts use them. */
export const FIELDS = [
  'customer',
  'order',
  'orderedAt',
  'orderedTime',
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
  'orderDiscount',
  'refund',
  'tax',
  'shipping',
  'currency',
  'name',
  'email',
  'phone',
] as const;
export type Field = (typeof FIELDS)[number];

/** Fields whose values are numbers. */
export const NUMBER_FIELDS: readonly Field[] = [
  'amount',
  'quantity',
  'unitPrice',
  'discount',
  'orderDiscount',
  'refund',
  'tax',
  'shipping',
];

/** Field → the file's column name. A field absent from the mapping is not in the file. */
export type Mapping = Partial<Record<Field, string>>;

/** Encodings a file can be read in: labels of the Encoding Standard, which every browser's TextDecoder knows. */
export const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'gb18030',
  'big5',
  'shift_jis',
  'windows-1252',
  'iso-8859-1',
  'macintosh',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Names as readers know them, the same in every language. */
export const ENCODING_NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  gb18030: 'GB18030',
  big5: 'Big5',
  shift_jis: 'Shift-JIS',
  'windows-1252': 'Windows-1252',
  'iso-8859-1': 'ISO-8859-1',
  macintosh: 'Mac Roman',
};

/** What stands between two fields. `', '` is a comma and a space; `aligned` are columns padded with spaces. */
export const DELIMITERS = [',', ';', '\t', '|', ', ', ' ', 'aligned'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a client's file becomes rows. `quote: ''` means the file is not quoted. */
export interface ReadOptions {
  encoding: Encoding;
  delimiter: Delimiter;
  quote: '"' | "'" | '';
  /** The character that escapes a quote inside a quoted field; `"` doubles it. */
  escape: '"' | '\\';
  /** Records above the names (or above the first row, where there are none): titles, notes. Blank lines are no records. */
  skip: number;
  /** Whether names stand above the rows. */
  header: boolean;
  /** Records the names are written on; more than one are joined with a space. 0 where `header` is false. */
  headerRows: number;
  /** Column names in file order: from the header, made unique and non-empty, or `column_1`… when there is none. */
  columns: string[];
}

/** How the engine reads a text that was made ready for it. */
export interface EngineText {
  delimiter: ',' | ';' | '\t' | '|';
  quote: '"' | "'" | '';
  escape: '"' | '\\';
  /** Whether the first record of the text holds names, and is no row. */
  header: boolean;
  /** Whether the first field of every record is its line in the client's file, before the table's own columns. */
  numbered: boolean;
}

/** Day zero of spreadsheets: 1900 in Excel, Sheets and WPS, 1904 in workbooks from old Macs. */
export type SerialEpoch = 1900 | 1904;

/** How a text column is read as a day or a moment. The shop's wall clock is kept: zones are never converted. */
export type DateReading =
  /** ISO-like text (`2011-12-09`, `2011-12-09 12:50:00`, `2011-12-09T12:50:00.000+08:00`): the first 19 characters are cast. */
  | { kind: 'iso' }
  /** strptime formats, tried in order (DuckDB's `try_strptime(text, [...])`), after `年月日` and the like are normalised. */
  | {
      kind: 'formats';
      formats: string[];
      /** Months in words of another language, in lower case, longest first, with their numbers 1…12. */
      monthNames?: [name: string, month: number][];
      /** What no format reads may be a spreadsheet's day number: columns pasted from several sources hold both. */
      serial?: SerialEpoch;
    }
  /** Day numbers of a spreadsheet, `45123` or `45123.375`, on the clock of whoever typed them. */
  | { kind: 'serial'; epoch: SerialEpoch }
  /** Seconds (10 digits) or milliseconds (13 digits) since 1970-01-01 in UTC; they become the UTC clock. */
  | { kind: 'epoch'; unit: 's' | 'ms' };

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
  /** `="3100000000000000011"`, written so that spreadsheets leave long numbers alone, is the number; so is `'3100…`. */
  dropFormula?: boolean;
}

export interface Readings {
  orderedAt?: DateReading;
  customer?: IdReading;
  order?: IdReading;
  amount?: NumberReading;
  quantity?: NumberReading;
  unitPrice?: NumberReading;
  discount?: NumberReading;
  orderDiscount?: NumberReading;
  refund?: NumberReading;
  tax?: NumberReading;
  shipping?: NumberReading;
  /** Signs that the amounts bear, where they bear several and no column names the currency: `$`, `€`. */
  currencySigns?: string[];
  /** Order numbers that start so are cancellations (`C536379`); absent where none do. */
  cancelledPrefix?: string;
  /** What belongs to the order stands on the first of its lines only, and is carried down to the others. */
  fillDown?: boolean;
  /** The discount column is money off what quantity × unit price gives, and is taken off the amount of its row. */
  subtractDiscount?: boolean;
}

/** What to do with awkward rows. The first value of each is the default. */
export interface Policies {
  refunds: 'setAside' | 'net' | 'restate';
  zeroValue: 'setAside' | 'keep';
  duplicates: 'keep' | 'setAside';
  guests: 'setAside' | 'keep';
  /** By what customers are told apart. */
  identity: IdentityPolicy;
  /** How many orders one day holds in counts of orders. Rhythm and models always work on purchase days. */
  sameDay: 'separate' | 'merge';
  /**
   * Order statuses that count, as the file writes them. Empty means by what they say: cancelled, unpaid, refunded and
   * test orders by their own policies, all others count. A list is the last word on every status.
   */
  statuses: string[];
  /** Orders whose status says that nothing was paid. */
  unpaid: 'setAside' | 'keep';
  /** Orders whose customer, e-mail address, coupon or status says test. */
  testOrders: 'setAside' | 'keep';
  /** Lines of postage, fees, gift cards. */
  nonProducts: 'keep' | 'setAside';
  /** Rows of a later file that stand in an earlier one, identical in all columns. */
  overlaps: 'setAside' | 'keep';
  /** The currency of revenue, where the file names several. Rows in others are converted by `rates` or set aside. */
  currency: string | null;
  /** What one unit of another currency is worth in `currency`: `{ EUR: 7.8 }` with currency CNY. */
  rates: Record<string, number>;
  /** What the tax column does to amounts: nothing, comes off them, or is added to them. */
  tax: 'asIs' | 'out' | 'in';
  /** The same of postage and delivery. */
  shipping: 'asIs' | 'out' | 'in';
  /** IANA zone of the clock that the file's stamps are written by; null is the shop's own clock. */
  fileTimeZone: string | null;
  /**
   * IANA zone of the shop, whose clock all days are counted by. Stamps are converted to it from `fileTimeZone`, and those
   * that carry an offset of their own from that; days without a time of day never are. Null leaves stamps as they stand.
   */
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
  'repeated_header',
  'total_line',
  'other_table',
  'malformed',
  'unreadable_date',
  'unreadable_amount',
  'no_customer',
  'status',
  'unpaid',
  'test_order',
  'currency',
  'refund',
  'zero_value',
  'non_product',
  'overlap',
  'duplicate',
] as const;
export type SetAsideReason = (typeof SET_ASIDE_REASONS)[number];

/** Reasons known before a row is read: lines of a file that are no rows of its table. They carry no amount. */
export type AsideReason = 'repeated_header' | 'total_line' | 'other_table' | 'malformed';
