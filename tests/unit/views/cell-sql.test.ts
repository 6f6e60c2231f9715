import { expect, test } from 'vitest';
import type { AnalysisDefinition } from '../../../src/analyses/define';
import { runnableSql, standaloneSql, statementBehind } from '../../../src/views/cell/cell-sql';

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

test('opened as a statement of its own, the analysis’ variables are values and the notebook’s stay variables', () => {
  const values = {
    variables: () => ({
      p_as_of: { date: '2011-12-31' },
      p_text: "O'Reilly",
      p_less: -3,
      p_part: 0.5,
      p_none: null,
      p_list: ['a'],
      p_day: { date: '2011-01-01' },
    }),
  } as unknown as AnalysisDefinition;
  const read = (name: string) => `getvariable('${name}')`;
  const opened = (sql: string) => standaloneSql(sql, values, {}, context);
  expect(
    opened(`-- ${read('p_text')}\nselect ${read('p_text')}, ${read('p_as_of')}, ${read('p_from')}\n`),
  ).toBe(`-- ${read('p_text')}\nselect 'O''Reilly' /* p_text */, ${read('p_as_of')}, ${read('p_from')}\n`);
  expect(opened(`select 1-${read('p_less')}, ${read('p_list')}[1], ${read('p_day')}::varchar`)).toBe(
    "select 1-(-3) /* p_less */, (['a']) /* p_list */[1], (date '2011-01-01') /* p_day */::varchar\n",
  );
  expect(opened(`GETVARIABLE ( 'p_part' ) + ${read('p_none')} + 'getvariable(''p_part'')'`)).toBe(
    "('0.5'::double) /* p_part */ + null /* p_none */ + 'getvariable(''p_part'')'\n",
  );
});

test('a result that a kernel computes comes from the statement whose rows the kernel takes', () => {
  const kernel = 'kaplan-meier' as const;
  const steps = [
    { name: 'events', sql: 'select 1' },
    { name: 'curve', kernel, input: 'events' },
  ];
  const computed = { steps } as unknown as AnalysisDefinition;
  expect(statementBehind(computed, 'curve')).toBe(steps[0]);
  expect(statementBehind(computed, 'events')).toBe(steps[0]);
  expect(statementBehind(computed, 'other')).toBeNull();
});
