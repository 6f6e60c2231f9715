import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisDefinition, ParamValues, Row, RunContext } from '../../src/analyses/define';
import { ANALYSES } from '../../src/analyses/registry';
import { contextVariables } from '../../src/analyses/context';
import { decodeFoundTable } from '../../src/engine/decode-result';
import { newSqlCell } from '../../src/document/create';
import { setVariables } from '../../src/orders/literals';
import { limited } from '../../src/state/statement-asked';
import { composed } from '../../src/statements/compose';
import { standaloneSql, statementBehind } from '../../src/views/cell/cell-sql';
import { TestEngine, type OrderFixture } from './engine';

/** A year and a half of a shop with one-time buyers, regulars, sleepers, ties, cents, refunds and two channels. */
const ORDERS: OrderFixture[] = Array.from({ length: 60 }, (_, customer) =>
  Array.from({ length: 1 + ((customer * 7) % 9) }, (_, order) => ({
    customer: `c${customer}`,
    at: day(customer * 5 + order * (11 + (customer % 13) * 3)),
    amount: 10 + ((customer * 37 + order * 11) % 90) + 0.25,
    channel: customer % 3 === 0 ? 'web' : "O'Reilly’s",
    region: customer % 2 === 0 ? 'North' : '南',
  })),
).flat();

function day(offset: number): string {
  return new Date(Date.UTC(2020, 0, 15 + offset)).toISOString().slice(0, 10);
}

/** Defaults; then everything at its last option or highest number. */
function paramSets(analysis: AnalysisDefinition): ParamValues[] {
  const changes = Object.entries(analysis.params).flatMap(([name, param]): [string, unknown][] => {
    if (param.kind === 'number') return [[name, param.maximum]];
    if (param.kind !== 'choice') return [];
    return [[name, param.options.findLast(({ value }) => value !== param.default)?.value]];
  });
  return [{}, Object.fromEntries(changes)];
}

const NARROWED = { from: '2020-03-01', to: null, dimensions: { region: ['南'] }, segment: null };

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
  engine.loadOrders(ORDERS, [{ customer: 'c1', at: '2020-06-01', amount: -12.5 }]);
});
afterAll(() => engine.close());

/** As an SQL cell of the notebook runs it: only the notebook's own variables are set, the analysis' are gone. */
function rowsOfCell(
  sql: string,
  analysis: AnalysisDefinition,
  params: ParamValues,
  context: RunContext,
): Row[] {
  const own = Object.keys(analysis.variables(params, context));
  for (const name of own) engine.execute(`reset variable ${name}`);
  engine.execute(setVariables(contextVariables(context)));
  const cell = newSqlCell(sql);
  const text = composed(cell, [cell]);
  if (!text.ok) throw new Error(text.reason.key);
  return decodeFoundTable(engine.connection.query(limited(text.sql).sql)).rows;
}

describe.each(ANALYSES.map((analysis) => [analysis.id, analysis] as const))('%s', (_, analysis) => {
  test('every statement of it, opened as a cell, gives the rows of the analysis', () => {
    paramSets(analysis).forEach((given, index) => {
      const narrowed = index === 1 ? NARROWED : undefined;
      const { results, context, params } = engine.run(analysis, given, '2021-01-31', narrowed);
      for (const step of analysis.steps) {
        // A statement over a kernel's rows stands in no cell of its own: what the kernel takes does.
        if (!('sql' in step) || step.reads) continue;
        const sql = standaloneSql(step.sql, analysis, params, context);
        const rows = rowsOfCell(sql, analysis, params, context);
        expect(rows, `${step.name} ${JSON.stringify(given)}`).toEqual(results[step.name]);
      }
    });
  });

  test('every result has a statement behind it, which keeps its comments and none of the analysis’ variables', () => {
    const { context, params } = engine.run(analysis, {}, '2021-01-31');
    for (const result of Object.keys(analysis.results)) {
      const step = statementBehind(analysis, result);
      expect(step, result).not.toBeNull();
      const sql = standaloneSql(step!.sql, analysis, params, context);
      expect(sql).toContain('-- grain:');
      for (const name of Object.keys(analysis.variables(params, context)))
        if (!(name in contextVariables(context))) expect(sql).not.toContain(`getvariable('${name}')`);
    }
  });
});
