import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseDateText, parseDay } from '../../../src/intake/date-text';
import { dateCandidates, datePattern, dayOrMonth, swapDayAndMonth } from '../../../src/intake/dates';

const best = (values: string[]) => dateCandidates(values).readings[0];
const days = (values: string[]) => {
  const reading = best(values);
  return reading ? values.map((value) => parseDay(value, reading)) : null;
};

describe('formats that clients send', () => {
  it.each<[string, string]>([
    ['2011-12-09', '2011-12-09'],
    ['2011-12-09 12:50:00', '2011-12-09'],
    ['2011-12-09T12:50', '2011-12-09'],
    ['2020-09-11 13:26:15.000 ', '2020-09-11'],
    ['2024-01-15T23:10:12-05:00', '2024-01-15'],
    ['2024-01-15 23:10:12 -0500', '2024-01-15'],
    ['2024-01-15T23:10:12.345Z', '2024-01-15'],
    ['2024-01-15T23:10+08:00', '2024-01-15'],
    ['2026/1/5 9:03', '2026-01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026/01/15', '2026-01-15'],
    ['2026-1-5 09:03:07', '2026-01-05'],
    ['2026.01.05', '2026-01-05'],
    ['2026/1/5 9:03:12.5+0800', '2026-01-05'],
    ['2026/1/5 下午3:05', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['20260105 09:03', '2026-01-05'],
    ['20260105090312', '2026-01-05'],
    ['202601050903', '2026-01-05'],
    ['2026年1月5日 09:03', '2026-01-05'],
    ['2026年01月05日', '2026-01-05'],
    ['2026年1月5日 9时03分07秒', '2026-01-05'],
    ['31/12/2011', '2011-12-31'],
    ['31/12/2011 8:26', '2011-12-31'],
    ['12/31/2011 8:26', '2011-12-31'],
    ['12/31/2011 8:26:01 PM', '2011-12-31'],
    ['12/31/2011  8:26 pm', '2011-12-31'],
    ['12/31/11 8:26 p.m.', '2011-12-31'],
    ['31.12.2011', '2011-12-31'],
    ['31-12-2011', '2011-12-31'],
    ['31/12/11', '2011-12-31'],
    ['09 Dec 2011', '2011-12-09'],
    ['9 December 2011 14:03', '2011-12-09'],
    ['9-Dec-11', '2011-12-09'],
    ['Dec 9, 2011', '2011-12-09'],
    ['DECEMBER 9, 2011', '2011-12-09'],
    ['Fri, 09 Dec 2011 12:50:00 GMT', '2011-12-09'],
    ['Jan 1, 2024 12:05:32 AM PST', '2024-01-01'],
    ['Jan 1, 2024 12:05:32\u202fAM', '2024-01-01'],
    ['1/31/2026, 2:03:00 PM', '2026-01-31'],
    ['December 9, 2011 at 2:03 PM', '2011-12-09'],
    ['5-Jan-26', '2026-01-05'],
    ['5th of May 2026', '2026-05-05'],
    ['Sept 5, 2026', '2026-09-05'],
    ['2026.1.5', '2026-01-05'],
    ['２０２６／１／５ ９：０３', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    ['2026-01-05 周一 09:03', '2026-01-05'],
    ['2026年1月5日（星期一）', '2026-01-05'],
    ['2026年1月5日 午後3時05分', '2026-01-05'],
    ['2026년 1월 5일 오후 3:05', '2026-01-05'],
    ['12. März 2024, 14:03', '2024-03-12'],
    ['1. Dez. 2024', '2024-12-01'],
    ['Mittwoch, 1. Mai 2024', '2024-05-01'],
    ['lundi 5 février 2024 à 14:03', '2024-02-05'],
    ['15 AOÛT 2024', '2024-08-15'],
    ['15 aout 2024', '2024-08-15'],
    ['5 de enero de 2026', '2026-01-05'],
    ['mar, 6 ene 2026', '2026-01-06'],
    ['5 de mar. de 2026', '2026-03-05'],
    ['5 gennaio 2026', '2026-01-05'],
    ['3 mrt 2026', '2026-03-03'],
    ['3-okt-26', '2026-10-03'],
    ['5 stycznia 2026', '2026-01-05'],
    ['5 sierpnia 2026 r.', '2026-08-05'],
    ['5 янв. 2026 г., 14:03', '2026-01-05'],
    ['2026. január 5.', '2026-01-05'],
    ['5. tammikuuta 2026 klo 9:03', '2026-01-05'],
    ['20260105T090307Z', '2026-01-05'],
    ['20260105.0', '2026-01-05'],
    ['45123', '2023-07-16'],
    ['45123.9999', '2023-07-16'],
    ['1767579787', '2026-01-05'],
    ['1767579787123', '2026-01-05'],
  ])('%s is %s', (text, day) => {
    expect(days([text, text])).toEqual([day, day]);
    expect(dateCandidates([text]).ambiguous).toBe(false);
  });

  it.each(['', 'n/a', '0', '536365', '12.50', '2011-02-30', '2011-13-01', '31/31/2011', '0000-00-00', '18991230', 'Maybe 9, 2011', '9 Foo 2011', '2011-12-09 25:00:00', '1234567'])(
    '%j is no date',
    (text) => expect(dateCandidates([text]).readings).toEqual([]),
  ); // prettier-ignore
});

describe('day or month first', () => {
  it('is told by one day over twelve', () => {
    const found = dateCandidates(['05/06/2026', '13/06/2026', '01/02/2026']);
    expect(found.readings.map(dayOrMonth)).toEqual(['day']);
    expect(found.evidence).toEqual({ key: 'intake_read_dates_settled', values: { example: '13/06/2026' } });
    expect(dayOrMonth(best(['05/06/2026', '06/13/2026']) ?? { kind: 'iso' })).toBe('month');
  });

  it('stays open where the sample cannot tell, both readings given', () => {
    const found = dateCandidates(['05/06/2026 10:00', '06/06/2026 11:00']);
    expect(found.ambiguous).toBe(true);
    expect(found.readings.map(dayOrMonth).sort()).toEqual(['day', 'month']);
    expect(found.evidence.key).toBe('intake_read_dates_ambiguous');
    const [first, second] = found.readings;
    expect(first && swapDayAndMonth(first)).toEqual(second);
  });

  it('ranks the reading first in which rows follow each other', () => {
    expect(dayOrMonth(best(['01/06/2026', '02/06/2026', '03/06/2026']) ?? { kind: 'iso' })).toBe('day');
    expect(dayOrMonth(best(['06/01/2026', '06/02/2026', '06/03/2026']) ?? { kind: 'iso' })).toBe('month');
  });
});

describe('mixed and dirty columns', () => {
  it('joins the kinds that a pasted column holds', () => {
    const values = ['2026-01-05', '2026/1/6 9:03', '20260107', '8 Jan 2026', '2026年1月9日'];
    expect(days(values)).toEqual(['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09']);
    expect(days(['2026-01-05', '25/01/2026'])).toEqual(['2026-01-05', '2026-01-25']);
  });

  it('reads two-digit years as such, never as the year 26', () => {
    expect(days(['13/01/26', '14/01/2026'])).toEqual(['2026-01-13', '2026-01-14']);
    expect(days(['26/01/30', '26/01/31', '26/02/01'])).toEqual(['2026-01-30', '2026-01-31', '2026-02-01']);
    expect(parseDay('05/01/26', { kind: 'formats', formats: ['%d/%m/%Y'] })).toBeNull();
  });

  it('puts up with a few bad values and says which', () => {
    const values = [...Array.from({ length: 19 }, (_, index) => `2026-01-${index + 10}`), 'unknown'];
    expect(dateCandidates(values)).toMatchObject({ share: 0.95, readings: [{ kind: 'iso' }] });
    expect(dateCandidates(values).evidence.values).toEqual({ n: 19, of: 20, example: 'unknown' });
    expect(dateCandidates(values.slice(18, 20)).readings).toEqual([]);
  });

  it('reads a later row without its time or its seconds', () => {
    const reading = best(['31/12/2011 8:26']);
    expect(reading && ['30/12/2011', '30/12/2011 8:26:09'].map((text) => parseDay(text, reading))).toEqual([
      '2011-12-30',
      '2011-12-30',
    ]);
  });

  it('counts how many values each format reads', () => {
    const values = ['2026-01-15', '2026-01-16', '17/01/2026 9:03', '20260118', '46041'];
    expect(days(values)).toEqual(['2026-01-15', '2026-01-16', '2026-01-17', '2026-01-18', '2026-01-19']);
    expect(dateCandidates(values).evidence).toEqual({
      key: 'values_dates_mixed',
      values: { list: 'yyyy-mm-dd (2), dd/mm/yyyy (1), yyyymmdd (1), Excel 1900 (1)' },
    });
    const most = [...Array.from({ length: 5 }, () => values.slice(0, 4)).flat(), 'soon'];
    expect(dateCandidates(most).evidence).toEqual({
      key: 'values_dates_mixed_unread',
      values: { list: 'yyyy-mm-dd (10), dd/mm/yyyy (5), yyyymmdd (5)', n: 1, example: 'soon' },
    });
  });

  it('takes counted days and seconds only where the column may hold dates', () => {
    expect(dateCandidates(['45123', '45124'], false).readings).toEqual([]);
    expect(dateCandidates(['1767579787'], false).readings).toEqual([]);
    expect(dateCandidates(['45123', '45124']).readings).toEqual([{ kind: 'serial', epoch: 1900 }]);
    expect(dateCandidates(['1767579787']).readings).toEqual([{ kind: 'epoch', unit: 's' }]);
    expect(dateCandidates(['1767579787123']).readings).toEqual([{ kind: 'epoch', unit: 'ms' }]);
  });

  it('counts 1,462 days less in the epoch of 1904', () => {
    expect(parseDay('43661', { kind: 'serial', epoch: 1904 })).toBe('2023-07-16');
  });

  it('is not taken in by words that begin like months', () => {
    for (const text of ['Maybe 9, 2011', '9 Marble 2011', '12 Declared 2011', '5 Octopus 26'])
      expect(dateCandidates([text, text]).readings).toEqual([]);
  });

  it('notices zones', () => {
    expect(dateCandidates(['2024-01-15T23:10:12-05:00']).hasZone).toBe(true);
    expect(dateCandidates(['2024-01-15 23:10:12']).hasZone).toBe(false);
  });
});

describe('dates written out and read back', () => {
  /** Independent of src and of Date: days counted from a table. */
  const lengths = (year: number) => [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]; // prettier-ignore
  const two = (n: number) => String(n).padStart(2, '0');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  type Parts = { y: number; m: number; d: number; h: number; i: number };
  const moments: fc.Arbitrary<Parts> = fc
    .record({ y: fc.integer({ min: 1990, max: 2068 }), m: fc.integer({ min: 1, max: 12 }), h: fc.nat(23), i: fc.nat(59), part: fc.nat(30) })
    .map(({ part, ...rest }) => ({ ...rest, d: (part % (lengths(rest.y)[rest.m - 1] ?? 28)) + 1 })); // prettier-ignore
  const half = ({ h }: Parts) => `${h % 12 === 0 ? 12 : h % 12}`;
  const writers: [string, (parts: Parts) => string][] = [
    ['iso', ({ y, m, d }) => `${y}-${two(m)}-${two(d)}`],
    ['iso with offset', ({ y, m, d, h, i }) => `${y}-${two(m)}-${two(d)}T${two(h)}:${two(i)}:00.000+08:00`],
    ['slashes', ({ y, m, d, h, i }) => `${y}/${m}/${d} ${h}:${two(i)}`],
    ['compact', ({ y, m, d }) => `${y}${two(m)}${two(d)}`],
    ['Chinese', ({ y, m, d, h, i }) => `${y}年${m}月${d}日 ${two(h)}:${two(i)}`],
    ['day first', ({ y, m, d }) => `${two(d)}/${two(m)}/${y}`],
    ['day first, dots', ({ y, m, d, h, i }) => `${d}.${m}.${y} ${h}:${two(i)}:30`],
    ['month first', (p) => `${p.m}/${p.d}/${p.y} ${half(p)}:${two(p.i)} ${p.h < 12 ? 'AM' : 'PM'}`],
    ['month first, short year', ({ y, m, d }) => `${m}/${d}/${two(y % 100)}`],
    ['names', ({ y, m, d }) => `${two(d)} ${names[m - 1]} ${y}`],
    ['American names', ({ y, m, d }) => `${names[m - 1]} ${d}, ${y}`],
  ];

  it.each(writers)('%s', (name, write) => {
    fc.assert(
      fc.property(fc.array(moments, { minLength: 1, maxLength: 12 }), (drawn) => {
        // A short year up to 31 could be a day as well.
        const parts = drawn.map((p) =>
          /short/.test(name) ? { ...p, y: 2032 + (p.y % 37), d: Math.min(p.d, 28) } : p,
        );
        const expected = parts.map(({ y, m, d }) => `${y}-${two(m)}-${two(d)}`);
        const { readings, ambiguous } = dateCandidates(parts.map(write));
        const read = readings.map((reading) => parts.map((part) => parseDay(write(part), reading)));
        expect(read).toContainEqual(expected);
        if (!ambiguous) expect(read).toHaveLength(1);
        if (!/first/.test(name)) expect(ambiguous).toBe(false);
      }),
    );
  });

  it('refuses days that the calendar lacks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2099 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 }), (y, m, d) => {
        const exists = m >= 1 && m <= 12 && d >= 1 && d <= (lengths(y)[m - 1] ?? 0);
        const day = `${y}-${two(m)}-${two(d)}`;
        expect(parseDay(day, { kind: 'iso' })).toBe(exists ? day : null);
        expect(parseDay(`${d}/${m}/${y}`, { kind: 'formats', formats: ['%d/%m/%Y'] })).toBe(exists ? day : null);
      }),
    ); // prettier-ignore
  });
});

it('normalises what formats cannot say', () => {
  expect(normaliseDateText(' 2026年1月5日 上午9:03 ')).toBe('2026-1-5 AM 9:03');
  expect(normaliseDateText('2026-01-05T09:03:07.123Z')).toBe('2026-01-05 09:03:07');
  expect(normaliseDateText('9/5/2011 3:05pm')).toBe('9/5/2011 3:05 pM');
});

it('writes readings as people do', () => {
  expect(datePattern({ kind: 'iso' })).toBe('yyyy-mm-dd');
  expect(datePattern({ kind: 'formats', formats: ['%d/%m/%Y %H:%M', '%d/%m/%Y'] })).toBe('dd/mm/yyyy hh:mm');
  expect(datePattern({ kind: 'formats', formats: ['%b %d, %Y %I:%M %p'] })).toBe('mmm dd, yyyy hh:mm am/pm');
});
