import { expect } from 'vitest';
import type { OpenedTable } from '../../src/engine/opening-protocol';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Policies } from '../../src/intake/types';
import { Importer } from '../../src/worker/import/importer';
import { openText } from '../../src/worker/opening/text';
import type { ImportEngine } from './import-engine';

export const silent = () => undefined;

export const textFile = (name: string, text: string): Promise<OpenedTable> => {
  const whole = new File([text], name);
  return openText(whole, { path: [name], bytes: whole.size }, {});
};

export const shopIn = (engine: ImportEngine) => ({
  orders: engine.rows<{ key: string; amount: string }>(
    'select order_key as key, amount::varchar as amount from shop.orders order by order_key',
  ),
  refunds: engine.rows<{ who: string; key: string; day: string; amount: string }>(
    `select c.customer_key as who, r.order_key as key, r.refunded_on::varchar as day, r.amount::varchar as amount
     from shop.refunds as r join shop.customers as c using (customer_id) order by r.refunded_at, r.order_key`,
  ),
  revenue: engine.rows<{ sum: string }>(
    'select sum(revenue)::varchar as sum from shop.customers order by sum',
  )[0]?.sum,
});

/** Orders and tables of refunds through stage, assess, set-aside rows and build; that all of it ties is checked each time. */
export async function importedWith(
  engine: ImportEngine,
  tables: Promise<OpenedTable>[],
  policies: Partial<Policies> = {},
) {
  const importer = Importer.open(engine.database, await Promise.all(tables));
  const chosen = { ...DEFAULT_POLICIES, ...policies };
  const staged = await importer.stage(engine.lane, {}, false, silent);
  const choices = { mapping: staged.mapping, readings: staged.readings, policies: chosen };
  const assessment = await importer.assess(engine.lane, choices, silent);
  const setAside = await importer.setAside(engine.lane, choices);
  const built = await importer.build(engine.lane, choices, silent);
  const { ledger } = built;
  // Nothing is lost and all of it ties: over every file, before the build and after it.
  expect(staged.rowsRead).toBe(ledger.rowsRead);
  expect(ledger.rowsUsed + ledger.setAside.reduce((sum, { rows }) => sum + rows, 0)).toBe(ledger.rowsRead);
  const sum = [ledger.amountUsed, ...ledger.setAside.map(({ amount }) => amount)];
  expect(sum.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0)).toBe(
    Math.round(Number(ledger.amountRead) * 100),
  );
  expect(setAside).toHaveLength(ledger.rowsRead - ledger.rowsUsed);
  expect(assessment.ledger).toMatchObject({ rowsUsed: ledger.rowsUsed, amountUsed: ledger.amountUsed });
  const told = built.warnings.filter(({ key }) => key.startsWith('values_refunds'));
  return {
    staged,
    ledger,
    assessment,
    told: Object.fromEntries(told.map(({ key, values }) => [key.replace('values_refunds_', ''), values?.n ?? true])), // prettier-ignore
    setAside: setAside.map(({ file: at, line, reason }) => [staged.tables[at]?.path[0], line, reason]),
    values: setAside.map(({ values }) => values),
    ...shopIn(engine),
  };
}
