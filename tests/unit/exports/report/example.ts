import type { Row } from '../../../../src/analyses/define';
import type {
  Report,
  ReportResult,
  ReportSource,
  ReportSwatch,
  ReportTableCell,
} from '../../../../src/exports/report/types';

/** UCI Online Retail, refunds set aside, as of 9 December 2011: the numbers of the client's own ledger. */
const source: ReportSource = {
  name: 'online_retail.csv',
  bytes: 48_290_120,
  sha256: 'c35975c4'.padEnd(56, '0') + 'fc84e69f',
  ledger: {
    rowsRead: 541_909,
    amountRead: '9747747.9340',
    setAside: [
      { reason: 'no_customer', rows: 135_080, amount: '1447682.1200' },
      { reason: 'refund', rows: 8_905, amount: '-611342.0900' },
      { reason: 'zero_value', rows: 40, amount: '0.0000' },
    ],
    rowsUsed: 397_884,
    amountUsed: '8911407.9040',
    orders: 18_532,
    customers: 4_338,
    firstDay: '2010-12-01',
    lastDay: '2011-12-09',
  },
  sums: { rowsSetAside: 144_025, amountSetAside: '836340.0300', reconciles: true },
  netting: null,
};

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="80" fill="#211d19"><defs><pattern id="hatch-1" width="5" height="5"><rect width="5" height="5" fill="#f6f4f0"/></pattern></defs><rect width="40" height="20" fill="url(#hatch-1)"/><text x="4" y="14">Jan &amp; Feb</text></svg>';
export const SWATCH: ReportSwatch = {
  kind: 'swatch',
  fill: 'rgb(15, 90, 120)',
  ink: 'rgb(255, 255, 255)',
  text: '1',
  width: 18,
  height: 18,
};
const heading = (text: string): ReportTableCell => ({ words: [text], heads: true, number: false, span: 1 });
const figure = (text: string): ReportTableCell => ({ words: [text], heads: false, number: true, span: 1 });

export const cohort: ReportResult = {
  kind: 'analysis',
  number: 1,
  title: 'Cohort retention',
  headline: '**23.7%** of first-time buyers order again the month after; __19.9%__ without December 2010.',
  caution: null,
  notes: [
    { kind: 'left-edge', text: 'The file starts on 1 December 2010.' },
    { kind: 'partial', text: 'December 2011 has 9 of its 31 days.' },
  ],
  params: [{ label: 'Cohorts by', value: 'month' }],
  filters: ['Channel is web'],
  asOf: '2011-12-09',
  figure: [
    { kind: 'title', words: [SWATCH, 'Who came back'] },
    {
      kind: 'columns',
      columns: [
        [{ kind: 'drawing', svg: DRAWING }],
        [
          { kind: 'drawing', svg: DRAWING },
          { kind: 'words', words: ['Below it'] },
        ],
      ],
    },
    {
      kind: 'key',
      items: [
        [SWATCH, 'New'],
        [{ kind: 'hatch' }, 'Part of a month'],
      ],
    },
    { kind: 'facts', facts: [{ label: ['Half are back after'], lines: [['45 days'], ['of 885']] }] },
    { kind: 'facts', facts: [{ label: ['25%'], lines: [['12 days']] }] },
    {
      kind: 'table',
      head: [[heading('Segment'), { ...heading('Customers'), number: true }]],
      body: [
        [{ ...heading('Champions'), words: [SWATCH, 'Champions'] }, figure('41')],
        [{ words: ['Thank them'], heads: false, number: false, span: 2 }],
      ],
    },
  ],
  table: {
    shape: {
      cohort: { type: 'date', label: () => 'Cohort' },
      rate: { type: 'share', label: () => 'Rate' },
      segment: { type: 'text', label: () => 'Segment', value: (id) => `The ${id}` },
    },
    rows: Array.from({ length: 100 }, (_, index): Row => ({
      cohort: '2010-12-01',
      rate: index / 100,
      segment: `s${index}`,
    })),
    total: 312,
  },
  definition: 'Cohort retention v1',
  method:
    '## What is counted\n\nCustomers of a **cohort**, see [the paper](https://example.org).\n\n| a | b |\n|---|--:|\n| 1 | 2 |',
  sql: 'select 1 < 2 as "a"',
  provenance: '4,338 customers and 18,532 orders in, 13 cohorts out',
};

export const report: Report = {
  locale: 'en',
  title: 'Who came back in 2011',
  description: 'A quarter of new customers are back within forty days.',
  generatedOn: '2026-11-23',
  version: '0.1.0',
  asOf: '2011-12-09',
  window: { firstDay: '2010-12-01', lastDay: '2011-12-09' },
  filters: ['Country is United Kingdom'],
  figures: [{ label: 'Customers', value: '4,338', detail: 'with a number' }],
  cells: [
    { kind: 'text', markdown: '# What we did\n\nRead **one** file.' },
    cohort,
    {
      ...cohort,
      number: 2,
      title: 'Interval',
      headline: '',
      figure: [],
      table: null,
      caution: 'Older than the data.',
    },
  ],
  definitions: [{ term: 'Customer', text: 'Whoever has a number.' }],
  sources: [source],
};
