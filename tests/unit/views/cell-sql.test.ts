import { expect, test } from 'vitest';
import type { AnalysisDefinition } from '../../../src/analyses/define';
import { runnableSql } from '../../../src/views/cell/cell-sql';

const context = {
  asOf: '2011-12-31',
  window: { firstDay: '2010-12-01', lastDay: '2011-12-09', observedThrough: '2011-12-09' },
};
const definition = {
  variables: () => ({ p_scheme: "O'Reilly", p_unused: 1 }),
} as unknown as AnalysisDefinition;

test('the variables a statement uses stand before it, and no others', () => {
  const sql = "select getvariable('p_scheme'), getvariable('p_as_of'), 'p_first_day'\n";
  expect(runnableSql(sql, definition, {}, context)).toBe(
    "set variable p_as_of = date '2011-12-31';\nset variable p_scheme = 'O''Reilly';\n\n" +
      "select getvariable('p_scheme'), getvariable('p_as_of'), 'p_first_day';\n",
  );
});

test('a statement without variables is left as it is', () => {
  expect(runnableSql('select 1;', definition, {}, context)).toBe('select 1;\n');
});
