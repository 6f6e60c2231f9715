import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisDefinition, ColumnType, ParamValues, Results, Step } from '../../src/analyses/define';
import { paramsWithDefaults } from '../../src/analyses/params';
import { decodeTable } from '../../src/engine/decode';
import { overwriteGetLocale } from '../../src/messages/speak';
import { TestEngine, type OrderFixture } from './engine';

/** What every analysis folder must hold to, those added later included: it is enough that the folder is there. */
const folders = import.meta.glob<{ default?: AnalysisDefinition }>('../../src/analyses/*/index.ts', {
  eager: true,
});
const sqlFiles = import.meta.glob<string>(['../../src/analyses/*/*.sql', '../../src/analyses/*.sql'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Set by the notebook before every run, whatever the analysis. */
const ALWAYS_SET = ['p_as_of', 'p_observed_through', 'p_first_day', 'p_from', 'p_to', 'p_narrowed'];

const SHOPS: Record<string, OrderFixture[]> = {
  empty: [],
  'one order': [{ customer: 'a', at: '2020-02-29 12:00:00', amount: 10, channel: 'web' }],
  'all tied': ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((customer) =>
    ['2020-01-31', '2020-03-01', '2020-03-01'].map((at) => ({
      customer,
      at,
      amount: 10,
      channel: 'web',
      region: 'North',
    })),
  ),
  'no dimensions': ['a', "O'Reilly", '客', '00001'].flatMap((customer, index) =>
    Array.from({ length: index + 1 }, (_, order) => ({
      customer,
      at: `2020-0${order + 1}-1${index}`,
      amount: 7.25 * (order + 1),
    })),
  ),
  'zero and negative amounts': [
    { customer: 'a', at: '2019-12-31 23:59:59', amount: 0 },
    { customer: 'a', at: '2020-01-01 00:00:00', amount: -12.5 },
    { customer: 'b', at: '2020-01-01', amount: 0 },
    { customer: 'b', at: '2020-05-01', amount: 0 },
    { customer: 'c', at: '2020-02-02', amount: -1 },
    { customer: 'd', at: '2020-03-03', amount: 100 },
  ],
};

/** Where every param is tried; on the other shops, and on other days than the last, the defaults do. */
const EVERY_PARAM = ['all tied', 'zero and negative amounts'];
/** Where rows are as alike as can be, and an order left open would show. */
const TWICE = 'all tied';

/** Marks of a value that was not there, a placeholder left open, or a message's key in place of its text. */
const UNSAID = /undefined|null|NaN|Infinity|\[object|\{\w+\}|\b[a-z]+_[a-z]+_[a-z_]+\b/;

/** Arrow types of the engine's answers for each declared type. SQL casts, so there is one of each. */
const ARROW: Record<ColumnType, RegExp> = {
  text: /^Utf8/,
  integer: /^Int32/,
  number: /^(Float64|Int32)/,
  money: /^Float64/,
  share: /^Float64/,
  date: /^Date/,
  boolean: /^Bool/,
};

type SqlStep = Extract<Step, { sql: string }>;
const sqlStepsOf = (analysis: AnalysisDefinition): SqlStep[] =>
  analysis.steps.filter((step): step is SqlStep => 'sql' in step);

interface ParamSet {
  name: string;
  params: ParamValues;
  /** The SQL is asked something else than by default. */
  asks: boolean;
}

const DEFAULTS: ParamSet = { name: 'defaults', params: {}, asks: true };

/** Defaults, then each option of each choice and each end of each number, one change at a time. */
function paramSets(analysis: AnalysisDefinition): ParamSet[] {
  const sets: ParamSet[] = [DEFAULTS];
  for (const [name, param] of Object.entries(analysis.params)) {
    const values =
      param.kind === 'choice'
        ? param.options.map((option) => option.value)
        : param.kind === 'number'
          ? [param.minimum, param.maximum]
          : [];
    for (const value of values)
      if (value !== param.default)
        sets.push({
          name: `${name} = ${value}`,
          params: { [name]: value },
          asks: !('displayOnly' in param && param.displayOnly),
        });
  }
  return sets;
}

const withoutComments = (sql: string): string => sql.replaceAll(/--[^\n]*/g, '');
const withoutText = (sql: string): string => withoutComments(sql).replaceAll(/'(?:[^']|'')*'|"[^"]*"/g, "''");
const variablesUsed = (sql: string): string[] =>
  [...withoutComments(sql).matchAll(/getvariable\(\s*'([^']+)'\s*\)/g)].map((match) => match[1]!);

/** The last select outside all brackets is ordered. */
const FINAL_ORDER = /\bselect\b(?![\s\S]*\bselect\b)[\s\S]*\border by\b/;

/** The text outside all brackets: of a query with CTEs, the names and the final select. */
function outermost(sql: string): string {
  let depth = 0;
  let text = '';
  for (const character of withoutText(sql)) {
    if (character === ')') depth -= 1;
    if (depth === 0) text += character;
    if (character === '(') depth += 1;
  }
  return text;
}

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => {
  engine.close();
  overwriteGetLocale(() => 'en');
});

test('every folder has an index.ts whose default export is an analysis', () => {
  expect(Object.keys(folders).length).toBeGreaterThan(0);
  for (const [path, module] of Object.entries(folders)) expect(module.default?.steps, path).toBeDefined();
});

const analyses = Object.entries(folders).flatMap(([path, module]) =>
  module.default ? [{ folder: path.split('/').at(-2)!, analysis: module.default }] : [],
);

describe.each(analyses)('$folder', ({ folder, analysis }) => {
  // Heads that several analyses share stand beside the folders.
  const files = Object.entries(sqlFiles).filter(([file]) =>
    [folder, 'analyses'].includes(file.split('/').at(-2)!),
  );
  const steps = sqlStepsOf(analysis);

  test('is named after its folder, and its parts fit together', () => {
    expect(analysis.id).toBe(folder);
    expect(Number.isInteger(analysis.version) && analysis.version >= 1).toBe(true);
    const names = analysis.steps.map((step) => step.name);
    expect(new Set(names).size).toBe(names.length);
    for (const result of Object.keys(analysis.results)) expect(names).toContain(result);
    expect(Object.keys(analysis.results)).toContain(analysis.mainResult);
    analysis.steps.forEach((step, index) => {
      if ('kernel' in step) expect(names.slice(0, index)).toContain(step.input);
    });
    for (const step of steps) {
      const written = Object.values(sqlFiles).reduce((rest, sql) => rest.replace(sql.trim(), ''), step.sql);
      expect(written.trim(), `${step.name} has SQL that is in no .sql file`).toBe('');
      expect(outermost(step.sql), `${step.name} has no total order`).toMatch(FINAL_ORDER);
    }
  });

  test.each(files)('%s: header, keywords, nothing that needs an extension', (_file, sql) => {
    expect(sql.match(/^(--[^\n]*\n)+/)?.[0]).toMatch(/^-- grain: \S/m);
    expect(withoutText(sql)).not.toMatch(
      /\b(SELECT|FROM|WHERE|WITH|AS|GROUP|ORDER|BY|CASE|WHEN|THEN|ELSE|END|JOIN|UNION|ALL|OVER|AND|OR|NOT|NULL|IS|IN)\b/,
    );
    expect(withoutText(sql)).not.toMatch(
      /\b(current_date|current_timestamp|today\s*\(|now\s*\(|timestamptz|collate|json|at time zone|read_\w+\s*\()/i,
    );
    expect(withoutText(sql).trim().replace(/;$/, '')).not.toContain(';');
    expect(withoutText(sql)).not.toMatch(/\bshop\./);
  });

  // Files that a figure runs by itself (FigureProps.fetch) bring variables of their own.
  test('declares the variables its steps use, and no other', () => {
    const used = new Set(steps.flatMap((step) => variablesUsed(step.sql)));
    engine.loadOrders(SHOPS['one order']!);
    const { context } = engine.run(analysis);
    for (const { params } of paramSets(analysis)) {
      const declared = Object.keys(analysis.variables(paramsWithDefaults(analysis, params), context));
      for (const name of used) expect([...declared, ...ALWAYS_SET]).toContain(name);
      for (const name of declared) expect([...used]).toContain(name);
    }
  });

  describe.each(Object.entries(SHOPS))('on a shop: %s', (shop, orders) => {
    beforeAll(() => engine.loadOrders(orders));

    /** Each param set as of the last day, run once. */
    const ran = new Map<string, ReturnType<TestEngine['run']>>();
    const run = ({ name, params }: ParamSet): ReturnType<TestEngine['run']> => {
      const known = ran.get(name) ?? engine.run(analysis, params);
      ran.set(name, known);
      return known;
    };

    test('binds, and answers twice the same, in the declared columns and types', () => {
      for (const set of paramSets(analysis)) {
        const { name, asks } = set;
        if (!asks || (name !== DEFAULTS.name && shop !== TWICE)) continue;
        const { results } = run(set);
        for (const step of analysis.steps) {
          const shape = analysis.results[step.name];
          if ('kernel' in step) {
            for (const row of shape ? results[step.name]! : [])
              expect(Object.keys(row)).toEqual(Object.keys(shape!));
            continue;
          }
          const again = engine.connection.query(step.sql);
          expect(decodeTable(again, shape), `${step.name}, ${name}`).toEqual(results[step.name]);
          if (!shape) continue;
          const { fields } = again.schema;
          expect(
            fields.map((field) => field.name),
            `${step.name}, ${name}`,
          ).toEqual(Object.keys(shape));
          for (const field of fields)
            expect(String(field.type), `${step.name}.${field.name}`).toMatch(ARROW[shape[field.name]!.type]);
        }
      }
    });

    test('speaks in both languages, and never of undefined, null or NaN', () => {
      const days = orders.length === 0 ? [undefined] : [undefined, '2019-12-01', '2020-03-01', '2030-01-01'];
      for (const asOf of days) {
        const byDefault = asOf === undefined ? run(DEFAULTS) : engine.run(analysis, {}, asOf);
        for (const set of paramSets(analysis)) {
          const { name, params, asks } = set;
          const asksAnew = asks && name !== DEFAULTS.name;
          if (asksAnew && (asOf !== undefined || !EVERY_PARAM.includes(shop))) continue;
          const { results, context } = asksAnew ? run(set) : byDefault;
          const filled = paramsWithDefaults(analysis, params);
          for (const locale of ['en', 'zh-CN'] as const) {
            overwriteGetLocale(() => locale);
            const said = [
              analysis.headline(results, filled, context),
              analysis.provenance(results, filled, context),
              ...analysis.notes(results, filled, context).map((note) => note.text),
            ];
            for (const text of said) {
              expect(text.trim(), name).not.toBe('');
              expect(text, name).not.toMatch(UNSAID);
            }
          }
        }
      }
      overwriteGetLocale(() => 'en');
    });
  });

  test('names everything and explains itself in both languages', async () => {
    const names = [analysis.title, analysis.summary];
    for (const shape of Object.values(analysis.results))
      for (const column of Object.values(shape)) names.push(column.label);
    for (const param of Object.values(analysis.params)) {
      names.push(param.label);
      if (param.kind === 'choice') {
        expect(param.options.map((option) => option.value)).toContain(param.default);
        names.push(...param.options.map((option) => option.label));
      }
    }
    for (const locale of ['en', 'zh-CN'] as const) {
      overwriteGetLocale(() => locale);
      for (const name of names) expect(name()).toMatch(/^(?!\w+_\w+_).*\S/);
      const method = (await analysis.method[locale]()).default;
      expect(method.length).toBeGreaterThan(400);
      expect(method).toMatch(/^#+ /m);
      if (locale === 'zh-CN') expect(method).toMatch(/\p{Script=Han}{4}/u);
    }
    overwriteGetLocale(() => 'en');
  });

  test('keeps to the day it is asked for', () => {
    engine.loadOrders(SHOPS['zero and negative amounts']!);
    const early = engine.run(analysis, {}, '2020-02-15').results;
    engine.loadOrders(SHOPS['zero and negative amounts']!.filter((order) => order.at < '2020-02-16'));
    engine.execute(`update shop.data_window set last_day = date '2020-05-01'`);
    expectSame(engine.run(analysis, {}, '2020-02-15').results, early);
  });
});

/** Equal but for the last digits of sums of fractions, which depend on the order of adding. */
function expectSame(actual: Results, expected: Results): void {
  const rounded = (results: Results) =>
    JSON.parse(
      JSON.stringify(results, (_key, value: unknown) =>
        typeof value === 'number' ? Number(value.toPrecision(12)) : value,
      ),
    ) as Results;
  expect(rounded(actual)).toEqual(rounded(expected));
}
