/** How a number in a cell is meant, from its number format. */
export type NumberMeaning =
  | { kind: 'number' }
  /** A format of zeros alone: 42 is shown, and meant, as `00042`. */
  | { kind: 'padded'; digits: number }
  /** Days since the workbook's epoch. `elapsed` counts hours beyond a day, as `[h]:mm` does. */
  | { kind: 'moment'; day: boolean; time: boolean; elapsed: boolean };

export const NUMBER: NumberMeaning = { kind: 'number' };

const DAY: NumberMeaning = { kind: 'moment', day: true, time: false, elapsed: false };
const TIME: NumberMeaning = { kind: 'moment', day: false, time: true, elapsed: false };
const DAY_AND_TIME: NumberMeaning = { kind: 'moment', day: true, time: true, elapsed: false };
const ELAPSED: NumberMeaning = { kind: 'moment', day: false, time: true, elapsed: true };

/**
 * Meaning of the formats that are not written in a workbook (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 differ
 * among the languages of East Asia: all are days or times, and a time of day is kept wherever there is one.
 */
export function builtInMeaning(id: number): NumberMeaning {
  if (id === 22) return DAY_AND_TIME;
  if (id === 46) return ELAPSED;
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return TIME;
  return (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? DAY : NUMBER;
}

/** Meaning of a format code such as `yyyy\-mm\-dd hh:mm`, `[$-804]yyyy"年"m"月"`, `00000`, `#,##0.00`. */
export function formatMeaning(code: string): NumberMeaning {
  const positive = code.replace(/"[^"]*"|\\.|[_*]./gs, '').split(';')[0]!;
  if (/^0{2,}$/.test(positive)) return { kind: 'padded', digits: positive.length };
  const elapsed = /\[(h+|m+|s+)\]/i.test(positive);
  const letters = positive.replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').replace(/s\.0+/gi, 's');
  const noon = /AM\/PM|A\/P|上午\/下午/i;
  const bare = letters.replace(noon, '');
  if (/^general$/i.test(bare.trim()) || /[#?0]/.test(bare)) return NUMBER;
  // An `m` beside hours or seconds is minutes; `e` is the year of an era, `a` a weekday.
  const day = /[yd]|a{3,4}|\be/i.test(bare) || (!elapsed && /m/i.test(bare) && !/[hs]/i.test(bare));
  const time = elapsed || /[hs]/i.test(bare) || noon.test(letters);
  if (!day && !time) return NUMBER;
  return elapsed && !day ? ELAPSED : { kind: 'moment', day, time, elapsed: false };
}

/** Digits a spreadsheet keeps; behind them a double is noise: 2.5499999999999998 was entered as 2.55. */
const DIGITS = 15;
const DAY_SECONDS = 86_400;
const DAYS_1904 = 1_462;
/** 9999-12-31, the last day there is. */
const LAST_DAY = 2_958_465;

/** A number as it is written in a workbook (`1.0000000000000001E-3`) as plain decimal text, to 15 digits. */
export function numberText(written: string): string {
  if (written.length <= DIGITS && /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(written)) return written;
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  return plainDecimal(Number(value.toPrecision(DIGITS)));
}

/** A number's shortest decimal text, without an exponent. */
export function plainDecimal(value: number): string {
  const text = String(value);
  const [mantissa, exponent] = text.split('e');
  if (exponent === undefined) return text;
  const [whole, fraction = ''] = mantissa!.replace('-', '').split('.');
  const digits = whole! + fraction;
  const point = whole!.length + Number(exponent);
  const sign = value < 0 ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** A cell's number as text, by what its format means. Serial days are written as ISO: `2011-12-09 12:50:00`. */
export function cellNumber(written: string, meaning: NumberMeaning, is1904: boolean): string {
  if (meaning.kind === 'number') return numberText(written);
  const value = Number(written);
  if (meaning.kind === 'padded') {
    const isWhole = Number.isInteger(value) && value >= 0 && Math.abs(value) < 10 ** DIGITS;
    return isWhole ? String(value).padStart(meaning.digits, '0') : numberText(written);
  }
  if (written.trim() === '' || !(value >= 0 && value < LAST_DAY + 1)) return numberText(written);
  return momentText(value, meaning, is1904);
}

/** `serial` are days since the epoch; to the second below, after a thousandth has taken up what doubles lose. */
function momentText(serial: number, shown: NumberMeaning & { kind: 'moment' }, is1904: boolean): string {
  const seconds = Math.floor(Math.round(serial * DAY_SECONDS * 1000) / 1000);
  const days = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds % DAY_SECONDS;
  if (!shown.day && (shown.elapsed || days === 0)) return clock(shown.elapsed ? seconds : rest);
  const day = dayText(days, is1904);
  return shown.time || rest > 0 ? `${day} ${clock(rest)}` : day;
}

function clock(seconds: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * Day 1 is 1900-01-01, or day 0 is 1904-01-01. Day 60 of the first is 1900-02-29, which never was: it is written as the
 * spreadsheet shows it, so that reading it as a date fails, and days before it are one off the calendar's count.
 */
function dayText(days: number, is1904: boolean): string {
  const serial = is1904 ? days + DAYS_1904 : days;
  if (!is1904 && serial === 60) return '1900-02-29';
  if (!is1904 && serial === 0) return '1900-01-00';
  const fromUnix = serial - (serial < 60 ? 25_568 : 25_569);
  return new Date(fromUnix * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}
