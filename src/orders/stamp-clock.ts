import type { DateReading } from '../intake/types';
import { moment, trimmed } from './cell-sql';
import { sqlLiteral } from './literals';

/**
 * What a stamp says about its own clock, as two columns of `staging.lines`:
 * `clock`: `day` where there is no time of day, `own` where the text carries an offset or counts from 1970 in UTC, else
 * `file`; `utc_offset`: seconds east of UTC of those that are `own`.
 */
export function clockColumns(column: string | null, reading: DateReading | undefined): string[] {
  if (column === null) return ["'day' as clock", 'null::integer as utc_offset'];
  const text = trimmed(column);
  const offset = reading?.kind === 'epoch' ? '0' : offsetSeconds(text);
  return [
    `case
      when ${isDayOnly(column, text, reading)} then 'day'
      when ${offset} is not null then 'own'
      else 'file'
    end as clock`,
    `${offset}::integer as utc_offset`,
  ];
}

/** An offset behind a time of day. Names such as CST are left to the file's zone: they mean China as well as Chicago. */
const OFFSET = '(?i):\\d\\d(?:[.,]\\d+)?(?: ?[ap]m)? ?(z|(?:utc|gmt)?(?:[+-]\\d\\d:?(?:\\d\\d)?)?)$';

/** Seconds east of UTC that a stamp's text ends in; null where it has none. */
function offsetSeconds(text: string): string {
  const zone = `upper(nullif(regexp_extract(${text}, ${sqlLiteral(OFFSET)}, 1), ''))`;
  const digits = `regexp_replace(${zone}, '^(UTC|GMT)|:', '', 'g')`;
  const seconds = `(try_cast(substr(${digits}, 2, 2) as integer) * 3600
      + coalesce(try_cast(nullif(substr(${digits}, 4, 2), '') as integer), 0) * 60)`;
  return `case
      when ${zone} is null then null
      when ${zone} in ('Z', 'UTC', 'GMT') then 0
      when starts_with(${digits}, '-') then -${seconds}
      when starts_with(${digits}, '+') then ${seconds}
    end`;
}

/** Whether a stamp names a day and no time: such days are the same on every clock. */
function isDayOnly(column: string, text: string, reading: DateReading | undefined): string {
  if (!reading || reading.kind === 'iso') return `strlen(${text}) <= 10`;
  if (reading.kind === 'epoch') return 'false';
  const isWholeSerial = `regexp_full_match(${text}, '\\d+(?:[.,]0*)?')`;
  if (reading.kind === 'serial') return isWholeSerial;
  const days = reading.formats.filter((format) => !/%[HI]/.test(format));
  const { serial, ...texts } = reading;
  const isDay = days.length === 0 ? 'false' : `${moment(column, { ...texts, formats: days })} is not null`;
  return serial === undefined ? isDay : `(${isDay} or ${isWholeSerial})`;
}
