import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnalysisDefinition, ResultShape, Results } from '../../../src/analyses/define';
import type { NotebookDocument } from '../../../src/document/types';
import { reportHtml } from '../../../src/exports/report/report';
import type { Report, ReportBlock, ReportCell, ReportResult } from '../../../src/exports/report/types';
import type { CellRun, NotebookState } from '../../../src/state/contracts';
import type { Draw } from '../../../src/views/report/cell-results';
import { reportOf, type ReportChoice } from '../../../src/views/report/fill';
import { standings } from '../../../src/views/report/standing';
import { exampleDocument, exampleSource } from '../document/example';
import { CONTEXT } from '../sharing/arbitraries';

const label = () => 'x';
const shape = (columns: Record<string, 'text' | 'integer'>): ResultShape =>
  Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, { type, label: () => name }]));
const tiers = {
  id: 'tiers',
  version: 2,
  title: () => 'Tiers',
  summary: () => 'Who spends how much',
  params: {
    scheme: {
      kind: 'choice',
      label: () => 'Scheme',
      options: [{ value: 'four', label: () => 'Four tiers' }],
      default: 'four',
    },
  },
  steps: [{ name: 'tiers', sql: "select getvariable('p_as_of')" }],
  variables: () => ({}),
  results: {
    tiers: shape({ tier: 'text', customers: 'integer' }),
    customers: shape({ customer_key: 'text', name: 'text', tier: 'text' }),
  },
  mainResult: 'tiers',
  headline: (results: Results) => `**${results.tiers?.length}** tiers`,
  notes: () => [{ kind: 'info', text: 'Mind the gap' }],
  provenance: () => '3 customers in, 2 tiers out',
  method: { en: async () => ({ default: 'Method in English' }), 'zh-CN': async () => ({ default: '方法' }) },
  members: label,
} as unknown as AnalysisDefinition;

const TIERS: Results = {
  tiers: [
    { tier: 'gold', customers: 1 },
    { tier: 'iron', customers: 2 },
  ],
  customers: ['ann', 'bob', 'cy'].map((key) => ({ customer_key: key, name: `Ms ${key}`, tier: 'iron' })),
};

const run = (change: Partial<CellRun>): CellRun => ({
  status: { kind: 'current', elapsed: 5 },
  results: null,
  params: { scheme: 'four' },
  context: CONTEXT,
  question: 'q',
  shapes: {},
  ...change,
});
const stale = { kind: 'stale', because: { key: 'state_stale_engine' } } as const;

const source = { ...exampleSource, name: 'orders.csv' };
const document: NotebookDocument = {
  ...exampleDocument(),
  title: 'Spring',
  description: 'A line',
  sources: [source],
  filters: { asOf: null, from: '2011-01-01', to: null, dimensions: {}, segment: null },
  segments: [{ id: 's', name: 'Goldies', analysis: 'tiers', params: {}, mark: 'gold', customers: 1 }],
  cells: [
    { id: 'text', kind: 'text', title: null, text: '# What we saw' },
    { id: 'blank', kind: 'text', title: null, text: ' ' },
    { id: 'tiers', kind: 'analysis', title: null, analysis: 'tiers', analysisVersion: 1, params: {} },
    {
      id: 'list',
      kind: 'analysis',
      title: 'As a list',
      analysis: 'tiers',
      analysisVersion: 2,
      params: {},
      view: 'table',
      tables: {
        tiers: {
          sort: [{ column: 'customers', descending: true }],
          hidden: ['tier'],
          widths: {},
          filters: { customers: '>1' },
        },
      },
    },
    { id: 'failed', kind: 'analysis', title: null, analysis: 'tiers', analysisVersion: 2, params: {} },
    { id: 'who', kind: 'sql', title: 'Who', name: 'who', sql: 'select * from customers' },
    { id: 'how-many', kind: 'sql', title: 'How many', name: null, sql: 'select 3 as n', view: 'plot' },
    { id: 'goldies', kind: 'segment', title: null, segment: 's' },
    { id: 'future', kind: 'hologram' },
  ],
};

