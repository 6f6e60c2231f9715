import { clockShifts, offsetsOf, type ClockShift } from '../../intake/time-zones';
import { isTimeZone } from '../../intake/policies';
import type { Mapping, Policies } from '../../intake/types';
import clockSql from '../../orders/clock.sql?raw';
import clockEffectSql from '../../orders/clock-effect.sql?raw';
import clockSpanSql from '../../orders/clock-span.sql?raw';
import type { LineFacts } from '../../orders/line-facts';
import { setVariables, type SqlLiteral } from '../../orders/literals';
import { Refused } from '../failures';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

export type Zones = Pick<Policies, 'fileTimeZone' | 'timeZone'>;

/** The zones between which stamps are converted; null where they stay as they stand. Part of what a file is read with. */
export function zonesOf(mapping: Mapping, { fileTimeZone, timeZone }: Zones): Zones | null {
  return timeZone === null || mapping.orderedAt === undefined ? null : { fileTimeZone, timeZone };
}

interface Span {
  first_ms: number | null;
  last_ms: number | null;
  has_file_clock: boolean;
  has_own_clock: boolean;
  is_days_only: boolean;
}

/** Tables of stamps that are read with their clocks. */
type Stamped = 'lines' | 'refund_lines';

/**
 * Puts the stamps of a table of `staging`, read with their clocks, on the shop's clock. True where some were to be
 * converted. Throws `Refused` for a zone that this browser does not know.
 */
export async function convertClock(
  lane: Statements,
  { fileTimeZone, timeZone }: Zones,
  table: Stamped = 'lines',
): Promise<boolean> {
  for (const zone of [fileTimeZone, timeZone])
    if (zone !== null && !isTimeZone(zone))
      throw new Refused({ key: 'clock_unknown_zone', values: { zone } });
  if (timeZone === null) return false;
  // Under one name while it is converted; what a cancelled import left under it goes first.
  await lane.run(`drop table if exists staging.stamped; alter table staging.${table} rename to stamped`);
  const shifts = await shiftsOf(lane, fileTimeZone, timeZone);
  if (shifts) await lane.run(`${setVariables(shifts)}\n${clockSql}`);
  await lane.run(`alter table staging.stamped rename to ${table}`);
  return shifts !== null;
}

/** The variables that clock.sql reads; null where no stamp is to be converted. */
async function shiftsOf(
  lane: Statements,
  fileTimeZone: string | null,
  timeZone: string,
): Promise<Record<string, SqlLiteral> | null> {
  const [span] = await rowsOf<Span>(lane, clockSpanSql);
  if (!span || span.first_ms === null || span.last_ms === null) return null;
  const moves = span.has_own_clock || (span.has_file_clock && fileTimeZone !== null);
  if (!moves || span.is_days_only) return null;
  // Offsets reach 15 hours to either side of what is written.
  const [from, to] = [span.first_ms - 2 * DAY, span.last_ms + 2 * DAY];
  const own = span.has_own_clock ? offsetsOf(timeZone, from, to) : [];
  const file = fileTimeZone === null ? [] : clockShifts(fileTimeZone, timeZone, span.first_ms, span.last_ms);
  return { ...variables('own', own), ...variables('file', file) };
}

const DAY = 86_400_000;

function variables(clock: 'own' | 'file', shifts: readonly ClockShift[]): Record<string, SqlLiteral> {
  return {
    [`p_${clock}_starts`]: shifts.map(({ start }) => new Date(start).toISOString().slice(0, 19)),
    [`p_${clock}_shifts`]: shifts.map(({ shift }) => shift),
  };
}

/** What the conversion did to days. */
export async function otherDays(lane: Statements): Promise<LineFacts['otherDay']> {
  const [found] = await rowsOf<{ orders: number; rows: number }>(lane, clockEffectSql);
  return found ?? null;
}
