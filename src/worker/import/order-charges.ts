import type { Mapping } from '../../intake/types';
import chargeShapesSql from '../../orders/charge-shapes.sql?raw';
import orderChargesSql from '../../orders/order-charges.sql?raw';
import type { Charge } from '../../orders/judgement';
import { setVariables } from '../../orders/literals';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

interface Shape {
  charge: Charge;
  orders: number;
  on_first: number;
  told: number;
  repeated: number;
}

/** Shares of orders from which a column is taken to stand on them. */
const NEARLY_ALL = 0.9;
const HARDLY_ANY = 0.1;

/**
 * Spreads what stands on orders over their lines, so that each line bears its own part: tax and shipping of
 * `staging.lines` where they stand there, and the discount of orders, which comes off the amounts.
 *
 * Gives the charges of which the file does not say whether they stand on orders or lines; they are taken line by line.
 */
export async function spreadCharges(lane: Statements, mapping: Mapping): Promise<Charge[]> {
  const hasCharges = mapping.tax !== undefined || mapping.shipping !== undefined;
  if (!hasCharges && mapping.orderDiscount === undefined) return [];
  await lane.run(
    setVariables({ p_has_tax: mapping.tax !== undefined, p_has_shipping: mapping.shipping !== undefined }),
  );
  const shapes = hasCharges && mapping.order ? await rowsOf<Shape>(lane, chargeShapesSql) : [];
  const ofOrder = new Set(shapes.filter(standsOnOrder).map(({ charge }) => charge));
  if (ofOrder.size > 0 || mapping.orderDiscount !== undefined) {
    const variables = {
      p_tax_of_order: ofOrder.has('tax'),
      p_shipping_of_order: ofOrder.has('shipping'),
    };
    await lane.run(`${setVariables(variables)}\n${orderChargesSql}`);
  }
  return shapes.filter((shape) => !standsOnOrder(shape) && isDoubtful(shape)).map(({ charge }) => charge);
}

function standsOnOrder({ orders, on_first, told, repeated }: Shape): boolean {
  return on_first >= orders * NEARLY_ALL || (told > 0 && repeated >= told * NEARLY_ALL);
}

function isDoubtful({ orders, on_first, told, repeated }: Shape): boolean {
  if (told === 0) return true;
  return repeated > told * HARDLY_ANY || on_first > orders * 0.5;
}
