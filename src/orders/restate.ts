/** A thing in a chain of purchases and refunds that could belong together: of one customer and product, say. */
export interface ChainEntry {
  chain: number;
  /** An order, or a refund: each has ids of its own. */
  kind: 'order' | 'refund';
  id: number;
  /** What was bought, or is given back; above zero. */
  pieces: number;
  /** Of a refund whose order is known: that order. */
  order: number | null;
}

/** Quantities are floats; what differs less is the same. */
const ROUNDING = 1e-9;

/**
 * Refund → the order it belongs to: the latest before it in the chain that has at least that much left. Each refund
 * taken off, those whose order was known included, leaves less for the next. What finds no order is not in the result.
 *
 * @param entries sorted by chain and time; an order of the same moment stands before the refund
 */
export function matchRefunds(entries: readonly ChainEntry[]): { refund: number; order: number }[] {
  const matches: { refund: number; order: number }[] = [];
  let orders: { id: number; left: number }[] = [];
  let chain: number | null = null;
  for (const entry of entries) {
    if (entry.chain !== chain) orders = [];
    chain = entry.chain;
    if (entry.kind === 'order') {
      orders.push({ id: entry.id, left: entry.pieces });
      continue;
    }
    const known = entry.order;
    const found =
      known === null
        ? orders.findLast(({ left }) => left >= entry.pieces - ROUNDING)
        : orders.find(({ id }) => id === known);
    if (!found) continue;
    found.left = Math.max(0, found.left - entry.pieces);
    if (known === null) matches.push({ refund: entry.id, order: found.id });
  }
  return matches;
}
