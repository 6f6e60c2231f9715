import {
  DELIMITERS,
  ENCODING_NAMES,
  ENCODINGS,
  type Delimiter,
  type Encoding,
  type ReadOptions,
} from '../../intake/types';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';

/** Header rows that are offered; one further down that was found is added. */
const OFFERED_ROWS = 8;

/** To choose between the two, they have to be told apart. */
const CHOICE_NAMES = { ...ENCODING_NAMES, 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' };

export const encodingChoices = (): { value: Encoding; label: string }[] =>
  ENCODINGS.map((value) => ({ value, label: CHOICE_NAMES[value] }));

export function delimiterChoices(): { value: Delimiter; label: string }[] {
  const names: Record<Delimiter, string> = {
    ',': m.import_separator_comma(),
    ';': m.import_separator_semicolon(),
    '\t': m.import_separator_tab(),
    '|': m.import_separator_bar(),
    ', ': m.import_separator_comma_space(),
    ' ': m.import_separator_space(),
    aligned: m.import_separator_aligned(),
  };
  return DELIMITERS.map((value) => ({ value, label: names[value] }));
}

export interface HeaderChoice {
  value: string;
  label: string;
  read: Pick<ReadOptions, 'skip' | 'header' | 'headerRows'>;
}

/**
 * Where the names may stand: nowhere, or on one of the first rows; and as it was found, if that is on several.
 * @param lines the file's lines on which its first records start, for blank lines are no records
 */
export function headerChoices(read: ReadOptions, lines: readonly number[]): HeaderChoice[] {
  const none: HeaderChoice = {
    value: 'none',
    label: m.import_header_none(),
    read: { skip: read.header ? 0 : read.skip, header: false, headerRows: 0 },
  };
  const offered = Math.max(Math.min(OFFERED_ROWS, lines.length || OFFERED_ROWS), read.skip + 1);
  const rows = Array.from({ length: offered }, (_, skip) => headerOn(skip, 1, lines));
  const found = read.headerRows > 1 ? [headerOn(read.skip, read.headerRows, lines)] : [];
  return [...found, ...rows, none];
}

/** The choice a file is read by now. */
export function headerChosen({ skip, header, headerRows }: ReadOptions): string {
  return header ? valueOf(skip, Math.max(1, headerRows)) : 'none';
}

const valueOf = (skip: number, rows: number): string => `${skip}/${rows}`;

function headerOn(skip: number, rows: number, lines: readonly number[]): HeaderChoice {
  const lineOf = (record: number): string => formatInteger(lines[record] ?? record + 1);
  const from = lineOf(skip);
  const label =
    rows === 1
      ? m.import_header_row({ n: from })
      : m.import_header_rows({ from, to: lineOf(skip + rows - 1) });
  return { value: valueOf(skip, rows), label, read: { skip, header: true, headerRows: rows } };
}
