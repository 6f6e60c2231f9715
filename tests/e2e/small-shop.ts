/** A name that a spreadsheet would run. */
export const FORMULA = '=1+1';

interface Options {
  /** Another seed is another shop of the same columns. */
  seed?: number;
  customers?: number;
  /** Days from the first of January 2023 on which there are orders. */
  days?: number;
}

/**
 * Orders of two years or less, the same every time: a third of the customers buys once, the others every few weeks for a while.
 * Customers are `K-0000`, `K-0001`…; one of them, and a product, are named `=1+1`. Every 40th amount is a refund.
 */
export function smallShop({ seed = 7, customers = 240, days = 730 }: Options = {}): string {
  let state = seed;
  // Park and Miller's minimal standard generator: short, and the same in every browser.
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const lines: { day: number; line: string }[] = [];
  for (let index = 0; index < customers; index += 1) {
    const customer = index === 3 ? FORMULA : `K-${String(index).padStart(4, '0')}`;
    const orders = random(3) === 0 ? 1 : 2 + random(8);
    let day = random(Math.round(days * 0.7));
    for (let order = 0; order < orders && day < days; order += 1) {
      const amount = (500 + random(9500)) / 100;
      const product = ['Beans', 'Filter', FORMULA, 'Cup'][random(4)] ?? '';
      lines.push({
        day,
        line: [
          customer,
          `O${index}-${order}`,
          isoDay(day),
          product,
          (random(40) === 0 ? -amount : amount).toFixed(2),
        ].join(','),
      });
      day += 5 + random(90);
    }
  }
  lines.sort((a, b) => a.day - b.day);
  const header = ['customer_id', 'order_id', 'order_date', 'product_name', 'amount'].join(',');
  return [header, ...lines.map(({ line }) => line), ''].join('\n');
}

const isoDay = (day: number): string => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
