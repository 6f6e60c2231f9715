import { setVariables } from '../../orders/literals';
import type { Progress } from '../../engine/protocol';
import type { RowsAndAmount } from '../../document/types';
import type { LineFacts } from '../../orders/line-facts';
import { policyVariables } from '../../orders/policy-variables';
import customersSql from '../../orders/customers.sql?raw';
import dataWindowSql from '../../orders/data-window.sql?raw';
import dropFreshSql from '../../orders/drop-fresh.sql?raw';
import dropLinesSql from '../../orders/drop-lines.sql?raw';
import membersAndCostsSql from '../../orders/members-and-costs.sql?raw';
import noOrderLinesSql from '../../orders/no-order-lines.sql?raw';
import noRefundRowsSql from '../../orders/no-refund-rows.sql?raw';
import orderLinesSql from '../../orders/order-lines.sql?raw';
import ordersSql from '../../orders/orders.sql?raw';
import productsSql from '../../orders/products.sql?raw';
import refundRowsSql from '../../orders/refund-rows.sql?raw';
import refundsSql from '../../orders/refunds.sql?raw';
import scopeSql from '../../orders/scope.sql?raw';
import sortedSql from '../../orders/sorted.sql?raw';
import takeOverSql from '../../orders/take-over.sql?raw';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import emptyStagingSql from '../empty-staging.sql?raw';
import { groupOrders } from './group-orders';
import type { Choices } from './importer';
import { restateOrders } from './restate';

/** What only the build knows of refunds. */
export interface NettedAtBuild {
  /** Refund rows taken off the orders they belong to; null where orders are not restated. */
  restated: RowsAndAmount | null;
  /** ISO day of the last refund that counts. */
  lastRefundedOn: string | null;
}

/**
 * Staged lines → canonical tables. They are built beside those that stand and take their place at the very end, all at
 * once: cancelled or failed at any step, the tables before are as they were.
 *
 * One transaction around everything would do the same, but keeps whatever is dropped in it, and then five million lines
 * do not fit into a tab. So staging is let go step by step, and whatever the outcome the file must be read again.
 */
export async function buildCanonical(
  lane: Statements,
  choices: Choices,
  facts: LineFacts,
  onProgress: (progress: Progress) => void,
): Promise<NettedAtBuild> {
  try {
    const netted = await buildBeside(lane, choices, facts, onProgress);
    await takeOver(lane);
    await lane.runRegardless(emptyStagingSql);
    onProgress({ stage: 'build', share: 1 });
    return netted;
  } catch (error) {
    await lane.runRegardless(dropFreshSql);
    throw error;
  }
}

/** All of a build but its end: no table stays of it, and those that stand are as they were. */
export async function buildAndDrop(lane: Statements, choices: Choices, facts: LineFacts): Promise<void> {
  try {
    await buildBeside(lane, choices, facts, () => undefined);
  } finally {
    await lane.runRegardless(dropFreshSql);
  }
}

async function buildBeside(
  lane: Statements,
  { mapping, readings, policies }: Choices,
  facts: LineFacts,
  onProgress: (progress: Progress) => void,
): Promise<NettedAtBuild> {
  const lines =
    (mapping.product ?? mapping.productName) ? `${productsSql}\n${orderLinesSql}` : noOrderLinesSql;
  const refundRows = policies.refunds === 'setAside' ? noRefundRowsSql : refundRowsSql;
  const run = async (share: number, sql: string): Promise<void> => {
    onProgress({ stage: 'build', share });
    await lane.run(sql);
  };
  let restated: RowsAndAmount | null = null;
  let lastRefundedOn: string | null = null;
  await run(0, setVariables(policyVariables(mapping, readings, policies, facts)));
  onProgress({ stage: 'build', share: 0.05 });
  await groupOrders(lane);
  await lane.run(refundRows);
  if (policies.refunds !== 'setAside') lastRefundedOn = await lastRefundDay(lane);
  if (policies.refunds === 'restate') restated = await restateOrders(lane);
  await run(0.45, customersSql);
  await run(0.55, `${lines}\n${refundsSql}\n${membersAndCostsSql}\n${dropLinesSql}`);
  await run(0.65, sortedSql);
  await run(0.85, ordersSql);
  await run(0.95, dataWindowSql);
  return { restated, lastRefundedOn };
}

async function lastRefundDay(lane: Statements): Promise<string | null> {
  const [last] = await rowsOf<{ day: string | null }>(
    lane,
    'select max(refunded_at)::date::varchar as day from staging.refund_rows order by day',
  );
  return last?.day ?? null;
}

/** From the commit on nothing is cancelled any more. */
async function takeOver(lane: Statements): Promise<void> {
  await lane.run('begin transaction');
  try {
    await lane.run(takeOverSql);
    await lane.run(scopeSql);
    lane.checkCancelled();
  } catch (error) {
    await lane.runRegardless('rollback');
    throw error;
  }
  await lane.runRegardless('commit');
}
