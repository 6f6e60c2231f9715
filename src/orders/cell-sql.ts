import { DATE_TEXT_RULES, FULL_WIDTH } from '../intake/date-text';
import { EPOCH_PATTERNS, type EpochUnit } from '../intake/epochs';
import { GUARDED_ID } from '../intake/identifiers';
import { englishMonth, MONTH_NAME_RULES, type MonthNames } from '../intake/month-names';
import { FULL_WIDTH_NUMBER, numberPattern } from '../intake/numbers';
import { DAYS_BEFORE_1970, SERIAL_PATTERN } from '../intake/serials';
import type { DateReading, Field, IdReading, NumberReading, Readings, SerialEpoch } from '../intake/types';
import { sqlLiteral } from './literals';

/**
 * SQL expressions that read one text column (`c1`, `c2`, …) as an id, a number, a day: what intake's own readers read,
 * in the engine and over every row. What cannot be read is null and judged later.
 */

/** Money is kept to four places, unit prices to six: 1,000 pieces at 0.12345 are 123.45. */
const MONEY = 'decimal(18, 4)';
export const UNIT_PRICE = 'decimal(18, 6)';
/** Quantity × unit price has ten places; in 64 bits that is room for eight digits before the point. */
const MOST_IN_64_BITS = '9e7';
/** What pads fields: exports end them in tabs, spreadsheets use no-break and full-width spaces. */
const WHITE_SPACE = ' \t\r\n\u00a0\u3000\ufeff';

/** The amount column, or else quantity × unit price, less the discount where the readings say that it is not off yet. */
export function amountExpression(column: (field: Field) => string | null, readings: Readings): string {
  if (column('amount')) return number(column('amount'), readings.amount);
  const gross = priceTimesQuantity(column);
  if (!readings.subtractDiscount || !column('unitPrice') || !column('discount')) return gross;
  // Files write money off as -2.00 as well as 2.00, and give it back with the goods.
  const discount = `coalesce(abs(${number(column('discount'), readings.discount)}), 0)`;
  return `try_cast((${gross}) - sign(${gross}) * ${discount} as ${MONEY})`;
}

function priceTimesQuantity(column: (field: Field) => string | null): string {
  if (!column('unitPrice')) return `null::${MONEY}`;
  if (!column('quantity')) return `try_cast(price as ${MONEY})`;
  // The engine multiplies decimals of 18 digits in 64 bits and fails the statement where they do not hold the product;
  // in 128 bits it is ten times slower, so only large amounts go there.
  return `case when abs(pieces::double * price::double) < ${MOST_IN_64_BITS}
    then try_cast(pieces * price as ${MONEY})
    else try_cast(pieces::decimal(20, 4) * price as ${MONEY})
  end`;
}

export function text(column: string | null): string {
  return column === null ? 'null::varchar' : `nullif(${trimmed(column)}, '')`;
}

export function id(column: string | null, reading: IdReading | undefined): string {
  if (column === null || !(reading?.dropPointZero || reading?.dropFormula)) return text(column);
  const trimmedText = trimmed(column);
  const bare = reading.dropFormula
    ? `regexp_replace(${trimmedText}, ${sqlLiteral(GUARDED_ID)}, '\\1\\2')`
    : trimmedText;
  if (!reading.dropPointZero) return `nullif(${bare}, '')`;
  return `nullif(case when ends_with(${bare}, '.0') then left(${bare}, -2) else ${bare} end, '')`;
}

/**
 * Without white space of any kind at its ends, in every row: an id that is padded in one month only is one customer all
 * the same. `trim` with a set takes four times as long as `trim` without; a look at the ends first takes no longer.
 */
export function trimmed(column: string): string {
  const isPadded = [...WHITE_SPACE].flatMap((space) => [
    `starts_with(${column}, ${sqlLiteral(space)})`,
    `ends_with(${column}, ${sqlLiteral(space)})`,
  ]);
  return `case when ${isPadded.join(' or ')} then trim(${column}, ${sqlLiteral(WHITE_SPACE)}) else ${column} end`;
}

/**
 * Exact decimals; what is not a number is null. What casts as it stands is hardly looked at twice; the rest is read as
 * `parseNumber` in intake reads it. With a decimal comma nothing may be cast first: `1.234` is one thousand and more.
 */
