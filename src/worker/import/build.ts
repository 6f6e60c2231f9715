import { setVariables } from '../../orders/literals';
import type { Progress } from '../../engine/protocol';
import { policyVariables } from '../../orders/policy-variables';
import customersSql from '../../orders/customers.sql?raw';
import dataWindowSql from '../../orders/data-window.sql?raw';
import groupedSql from '../../orders/grouped.sql?raw';
import noOrderLinesSql from '../../orders/no-order-lines.sql?raw';
import orderLinesSql from '../../orders/order-lines.sql?raw';
import ordersSql from '../../orders/orders.sql?raw';
import productsSql from '../../orders/products.sql?raw';
import scopeSql from '../../orders/scope.sql?raw';
import sortedSql from '../../orders/sorted.sql?raw';
import type { Statements } from '../lane';
import emptyStagingSql from '../empty-staging.sql?raw';
import type { Choices } from './importer';

/**
 * Staged lines → canonical tables, in one transaction: cancelled or failed at any step, the tables before stand as they were.
 * Staging is emptied afterwards; on failure it stays, so that other choices can be tried.
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
    [0.55, sortedSql],
    [0.75, ordersSql],
    [0.85, lines],
    [0.95, dataWindowSql],
  ];
  await lane.run('begin transaction');
  try {
    for (const [share, sql] of steps) {
      onProgress({ stage: 'build', share });
      await lane.run(sql);
    }
    await lane.run(scopeSql);
    lane.checkCancelled();
  } catch (error) {
    await lane.runRegardless('rollback');
    throw error;
  }
  // From here nothing is cancelled. Staging is emptied after the commit: DuckDB refuses to commit tables that the same
  // transaction made and dropped with their schema.
  await lane.runRegardless('commit');
  await lane.runRegardless(emptyStagingSql);
  onProgress({ stage: 'build', share: 1 });
}
