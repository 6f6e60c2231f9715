import groupedSql from '../../orders/grouped.sql?raw';
import { setVariables } from '../../orders/literals';
import type { Statements } from '../lane';
import { countOf } from '../lane-rows';

/**
 * While rows are added up, an order takes some 450 bytes of the engine's 3 GB, three times what it takes afterwards: five
 * million at once do not fit beside their lines.
 */
const ROWS_AT_ONCE = 2_500_000;

/** `staging.lines`, as judged → `staging.grouped`, part by part where there are many. */
export async function groupOrders(lane: Statements, rowsAtOnce = ROWS_AT_ONCE): Promise<void> {
  const parts = Math.max(1, Math.ceil((await countOf(lane, 'staging.lines')) / rowsAtOnce));
  for (let part = 0; part < parts; part += 1) {
    const into = part === 0 ? 'create or replace table staging.grouped as' : 'insert into staging.grouped';
    await lane.run(`${setVariables({ p_parts: parts, p_part: part })}\n${into}\n${groupedSql}`);
  }
}
