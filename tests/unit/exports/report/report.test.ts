import { afterEach, describe, expect, it } from 'vitest';
import { PRINTED_ROWS } from '../../../../src/exports/report/cells';
import { reportHtml } from '../../../../src/exports/report/report';
import { cssString } from '../../../../src/exports/report/style';
import type { Report, ReportResult } from '../../../../src/exports/report/types';
import { overwriteGetLocale } from '../../../../src/messages/speak';
import { cohort, report, SWATCH } from './example';
import { parseMarkup } from './parse-markup';

afterEach(() => overwriteGetLocale(() => 'en'));

const page = parseMarkup(reportHtml(report));
const found = (name: string, within = page) => within.elements.filter((element) => element.name === name);
const ofClass = (name: string, within = page) =>
  within.elements.filter((element) => element.attributes.class?.split(' ').includes(name));

describe('a report', () => {
  it('is one file that runs nothing and asks for nothing', () => {
    const [policy] = found('meta').filter(({ attributes }) => attributes['http-equiv']);
    expect(policy?.attributes.content).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; img-src data:;/,
    );
    const names = new Set(page.elements.map(({ name }) => name));
    for (const name of ['script', 'link', 'a', 'img', 'iframe', 'object', 'form', 'base'])
      expect(names).not.toContain(name);
    const attributes = page.elements.flatMap((element) => Object.keys(element.attributes));
    expect(attributes.filter((name) => /^on|href|src|action|^style$/i.test(name))).toEqual([]);
    expect(reportHtml(report)).not.toMatch(/https?:/);
    expect(page.style).not.toMatch(/url\(|@import|var\(|light-dark\(|@font-face/);
  });

  it('says the numbers, the notes and where each result comes from', () => {
    const text = page.text.replace(/[ \n]+/g, ' ');
    for (const said of [
      'Who came back in 2011',
      '23.7% of first-time buyers',
      'The file starts on 1 December 2010.',
      'Cohorts by: month',
      '4,338 customers and 18,532 orders in, 13 cohorts out. Definition: Cohort retention v1. As of 9\u00a0Dec\u00a02011. Filter: Channel is web.',
      'Country is United Kingdom',
      'Older than the data.',
      'Whoever has a number.',
      'select 1 < 2 as "a"',
      'Made on 23\u00a0Nov\u00a02026 with Regulars 0.1.0.',
    ])
      expect(text).toContain(said);
    expect(ofClass('accent')).toHaveLength(1);
    expect(ofClass('naive')).toHaveLength(1);
  });

  it('reconciles to the cent', () => {
    const text = page.text.replace(/[ \n]+/g, ' ');
    expect(text).toContain('Read from the file 541,909 9,747,747.93');
    expect(text).toContain('144,025 836,340.03');
    expect(text).toContain('Used 397,884 8,911,407.90');
    expect(text).toMatch(/\u2212611,342.09/);
    expect(ofClass('broken')).toHaveLength(0);
    const [source] = report.sources;
    const broken = { ...source!, sums: { ...source!.sums, reconciles: false } };
    expect(ofClass('broken', parseMarkup(reportHtml({ ...report, sources: [broken] })))).toHaveLength(1);
  });

  it('prints the first rows of a table and says how many there are', () => {
    expect(
      found('tr').filter(({ path }) => path.includes('section') && path.at(-1) === 'tbody').length,
    ).toBeGreaterThan(PRINTED_ROWS);
    expect(page.text).toContain('The s39');
    expect(page.text).not.toContain('The s40');
    expect(page.text).toContain(`The first ${PRINTED_ROWS} of 312 rows.`);
    const whole: ReportResult = {
      ...cohort,
      table: { ...cohort.table!, rows: cohort.table!.rows.slice(0, 3), total: 3 },
    };
    expect(reportHtml({ ...report, cells: [whole] })).not.toContain('The first ');
  });

  it('is made to be paged: heads repeat, findings stay whole, parts begin a page, pages are numbered', () => {
    for (const table of found('table').filter((_, index) => index === 0))
      expect(table.path).toContain('section');
    expect(found('thead').length).toBeGreaterThanOrEqual(2);
    const finding = found('figure')[0]!;
    expect(finding.path.slice(-2)).toEqual(['section', 'div']);
    // Ids of one drawing are not those of another.
    const ids = page.elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(ids.length);
    const print = page.style.slice(page.style.indexOf('@media print {'));
    for (const rule of [/size: A4/, /@top-left/, /@bottom-right[^}]*counter\(page\) ' of ' counter\(pages\)/])
      expect(page.style).toMatch(rule);
    expect(print).toMatch(/\.finding,[^{}]*\{\s*break-inside: avoid/);
    expect(print).toMatch(/h1,\s*h2,[^{}]*\{\s*break-after: avoid/);
    expect(print).toMatch(/thead \{\s*display: table-header-group/);
    expect(print).toMatch(/\.appendix \{[^}]*break-before: page/);
    expect(page.style).toMatch(/content: 'As of 9 Dec 2011\\2e {2}Orders of /);
    // Level by level, from one title down.
    const levels = page.elements
      .map(({ name }) => /^h([1-6])$/.exec(name)?.[1])
      .flatMap((level) => (level ? [Number(level)] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1));
  });

  it('carries what is written around a drawing: keys, big numbers, a table with its swatches', () => {
    const text = page.text.replace(/[ \n]+/g, ' ');
    for (const said of ['Half are back after 45 days of 885', 'Part of a month', 'Champions41', 'Thank them'])
      expect(text).toContain(said);
    const swatches = ofClass('swatch');
    expect(swatches.length).toBe(3);
    expect(found('rect').filter(({ attributes }) => attributes.fill === 'rgb(15, 90, 120)')).toHaveLength(3);
    expect(found('td').filter(({ attributes }) => attributes.colspan === '2')).toHaveLength(1);
    expect(ofClass('of-2')).toHaveLength(1);
    const evil = { ...SWATCH, fill: 'url(//evil)' };
    const made = parseMarkup(
      reportHtml({ ...report, cells: [{ ...cohort, figure: [{ kind: 'words', words: [evil, 'x'] }] }] }),
    );
    expect(found('rect', made).map(({ attributes }) => attributes.fill)).toEqual(['none']);
  });

  it('prints a method that two results share once', () => {
    expect(page.text.match(/What is counted/g)).toHaveLength(1);
    expect(page.text).toContain('the paper');
  });

  it('without anything is still a report', () => {
    const bare = parseMarkup(
      reportHtml({
        ...report,
        cells: [],
        sources: [],
        definitions: [],
        figures: [],
        filters: [],
        description: '',
        asOf: null,
        window: null,
      }),
    );
    expect(bare.text).toContain('Who came back in 2011');
    expect(ofClass('appendix', bare)).toHaveLength(0);
  });

  it('speaks Chinese, in whole clauses and with Han faces', () => {
    overwriteGetLocale(() => 'zh-CN');
    const headline = '首购客户次月有**23.7%**再次下单；不含2010年12月为__19.9%__。';
    const made = reportHtml({
      ...report,
      locale: 'zh-CN',
      title: '2011年谁回来了',
      cells: [{ ...cohort, headline, notes: [] }],
    });
    const chinese = parseMarkup(made);
    expect(chinese.elements[0]?.attributes.lang).toBe('zh-CN');
    expect(ofClass('clause', chinese)).toHaveLength(2);
    expect(chinese.text).toContain('数字从何而来');
    expect(chinese.text).toContain('截至2011年12月9日。筛选：Channel is web。');
    expect(chinese.style).toContain("content: '第' counter(page) '页\\ff0c 共' counter(pages) '页'");
    expect(chinese.style).toMatch(/@top-left \{\s*content: '2011年谁回来了'/);
    for (const face of ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Serif CJK SC'])
      expect(chinese.style).toContain(face);
  });
});

const HOSTILE = `"'></style></title></svg>&lt;<script>alert(1)</script><img src=x onerror=alert(1)>\\27 ; } body { background: url(//evil) } ${'${1}'} $& {{x}} var(--ink) light-dark(a,b)\u0001\u2028`;

/** Every text of a report, but for what is of a fixed form. */
const FIXED = new Set([
  'kind',
  'locale',
  'svg',
  'generatedOn',
  'asOf',
  'firstDay',
  'lastDay',
  'type',
  'amount',
  'amountRead',
  'amountUsed',
  'amountSetAside',
  'revenue',
  'markdown',
  'method',
  'rate',
  'cohort',
  'fill',
  'ink',
]);

function poisoned<T>(value: T, key = ''): T {
  if (FIXED.has(key)) return value;
  if (typeof value === 'string') return HOSTILE as T;
  if (typeof value === 'function') return (() => HOSTILE) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => poisoned(item, key)) as T;
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, poisoned(inner, name)]),
    ) as T;
  return value;
}

describe('hostile texts', () => {
  it('in every field at once stay text: the same elements with the same attributes, and nothing more', () => {
    // Marks are structure of their own, and one method note is shared.
    const plain: Report = {
      ...report,
      cells: report.cells.map((cell) =>
        cell.kind === 'text' ? cell : { ...cell, headline: cell.headline && 'x' },
      ),
    };
    const outline = (made: Report) =>
      parseMarkup(reportHtml(made).replaceAll('\u0001', '')).elements.map(({ name, path, attributes }) =>
        [...path, name, ...Object.keys(attributes)].join(' '),
      );
    const hostile = poisoned({
      ...plain,
      cells: plain.cells.map((cell) =>
        cell.kind === 'text' ? cell : { ...cell, headline: cell.headline, caution: cell.caution },
      ),
    });
    expect(hostile.title).toBe(HOSTILE);
    expect(new Set(outline(hostile))).toEqual(
      new Set(
        outline({
          ...plain,
          cells: plain.cells.map((cell) => (cell.kind === 'text' ? cell : { ...cell, headline: 'x' })),
        }),
      ),
    );
    const parsed = parseMarkup(reportHtml(hostile).replaceAll('\u0001', ''));
    expect(parsed.text.split(HOSTILE.replace('\u0001', '')).length).toBeGreaterThan(60);
    expect(parsed.style).not.toMatch(/evil|alert|url\(/);
  });

  it.each(["'", '"', '\\', '</style>', '}', ';', '\n', '\0', '\u2028', '/*', '\ud800'])(
    '%j cannot end a CSS string',
    (text) => {
      expect(cssString(`a${text}b`)).toMatch(/^'([\p{L}\p{N} ]|\\[\da-f]{1,6} )*'$/u);
    },
  );
});