const OVERVIEW = {
  customers: 1,
  customer_share: 1 / 3,
  orders: 4,
  revenue: 90,
  revenue_share: 0.5,
  median_days: 12,
};
const runs: Record<string, CellRun> = {
  tiers: run({ results: TIERS, shapes: tiers.results, status: stale }),
  list: run({ results: TIERS, shapes: tiers.results }),
  failed: run({ status: { kind: 'failed', failure: { kind: 'engine-lost' } } as CellRun['status'] }),
  who: run({
    results: { rows: ['ann', 'bob', 'cy'].map((key) => ({ who: key, tier: 'iron' })) },
    shapes: { rows: shape({ who: 'text', tier: 'text' }) },
  }),
  'how-many': run({ results: { rows: [{ n: 3 }] }, shapes: { rows: shape({ n: 'integer' }) } }),
  goldies: run({
    results: { overview: [OVERVIEW], customers: [{ customer_key: 'ann', name: 'Ms ann', orders: 4 }] },
    shapes: {},
  }),
};
const notebook = {
  analyses: [tiers],
  document,
  hasData: true,
  window: { firstDay: '2010-12-01', lastDay: '2011-12-09' },
  scope: { customers: 4, orders: 10, revenue: 250 },
  run: (id: string) => runs[id] ?? run({ status: { kind: 'idle' }, context: null }),
  definition: ({ kind }: { kind: string }) => (kind === 'analysis' ? tiers : null),
  paramsOf: () => ({ scheme: 'four' }),
} as unknown as NotebookState;

const drawing: ReportBlock = { kind: 'words', words: ['drawn'] };
const draw = {
  figure: vi.fn<Draw['figure']>(() => Promise.resolve([drawing])),
  chart: vi.fn<Draw['chart']>(() => Promise.resolve([drawing])),
};
const ALL = new Set(document.cells.map(({ id }) => id));
const CHOICE: ReportChoice = { cells: ALL, methods: true, sql: true, customers: 'none' };

async function made(choice: Partial<ReportChoice> = {}, signal = new AbortController().signal) {
  const steps: string[] = [];
  const making = {
    ...{ notebook, locale: 'en' as const, version: '9', today: '2026-11-23', draw, signal },
    known: (id: string) => ['ann', 'bob', 'cy'].includes(id),
    onprogress: (done: number, of: number, title: string) => steps.push(`${done}/${of} ${title}`),
  };
  return { report: await reportOf(making, { ...CHOICE, ...choice }), steps };
}
const isResult = (cell: ReportCell): cell is ReportResult => cell.kind !== 'text';
const named = (report: Report | null, title: string) =>
  report?.cells.filter(isResult).find((cell) => cell.title === title);

beforeEach(() => vi.clearAllMocks());

describe('what a report could have of each cell', () => {
  it('is ready, old, or out with a reason; empty texts are not mentioned', () => {
    expect(
      standings(notebook).map(({ cell, number, kind, canRun }) => [cell.id, number, kind, canRun]),
    ).toEqual([
      ['text', 1, 'ready', false],
      ['tiers', 3, 'old', true],
      ['list', 4, 'ready', false],
      ['failed', 5, 'out', true],
      ['who', 6, 'ready', false],
      ['how-many', 7, 'ready', false],
      ['goldies', 8, 'ready', false],
      ['future', 9, 'out', false],
    ]);
  });

  it('a statement that fails has no result, an analysis its last one', () => {
    const failure = { kind: 'failed', failure: { kind: 'engine-lost' } } as CellRun['status'];
    const of = (id: string) =>
      standings({ ...notebook, run: (each) => ({ ...notebook.run(each), status: failure }) }).find(
        ({ cell }) => cell.id === id,
      )?.kind;
    expect([of('list'), of('who')]).toEqual(['old', 'out']);
  });
});

