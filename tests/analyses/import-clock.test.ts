import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockShifts } from '../../src/intake/time-zones';
import { Refused } from '../../src/worker/failures';
import { csvFile, ImportEngine } from './import-engine';

/** Stamps on the shop's clock, against `Intl` asked anew for every stamp. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Shanghai', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC']; // prettier-ignore
const QUARTER = 900_000;
const clocks = new Map(
  ZONES.map((zone) => [
    zone,
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);
/** What a clock in the zone shows, `2026-01-05 09:03:12`. */
const shown = (zone: string, utc: number): string => clocks.get(zone)!.format(utc);
const asUtc = (stamp: string): number => Date.parse(`${stamp.replace(' ', 'T')}Z`);
const text = (wall: number): string => new Date(wall).toISOString().slice(0, 19).replace('T', ' ');

/** The first moment at which a clock in the zone shows the stamp; in a gap, the moment by the offset before it. */
function momentOf(zone: string, stamp: string): number {
  for (let ahead = 56; ahead >= -48; ahead -= 1) {
    const utc = asUtc(stamp) - ahead * QUARTER;
    if (shown(zone, utc) === stamp) return utc;
  }
  const yesterday = asUtc(stamp) - 86_400_000;
  return asUtc(stamp) - (asUtc(shown(zone, yesterday)) - yesterday);
}
const converted = (from: string, to: string, stamp: string): string => shown(to, momentOf(from, stamp));

/** Around the changes of clocks in 2024 and 2025, north and south, and anywhere else. */
const CHANGES = ['2024-03-10', '2024-03-31', '2024-04-07', '2024-10-06', '2024-10-27', '2024-11-03', '2025-03-09', '2025-11-02']; // prettier-ignore
const stamps = fc.oneof(
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -86_400, max: 2 * 86_400 }))
    .map(([day, seconds]) => text(asUtc(`${day} 00:00:00`) + seconds * 1000)),
  fc
    .integer({ min: asUtc('1999-12-30 00:00:00'), max: asUtc('2027-01-03 00:00:00') })
    .map((wall) => text(Math.floor(wall / 1000) * 1000)),
);

describe('clockShifts', () => {
  it('what clocks of two zones show at one moment, DST days included', () => {
    const zone = fc.constantFrom(...ZONES);
    fc.assert(
      fc.property(zone, zone, stamps, (from, to, stamp) => {
        const wall = asUtc(stamp);
        const shifts = clockShifts(from, to, wall - 40 * 86_400_000, wall + 40 * 86_400_000);
        const { shift = NaN } = shifts.findLast(({ start }) => start <= wall) ?? {};
        expect([from, to, stamp, text(wall + shift * 1000)]).toEqual([
          from,
          to,
          stamp,
          converted(from, to, stamp),
        ]);
      }),
      { numRuns: 250 },
    );
  });

  it('an hour that is there twice is read with the earlier offset, one that is missing likewise', () => {
    const at = (stamp: string) =>
      clockShifts('America/New_York', 'UTC', asUtc('2024-01-01 00:00:00'), asUtc('2024-12-31 00:00:00'))
        .findLast(({ start }) => start <= asUtc(stamp))!.shift / 3600; // prettier-ignore
    expect([at('2024-11-03 01:59:59'), at('2024-11-03 02:00:00')]).toEqual([4, 5]);
    expect([at('2024-03-10 02:30:00'), at('2024-03-10 03:00:00')]).toEqual([5, 4]);
  });
});

const fileOf = (list: string[]) =>
  csvFile(`customer_id,order_id,order_date,amount\n${list.map((stamp, at) => `c${at % 7},${at},${stamp},1`).join('\n')}\n`); // prettier-ignore
const built = () =>
  engine
    .rows<{ id: number; at: string }>(
      `select order_key::integer as id, strftime(ordered_at, '%Y-%m-%d %H:%M:%S') as at from shop.orders order by id`,
    )
    .map(({ at }) => at);

