import { isNonProductCode, isNonProductName, saysTest } from '../../intake/odd-lines';
import type { Platform } from '../../intake/platforms';
import { platformStatusKind } from '../../intake/presets';
import type { Mapping, Readings } from '../../intake/types';
import { NO_FACTS, type CountedExample, type CountedValue, type LineFacts } from '../../orders/line-facts';
import { setVariables } from '../../orders/literals';
import currenciesSql from '../../orders/line-currencies.sql?raw';
import productsSql from '../../orders/line-products.sql?raw';
import statusesSql from '../../orders/line-statuses.sql?raw';
import repeatedOrdersSql from '../../orders/repeated-orders.sql?raw';
import testWordsSql from '../../orders/test-words.sql?raw';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

/** Looks through the lines once after they are read, and only at columns that the mapping names. */
export async function learnLines(
  lane: Statements,
  mapping: Mapping,
  readings: Readings,
  platform: Platform | null,
): Promise<LineFacts> {
  const has = (...fields: (keyof Mapping)[]): boolean => fields.some((field) => mapping[field] !== undefined);
  const statuses = has('status') ? await rowsOf<CountedValue>(lane, statusesSql) : [];
  const hasCurrency = has('currency') || readings.currencySigns !== undefined;
  const currencies = hasCurrency ? await rowsOf<CountedValue>(lane, currenciesSql) : [];
  return {
    ...NO_FACTS,
    statuses: statuses.map((status) => ({ ...status, kind: platformStatusKind(platform, status.value) })),
    currencies,
    tests: await testsIn(lane, has),
    nonProducts: has('product', 'productName')
      ? await nonProductsIn(lane, has('product'))
      : NO_FACTS.nonProducts,
    hasOverlaps: await hasOverlaps(lane),
    repeatedOrders: has('order') ? await repeatedOrdersIn(lane) : NO_FACTS.repeatedOrders,
  };
}

async function testsIn(
  lane: Statements,
  has: (...fields: (keyof Mapping)[]) => boolean,
): Promise<LineFacts['tests']> {
  const lookAt = {
    p_look_at_customers: has('customer'),
    p_look_at_emails: has('email'),
    p_look_at_names: has('name'),
    p_look_at_coupons: has('coupon'),
  };
  await lane.run(setVariables(lookAt));
  const found = await rowsOf<{ field: string; value: string }>(lane, testWordsSql);
  const sayingTest = (field: string): string[] =>
    found.filter((said) => said.field === field && saysTest(said.value)).map(({ value }) => value);
  return {
    customers: sayingTest('customers'),
    emails: sayingTest('emails'),
    names: sayingTest('names'),
    coupons: sayingTest('coupons'),
  };
}

async function nonProductsIn(lane: Statements, hasCodes: boolean): Promise<LineFacts['nonProducts']> {
  await lane.run(setVariables({ p_has_product: hasCodes }));
  const products = await rowsOf<{ value: string; name: string | null }>(lane, productsSql);
  const found = products
    .filter(({ value, name }) =>
      hasCodes
        ? isNonProductCode(value) || (name !== null && isNonProductName(name))
        : isNonProductName(value),
    )
    .map(({ value }) => value);
  return hasCodes ? { codes: found, names: [] } : { codes: [], names: found };
}

async function hasOverlaps(lane: Statements): Promise<boolean> {
  const [overlaps] = await rowsOf<{ found: boolean }>(
    lane,
    'select coalesce(bool_or(is_overlap), false)::boolean as found from staging.copies order by found',
  );
  return overlaps?.found ?? false;
}

async function repeatedOrdersIn(lane: Statements): Promise<LineFacts['repeatedOrders']> {
  const [found] = await rowsOf<{
    of_several: number;
    several_example: string | null;
    coming_back: number;
    coming_back_example: string | null;
  }>(lane, repeatedOrdersSql);
  const counted = (n: number, example: string | null): CountedExample | null =>
    example === null ? null : { n, example };
  return found
    ? {
        ofSeveralCustomers: counted(found.of_several, found.several_example),
        comingBack: counted(found.coming_back, found.coming_back_example),
      }
    : NO_FACTS.repeatedOrders;
}
