import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Askable, ColumnType, ResultShape } from '../../src/analyses/define';
import { askedSteps, stepsFor } from '../../src/analyses/steps';
import { decodeTable } from '../../src/engine/decode';
import { kernelTable } from '../../src/worker/kernel-table';
import { TestEngine } from './engine';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const column = (type: ColumnType) => ({ type, label: () => '' });
const CURVE: ResultShape = {
  day: column('integer'),
  share_returned: column('share'),
  low: column('share'),
  high: column('share'),
  at_risk: column('integer'),
};
const asked = {
  id: 'curve-in-sql',
  params: {},
  results: { curve: CURVE, by_day_three: { share: column('share'), days: column('integer') } },
  steps: [
    { name: 'unused', sql: 'select 1::integer as one order by one' },
    {
      name: 'events',
      sql: 'select range::integer as day, 1::integer as events, 1::integer as censored from range(1, 5) order by day',
    },
    { name: 'curve', kernel: 'kaplan-meier', input: 'events', options: () => ({}), asTable: true },
    {
      name: 'by_day_three',
      sql: `select max(share_returned)::double as share, count(*)::integer as days
            from kernel.curve where day <= 3 order by share`,
      reads: ['curve'],
    },
  ],
  variables: () => ({}),
} satisfies Partial<Askable> as unknown as Askable;

test('SQL reads the rows of a kernel as a table, made anew at each run', () => {
  for (let run = 0; run < 2; run += 1) {
    const { results } = engine.run(asked);
    const before = results.curve!.filter(({ day }) => Number(day) <= 3);
    expect(before.length).toBeGreaterThan(2);
    expect(results.by_day_three).toEqual([{ share: before.at(-1)!.share_returned, days: before.length }]);
  }
});

test('a result alone needs its own step and those whose rows it takes, in their order', () => {
  expect(stepsFor(asked, 'by_day_three').map(({ name }) => name)).toEqual([
    'events',
    'curve',
    'by_day_three',
  ]);
  expect(stepsFor(asked, 'events').map(({ name }) => name)).toEqual(['events']);
  expect(() => stepsFor(asked, 'nothing')).toThrow('nothing');
});

test('options that follow from params are worked out before they cross to the worker', () => {
  const steps = [
    { name: 'a', kernel: 'kaplan-meier' as const, input: 'b', options: (params: object) => ({ ...params }) },
  ];
  const context = { asOf: '2024-01-01' } as never;
  expect(structuredClone(askedSteps(steps, { confidence: 0.9 }, context))).toEqual([
    { name: 'a', kernel: 'kaplan-meier', input: 'b', options: { confidence: 0.9 } },
  ]);
});

test('every type crosses as it is, nulls too, and nothing compiles text on the way', () => {
  const shape = {
    name: column('text'),
    count: column('integer'),
    share: column('share'),
    kept: column('boolean'),
  };
  const rows = Array.from({ length: 19 }, (_, index) => ({
    name: index % 5 === 0 ? null : ['', '客', "O'Reilly", 'é'][index % 4]!,
    count: index % 3 === 0 ? null : index - 9,
    share: index % 7 === 0 ? null : index / 7,
    kept: index % 4 === 0 ? null : index % 2 === 0,
  }));
  const compiled = vi.spyOn(globalThis, 'Function').mockImplementation(() => {
    throw new EvalError('unsafe-eval');
  });
  const bytes = kernelTable(rows, shape);
  compiled.mockRestore();
  engine.execute('create schema if not exists kernel; drop table if exists kernel.typed');
  engine.connection.insertArrowFromIPCStream(bytes, { schema: 'kernel', name: 'typed', create: true });
  expect(decodeTable(engine.connection.query('from kernel.typed'), shape)).toEqual(rows);
});
