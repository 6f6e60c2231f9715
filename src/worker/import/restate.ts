import type { RowsAndAmount } from '../../document/types';
import { setVariables } from '../../orders/literals';
import { matchRefunds, type ChainEntry } from '../../orders/restate';
import amountChainsSql from '../../orders/amount-chains.sql?raw';
import productChainsSql from '../../orders/product-chains.sql?raw';
import refundableSql from '../../orders/refundable.sql?raw';
import restatedSql from '../../orders/restated.sql?raw';
import takeOffSql from '../../orders/take-off.sql?raw';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

/** Pairs written into one statement. */
const PAIRS = 20_000;

/**
 * Takes refunds off the orders they belong to: by order number, else the customer's latest earlier order that has that
 * much of the product left, else the latest earlier one of the same amount. Which is left depends on every refund before,
 * so the two searches are done here and not in SQL.
 *
 * Reads and changes `staging.grouped` and `staging.refund_rows`; gives the rows taken off, their amount below zero.
 */
export async function restateOrders(lane: Statements): Promise<RowsAndAmount> {
  await lane.run(refundableSql);
  for (const chains of [productChainsSql, amountChainsSql]) {
    const matches = matchRefunds(await rowsOf<ChainEntry>(lane, chains));
    for (let from = 0; from < matches.length; from += PAIRS) {
      lane.checkCancelled();
      const pairs = matches.slice(from, from + PAIRS);
      const variables = {
        p_refund_ids: pairs.map(({ refund }) => refund),
        p_order_ids: pairs.map(({ order }) => order),
      };
      await lane.run(`${setVariables(variables)}\n${takeOffSql}`);
    }
  }
  await lane.run(restatedSql);
  const [taken] = await rowsOf<RowsAndAmount>(
    lane,
    `select
       count(*)::integer as rows,
       (-coalesce(sum(amount), 0))::decimal(38, 4)::varchar as amount
     from staging.refund_rows
     where taken_off is not null
     order by rows`,
  );
  return taken ?? { rows: 0, amount: '0.0000' };
}
