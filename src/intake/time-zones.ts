/**
 * Clocks of time zones, from `Intl`: the engine has no zones of its own. A wall clock is held as if it were UTC, in
 * milliseconds since 1970, as a TIMESTAMP without a zone is.
 */

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** From `start` on (inclusive), clocks are `shift` seconds ahead: of UTC, or of another clock. */
export interface ClockShift {
  start: number;
  shift: number;
}

/** Milliseconds that a zone's clock is ahead of UTC at a moment. Throws a RangeError for a zone that `Intl` does not know. */
export function offsetReader(zone: string): (utc: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (utc) => {
    const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')); // prettier-ignore
    return wall - Math.floor(utc / 1000) * 1000;
  };
}

/**
 * The offsets of a zone between two moments in UTC: the one at `from`, then each change to the second. A zone that
 * changes its clock and back within a day is not known to exist.
 */
export function offsetsOf(zone: string, from: number, to: number): ClockShift[] {
  const offsetAt = offsetReader(zone);
  let offset = offsetAt(from);
  const found: ClockShift[] = [{ start: from, shift: offset / 1000 }];
  for (let day = from; day < to; day += DAY) {
    const next = offsetAt(day + DAY);
    if (next === offset) continue;
    let [before, after] = [day, day + DAY];
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    found.push({ start: after, shift: next / 1000 });
    offset = next;
  }
  return found;
}

/**
 * What turns stamps on the clock of one zone into those of another, by stretches of the first clock. Where it is set
 * back an hour is there twice, and where it is set forward one is missing: both are read with the offset from before
 * the change, the earlier of the two.
 *
 * @param from the first and `to` the last stamp, on the clock of `fileZone`
 */
export function clockShifts(fileZone: string, shopZone: string, from: number, to: number): ClockShift[] {
  // No clock is more than 15 hours from UTC; a day on either side is enough.
  const [first, last] = [Math.floor(from / HOUR) * HOUR - 2 * DAY, to + 2 * DAY];
  const file = offsetsOf(fileZone, first, last);
  const shop = offsetsOf(shopZone, first - 2 * DAY, last + 2 * DAY);
  const shifts = file.flatMap((stretch, index): ClockShift[] => {
    const before = file[index - 1]?.shift ?? stretch.shift;
    const next = file[index + 1];
    const offset = stretch.shift * 1000;
    // On its own clock a stretch begins where the clock before it has run out.
    const start = stretch.start + Math.max(before, stretch.shift) * 1000;
    const end = next ? next.start + Math.max(next.shift, stretch.shift) * 1000 : Infinity;
    const atStart = shop.findLast((one) => one.start <= start - offset) ?? shop[0];
    const within = shop.filter((one) => one.start > start - offset && one.start < end - offset);
    return [
      { start, shift: (atStart?.shift ?? 0) - stretch.shift },
      ...within.map((one) => ({ start: one.start + offset, shift: one.shift - stretch.shift })),
    ];
  });
  return shifts.filter(({ shift }, index) => index === 0 || shift !== shifts[index - 1]?.shift);
}

/** Zones to choose from: UTC first, then those `Intl` lists. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}