export function number(column: string | null, reading: NumberReading | undefined, type = MONEY): string {
  if (column === null) return `null::${type}`;
  const bare = trimmed(column);
  // The engine takes `- ` for zero, and rounds `9e-16`, a float's remainder, up to the last place it keeps.
  const isTiny = (text: string) => `contains(${text}, 'e-') or contains(${text}, 'E-')`;
  const isOdd = `ends_with(${column}, ' ') or ends_with(${column}, chr(9)) or ${isTiny(column)}`;
  const atOnce = `case when ${isOdd} then null else try_cast(${column} as ${type}) end`;
  const withCare = `case when ${isTiny(bare)} then try_cast(try_cast(${bare} as double) as ${type}) else try_cast(${bare} as ${type}) end`;
  const cast = `${atOnce}, ${withCare}`;
  if (!reading || reading.plain) return `coalesce(${cast})`;
  const marked = markedNumber(bare, reading, type);
  return reading.decimal === '.' ? `coalesce(${cast}, ${marked})` : marked;
}

function markedNumber(column: string, { decimal }: NumberReading, type: string): string {
  const ascii = asciiDigits(column, FULL_WIDTH_NUMBER);
  const minuses = `len(regexp_extract_all(${ascii}, '[-(\u2212\u2013]'))`;
  const digits =
    decimal === '.'
      ? `regexp_replace(${ascii}, '[^\\d.]', '', 'g')`
      : `replace(regexp_replace(${ascii}, '[^\\d,]', '', 'g'), ',', '.')`;
  return `case when regexp_full_match(${ascii}, ${sqlLiteral(numberPattern(decimal))}, 'i') and ${minuses} < 2
    then try_cast(case when ${minuses} = 1 then '-' else '' end || ${digits} as ${type})
  end`;
}

/** The shop's wall clock: an offset written in the file is left out, never applied. */
export function moment(column: string | null, reading: DateReading | undefined): string {
  if (column === null) return 'null::timestamp';
  if (!reading || reading.kind === 'iso') return `try_cast(left(${trimmed(column)}, 19) as timestamp)`;
  if (reading.kind === 'serial') return serialMoment(trimmed(column), reading.epoch);
  if (reading.kind === 'epoch') return epochMoment(trimmed(column), reading.unit);
  const formats = sqlLiteral(reading.formats);
  const normalised = normalisedDate(trimmed(column));
  const text = reading.monthNames ? englishMonths(normalised, reading.monthNames) : normalised;
  // Nearly every file needs no normalising, and `coalesce` does it only where the first try failed.
  const tries = [`try_strptime(${column}, ${formats})`, `try_strptime(${text}, ${formats})`];
  if (reading.serial !== undefined) tries.push(serialMoment(trimmed(column), reading.serial));
  return `coalesce(${tries.join(', ')})`;
}

function normalisedDate(column: string): string {
  return replaced(asciiDigits(column, FULL_WIDTH), DATE_TEXT_RULES);
}

function englishMonths(column: string, names: MonthNames): string {
  const text = names.reduce(
    (held, [name, month]) => `replace(${held}, ${sqlLiteral(name)}, ${sqlLiteral(englishMonth(month))})`,
    `lower(${column})`,
  );
  return replaced(text, MONTH_NAME_RULES);
}

function replaced(column: string, rules: readonly { pattern: string; replacement: string }[]): string {
  return rules.reduce(
    (text, { pattern, replacement }) =>
      `regexp_replace(${text}, ${sqlLiteral(pattern)}, ${sqlLiteral(replacement)}, 'gi')`,
    column,
  );
}

function serialMoment(column: string, epoch: SerialEpoch): string {
  const days = `try_cast(replace(${column}, ',', '.') as double) - ${DAYS_BEFORE_1970[epoch]}`;
  return `case when regexp_full_match(${column}, ${sqlLiteral(SERIAL_PATTERN)})
    then make_timestamp(round((${days}) * 86400)::bigint * 1000000)
  end`;
}

function epochMoment(column: string, unit: EpochUnit): string {
  const whole = `try_cast(split_part(${column}, '.', 1) as bigint)`;
  return `case when regexp_full_match(${column}, ${sqlLiteral(EPOCH_PATTERNS[unit])})
    then make_timestamp(${unit === 's' ? whole : `(${whole} // 1000)`} * 1000000)
  end`;
}

/** Full-width digits and marks as ASCII. Text that is ASCII alone, nearly all of it, is not rewritten. */
function asciiDigits(column: string, { from, to }: { from: string; to: string }): string {
  return `case when strlen(${column}) = length(${column}) then ${column}
    else translate(${column}, ${sqlLiteral(from)}, ${sqlLiteral(to)}) end`;
}

export function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The first of the signs that an amount bears, the longer ones first: `US$` is not `$`. Full-width signs are signs. */
export function currencyOf(column: string, signs: readonly string[]): string {
  const plain = `upper(translate(${column}, '￥＄￡', '¥$£'))`;
  const cases = [...signs]
    .sort((a, b) => b.length - a.length)
    .map((sign) => `when contains(${plain}, ${sqlLiteral(sign)}) then ${sqlLiteral(sign)}`);
  return `case ${cases.join(' ')} end`;
}
