import { clock, secondOfDay, type Day } from './calendar';
import { chooseBeside, chooseOneOff, chooseStaple, FREE_SAMPLE, listPrice, type Product } from './catalogue';
import { regionOf, type Customer } from './customers';
import type { Random } from './random';

export interface Line {
  product: Product;
  quantity: number;
  /** Cents a piece, list and paid. */
  list: number;
  paid: number;
}

export interface Order {
  /** Given when the day is written, in the order of time. */
  number: string;
  second: number;
  customer: string;
  email: string;
  channel: string;
  region: string;
  coupon: string;
  lines: Line[];
}

const COUPONS: Readonly<Record<string, number>> = {
  WELCOME10: 10,
  COMEBACK15: 15,
  LOYAL5: 5,
  SINGLES11: 11,
  BLACK20: 20,
  SPRING15: 15,
};

/** Cents from which a free sample may be added. */
const GENEROUS = 6_000;

/** An order of a known customer; `earlier` orders went before it, the last one `since` days ago. */
export function orderOf(random: Random, day: Day, customer: Customer, earlier: number, since: number): Order {
  const channel = random() < 0.85 ? customer.channel : random() < 0.5 ? 'web' : 'app';
  const coupon = couponFor(random, day, earlier, since);
  const main = customer.oneOff && random() < 0.75 ? chooseOneOff(random) : stapleOf(random, customer);
  return {
    number: '',
    second: secondOfDay(random, channel),
    customer: customer.key,
    email: customer.email,
    channel,
    region: customer.region,
    coupon,
    lines: basket(random, day, main, coupon, earlier === 0),
  };
}

/** Somebody who leaves no name. */
export function guestOrder(random: Random, day: Day, channel: string): Order {
  const main = random() < 0.3 ? chooseOneOff(random) : chooseStaple(random);
  const coupon = day.campaign && random() < 0.3 ? day.campaign : '';
  return {
    number: '',
    second: secondOfDay(random, channel),
    customer: '',
    email: '',
    channel,
    region: regionOf(random),
    coupon,
    lines: basket(random, day, main, coupon, true),
  };
}

/** What is sent back of an order: one line mostly, sometimes all. Null where nothing was paid. */
export function refundOf(random: Random, order: Order): Order | null {
  const paid = order.lines.filter(({ paid: cents }) => cents > 0);
  const returned = random() < 0.3 ? paid : paid.slice(0, 1);
  if (returned.length === 0) return null;
  const lines = returned.map((line) => ({ ...line, quantity: -line.quantity }));
  return { ...order, number: `C${order.number}`, second: 36_000 + Math.floor(random() * 28_800), lines };
}

function couponFor(random: Random, day: Day, earlier: number, since: number): string {
  const drawn = random();
  if (day.campaign) return drawn < 0.55 ? day.campaign : '';
  if (earlier === 0) return drawn < 0.3 ? 'WELCOME10' : '';
  if (since > 90) return drawn < 0.35 ? 'COMEBACK15' : '';
  return earlier >= 5 && drawn < 0.1 ? 'LOYAL5' : '';
}

/** Mostly the staple itself; now and then somebody tries another of its category. */
function stapleOf(random: Random, { staple }: Customer): Product {
  if (random() < 0.88) return staple;
  const other = chooseStaple(random);
  return other.category === staple.category ? other : staple;
}

function basket(random: Random, day: Day, main: Product, coupon: string, first: boolean): Line[] {
  const off = COUPONS[coupon] ?? 0;
  const lines: Line[] = [];
  const add = (product: Product, quantity: number) => {
    if (lines.some((line) => line.product === product)) return;
    const list = listPrice(product, day.year);
    lines.push({ product, quantity, list, paid: Math.round((list * (100 - off)) / 100) });
  };
  add(main, main.lasts === 0 ? 1 : 1 + (random() < 0.22 ? 1 : 0) + (random() < 0.06 ? 1 : 0));
  const beside = chooseBeside[main.category];
  if (beside) {
    if (random() < 0.42) add(beside(random), 1);
    if (random() < 0.18) add(beside(random), 1 + (random() < 0.2 ? 1 : 0));
  }
  if (first && random() < 0.1) add(chooseOneOff(random), 1);
  const total = lines.reduce((sum, { paid, quantity }) => sum + paid * quantity, 0);
  if (total >= GENEROUS && random() < 0.02)
    lines.push({ product: FREE_SAMPLE, quantity: 1, list: 0, paid: 0 });
  return lines;
}

export const HEADER =
  'order_no,ordered_at,customer_id,product_id,product_name,category,quantity,unit_price,discount,channel,region,coupon,email\n';

const money = (cents: number): string => {
  const text = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
};

const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * One line of the file. `unit_price` is what was paid for one piece; `discount` is what the line would have cost more
 * at list price, for information: it is not to be taken off again.
 */
export function csvLine(day: Day, order: Order, { product, quantity, list, paid }: Line): string {
  const head = `${order.number},${day.iso} ${clock(order.second)},${order.customer}`;
  const what = `${product.id},${quoted(product.name)},${product.category},${quantity}`;
  const price = `${money(paid)},${money((list - paid) * quantity)}`;
  return `${head},${what},${price},${order.channel},${order.region},${order.coupon},${order.email}\n`;
}
