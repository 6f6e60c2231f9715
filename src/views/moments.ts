import { m, getLocale } from '../messages/speak';

const MILLISECONDS_A_DAY = 86_400_000;

/** A moment of the reader's own clock → “14:03”. */
export function formatTime(date: Date): string {
  return new Intl.DateTimeFormat(getLocale(), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
}

/** How long ago, as far as anyone cares: “Today 14:03”, “Yesterday”, “Monday”, then the day. */
export function formatMoment(date: Date, now: Date): string {
  const startOfDay = (moment: Date) =>
    new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
  const days = Math.round((startOfDay(now) - startOfDay(date)) / MILLISECONDS_A_DAY);
  if (days <= 0) return m.shell_today_at({ time: formatTime(date) });
  if (days === 1) return m.shell_yesterday();
  const locale = getLocale() === 'en' ? 'en-GB' : getLocale();
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(date);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }).format(date);
}