describe('an import with zones', () => {
  it.each([
    ['UTC', 'America/New_York'],
    ['Europe/Berlin', 'Asia/Shanghai'],
    ['America/New_York', 'Australia/Lord_Howe'],
    ['Australia/Lord_Howe', 'Asia/Kolkata'],
  ])('%s to %s: every stamp, and how many orders fall on another day', async (fileTimeZone, timeZone) => {
    const list = fc.sample(stamps, { numRuns: 150, seed: 11 });
    const { assessment } = await engine.import(fileOf(list), { policies: { fileTimeZone, timeZone } });
    const expected = list.map((stamp) => converted(fileTimeZone, timeZone, stamp));
    expect(built()).toEqual(expected);
    const n = expected.filter((stamp, at) => stamp.slice(0, 10) !== list[at]!.slice(0, 10)).length;
    expect(assessment.effects.find(({ policy }) => policy === 'timeZone')?.otherwise).toEqual({
      key: 'clock_other_day',
      values: { count: n, n },
    });
  });

  it('offsets of the stamps’ own come first; days without a time stay', async () => {
    const list = ['2026-01-05T23:30:00Z', '2026-01-05T23:30:00+08:00', '2026-01-05 23:30:00', '2026-01-05', '2026-01-05T02:30:00.250-0500']; // prettier-ignore
    await engine.import(fileOf(list), { policies: { timeZone: 'Asia/Shanghai' } });
    expect(built()).toEqual(['2026-01-06 07:30:00', '2026-01-05 23:30:00', '2026-01-05 23:30:00', '2026-01-05 00:00:00', '2026-01-05 15:30:00']); // prettier-ignore
    await engine.import(fileOf(list), {
      policies: { fileTimeZone: 'Europe/Berlin', timeZone: 'Asia/Shanghai' },
    });
    expect(built()[2]).toBe('2026-01-06 06:30:00');
    expect(built()[3]).toBe('2026-01-05 00:00:00');
  });

  it('other ways of writing: formats, seconds since 1970, day numbers', async () => {
    const policies = { fileTimeZone: 'UTC', timeZone: 'America/New_York' };
    await engine.import(fileOf(['13/07/2026 01:15', '14/07/2026', '15/07/2026 23:00']), { policies });
    expect(built()).toEqual(['2026-07-12 21:15:00', '2026-07-14 00:00:00', '2026-07-15 19:00:00']);
    await engine.import(fileOf(['1767576600', '1767576601', '1767666600']), {
      policies: { timeZone: 'Asia/Shanghai' },
    });
    expect(built()[0]).toBe(shown('Asia/Shanghai', 1767576600000));
    await engine.import(fileOf(['46027', '46027.5', '46028.0']), { policies });
    expect(built()).toEqual(['2026-01-05 00:00:00', '2026-01-05 07:00:00', '2026-01-06 00:00:00']);
  });

  it('nothing moves in a column of days, and an unknown zone is refused in a sentence', async () => {
    const days = ['2026-01-05 00:00:00', '2026-01-06 00:00:00'];
    const policies = { fileTimeZone: 'UTC', timeZone: 'America/New_York' };
    const { assessment } = await engine.import(fileOf(days), { policies });
    expect(built()).toEqual(days);
    expect(assessment.effects.find(({ policy }) => policy === 'timeZone')?.otherwise?.key).toBe(
      'clock_no_stamps',
    );
    await expect(engine.import(fileOf(days), { policies: { timeZone: 'Mars/Base' } })).rejects.toThrow(
      Refused,
    );
  });
});

describe('a time of day in a column of its own', () => {
  const text = (date: (day: string) => string) => `Date,Time,Customer ID,Order ID,Amount
${date('2026-01-05')},09:03:12,a,1,5
${date('2026-01-20')},11:45:00 PM,a,2,6
${date('2026-01-21')},,b,3,7
${date('2026-01-22')},soon,b,4,8
`;

  it.each([
    ['iso', (day: string) => day],
    ['month first', (day: string) => day.replace(/(\d+)-(\d+)-(\d+)/, '$2/$3/$1')],
  ])('%s: joins the day; what cannot be read leaves the day', async (_, date) => {
    const mapping = { orderedAt: 'Date', orderedTime: 'Time', customer: 'Customer ID', order: 'Order ID', amount: 'Amount' }; // prettier-ignore
    await engine.import(csvFile(text(date)), { mapping });
    expect(built()).toEqual(['2026-01-05 09:03:12', '2026-01-20 23:45:00', '2026-01-21 00:00:00', '2026-01-22 00:00:00']); // prettier-ignore
  });

  it('is guessed by what it holds, unless the day’s own column has times', async () => {
    const rows = ['10:00', '11:30', '12:15'].map((time, at) => `2026-01-0${at + 1},${time},c${at},${at},1`);
    const importer = await engine.import(csvFile(`DATE,TIME,customer,order,amount\n${rows.join('\n')}\n`));
    expect(importer.choices.mapping).toMatchObject({ orderedAt: 'DATE', orderedTime: 'TIME' });
    expect(built()).toEqual(['2026-01-01 10:00:00', '2026-01-02 11:30:00', '2026-01-03 12:15:00']);
    const timed = rows.map((row) => row.replace(/^([\d-]+)/, '$1 08:00'));
    const other = await engine.import(csvFile(`DATE,TIME,customer,order,amount\n${timed.join('\n')}\n`));
    expect(other.choices.mapping.orderedTime).toBeUndefined();
    expect(built()[0]).toBe('2026-01-01 08:00:00');
  });
});