describe('a report of the open notebook', () => {
  it('says what every number stands on', async () => {
    const { report, steps } = await made();
    expect(report).toMatchObject({
      title: 'Spring',
      description: 'A line',
      asOf: '2011-12-09',
      window: notebook.window,
      generatedOn: '2026-11-23',
    });
    expect(report?.filters).toHaveLength(1);
    expect(report?.figures.map(({ value }) => value)).toEqual(['4', '10', '250', '25.00']);
    expect(report?.sources).toMatchObject([{ name: 'orders.csv', sums: { rowsSetAside: 10_624 } }]);
    expect(report?.definitions.map(({ term }) => term)).toEqual(['Order', 'Revenue', 'As of', 'Tiers']);
    expect(steps).toHaveLength(6);
    expect(steps[1]).toBe('1/6 Tiers');
  });

  it('tells each result with its words, params, definition and what is old about it', async () => {
    const { report } = await made();
    expect(report?.cells.map(({ kind }) => kind)).toEqual([
      ...['text', 'analysis', 'analysis', 'sql', 'sql', 'analysis'],
    ]);
    const result = named(report, 'Tiers');
    expect(result).toMatchObject({
      number: 3,
      headline: '**2** tiers',
      params: [{ label: 'Scheme', value: 'Four tiers' }],
      definition: 'Tiers v2',
      method: 'Method in English',
      provenance: '3 customers in, 2 tiers out',
      figure: [drawing],
      table: null,
    });
    expect(result?.caution).toMatch(/engine was started again.*as of 9.Dec.2011.*version 1/);
    expect(result?.sql).toContain("set variable p_as_of = date '2011-12-09'");
    expect(named(report, 'How many')).toMatchObject({ figure: [drawing], table: null, sql: 'select 3 as n' });
    const bare = (await made({ methods: false, sql: false })).report;
    expect(bare?.cells.filter(isResult).every(({ method, sql }) => method === null && sql === null)).toBe(
      true,
    );
  });

  it('prints a table as its reader left it', async () => {
    const table = named((await made()).report, 'As a list')?.table;
    expect(Object.keys(table?.shape ?? {})).toEqual(['customers']);
    expect(table).toMatchObject({ rows: [{ customers: 2 }], total: 1, unfiltered: 2 });
  });

  it('takes the chosen cells only, and ends where it is cancelled', async () => {
    expect((await made({ cells: new Set(['list', 'failed']) })).report?.cells).toHaveLength(1);
    const work = new AbortController();
    draw.figure.mockImplementationOnce(() => {
      work.abort();
      return Promise.resolve([drawing]);
    });
    expect((await made({}, work.signal)).report).toBeNull();
    expect(draw.chart).not.toHaveBeenCalled();
  });

  it('names no customer, neither in tables nor to what draws', async () => {
    const { report } = await made();
    const page = reportHtml(report as Report);
    for (const name of ['ann', 'bob', 'Ms cy']) expect(page).not.toMatch(new RegExp(`\\b${name}\\b`));
    expect(named(report, 'Who')).toMatchObject({ table: null, figure: [] });
    expect(named(report, 'Who')?.caution).toMatch(/left out/);
    expect(Object.keys(named(report, 'Goldies')?.table?.shape ?? {})).toContain('customer_share');
    const [[, props] = []] = draw.figure.mock.calls;
    const drawn = props?.results.customers ?? [];
    expect(drawn).toHaveLength(3);
    for (const row of drawn) {
      expect(row.customer_key).toMatch(/^C-\d{6}$/);
      expect(row.name).toBeNull();
    }
  });

  it('under pseudonyms a customer has one name throughout', async () => {
    const { report } = await made({ customers: 'pseudonyms' });
    const page = reportHtml(report as Report);
    for (const name of ['ann', 'bob', 'Ms cy']) expect(page).not.toMatch(new RegExp(`\\b${name}\\b`));
    const who = named(report, 'Who')?.table?.rows.map((row) => row.who) ?? [];
    expect(new Set(who).size).toBe(3);
    expect(who).toContain(named(report, 'Goldies')?.table?.rows[0]?.customer_key);
    const real = (await made({ customers: 'real' })).report;
    expect(named(real, 'Who')?.table?.rows.map((row) => row.who)).toEqual(['ann', 'bob', 'cy']);
  });
});
