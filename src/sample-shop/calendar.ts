import { chooser, type Random } from './random';

const MILLISECONDS_A_DAY = 86_400_000;

/** How much is bought in each month, January first: quiet summers, a December for gifts. */
const SEASON = [0.93, 0.92, 0.97, 0.98, 0.97, 0.92, 0.84, 0.83, 1.0, 1.06, 1.22, 1.36];
/** How likely somebody who needs to order does so on a day, Sunday first. */
const WEEKDAY = [0.7, 0.92, 0.88, 0.9, 0.95, 1, 0.98];

/** Hours of the day, 0 to 23, by where people buy. */
const HOURS = {
  online: [2, 1, 0, 0, 0, 1, 3, 5, 6, 7, 8, 8, 9, 7, 6, 6, 6, 7, 8, 10, 13, 14, 10, 5],
  store: [0, 0, 0, 0, 0, 0, 0, 6, 12, 11, 9, 9, 12, 10, 7, 8, 10, 12, 9, 4, 0, 0, 0, 0],
};
const chooseHour = {
  online: chooser([...HOURS.online.keys()], (hour) => HOURS.online[hour] as number),
  store: chooser([...HOURS.store.keys()], (hour) => HOURS.store[hour] as number),
};

export interface Day {
  /** `2023-01-01`. */
  iso: string;
  /** Years since the first day of the file, counted by the calendar; negative before. */
  year: number;
  season: number;
  weekday: number;
  /** A coupon everybody is sent on this day, or none. */
  campaign: string;
}

/** The day `offset` days after the first day of the file, which may lie before it. */
export function dayAt(firstDay: string, offset: number): Day {
  const date = new Date(Date.parse(`${firstDay}T00:00:00Z`) + offset * MILLISECONDS_A_DAY);
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const friday = date.getUTCDay() === 5;
  let campaign = '';
  if (month === 11 && dayOfMonth === 11) campaign = 'SINGLES11';
  else if (month === 11 && friday && dayOfMonth > 22 && dayOfMonth < 30) campaign = 'BLACK20';
  else if (month === 4 && dayOfMonth <= 7) campaign = 'SPRING15';
  return {
    iso: date.toISOString().slice(0, 10),
    year: date.getUTCFullYear() - Number(firstDay.slice(0, 4)),
    season: SEASON[month - 1] as number,
    weekday: WEEKDAY[date.getUTCDay()] as number,
    campaign,
  };
}

/** Second of the day at which somebody buys. */
export function secondOfDay(random: Random, channel: string): number {
  const hour = (channel === 'store' ? chooseHour.store : chooseHour.online)(random);
  return hour * 3600 + Math.floor(random() * 3600);
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

export function clock(second: number): string {
  return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
}
