import { setVariables } from '../../orders/literals';
import type { Progress } from '../../engine/protocol';
import { policyVariables } from '../../orders/policy-variables';
import customersSql from '../../orders/customers.sql?raw';
import dataWindowSql from '../../orders/data-window.sql?raw';
import dropFreshSql from '../../orders/drop-fresh.sql?raw';
import dropLinesSql from '../../orders/drop-lines.sql?raw';
import groupedSql from '../../orders/grouped.sql?raw';
import noOrderLinesSql from '../../orders/no-order-lines.sql?raw';
import orderLinesSql from '../../orders/order-lines.sql?raw';
import ordersSql from '../../orders/orders.sql?raw';
import productsSql from '../../orders/products.sql?raw';
import scopeSql from '../../orders/scope.sql?raw';
import sortedSql from '../../orders/sorted.sql?raw';
import takeOverSql from '../../orders/take-over.sql?raw';
import type { Statements } from '../lane';
import emptyStagingSql from '../empty-staging.sql?raw';
import type { Choices } from './importer';

/**
 * Staged lines → canonical tables. They are built beside those that stand and take their place at the very end, all at
 * once: cancelled or failed at any step, the tables before are as they were.
 *
 * One transaction around everything would do the same, but keeps whatever is dropped in it, and then five million lines
 * do not fit into a tab. So staging is let go step by step, and whatever the outcome the file must be read again.
 */
export async function buildCanonical(
  lane: Statements,
  { mapping, readings, policies }: Choices,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const lines =
    (mapping.product ?? mapping.productName) ? `${productsSql}\n${orderLinesSql}` : noOrderLinesSql;
  const steps: [share: number, sql: string][] = [
    [0, setVariables(policyVariables(mapping, readings, policies))],
    [0.05, groupedSql],
    [0.45, customersSql],
    [0.55, `${lines}\n${dropLinesSql}`],
    [0.65, sortedSql],
    [0.85, ordersSql],
    [0.95, dataWindowSql],
  ];
  try {
    for (const [share, sql] of steps) {
      onProgress({ stage: 'build', share });
      await lane.run(sql);
    }
    await takeOver(lane);
  } catch (error) {
    await lane.runRegardless(dropFreshSql);
    throw error;
  }
  await lane.runRegardless(emptyStagingSql);
  onProgress({ stage: 'build', share: 1 });
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
