import { dayAt, type Day } from './calendar';
import { channelAt, customerAt } from './customers';
import { csvLine, guestOrder, HEADER, orderOf, refundOf, type Order } from './orders';
import { gamma, mixed, mulberry32, type Random } from './random';
import { Waiting } from './waiting';

export interface SampleShopOptions {
  /** Any whole number; the same seed gives the same bytes in every browser. */
  seed?: number;
  /** About how many lines the default window holds: it scales the number of customers. A shorter window holds fewer. */
  lines?: number;
  /** ISO day on which the file starts. The shop is older: its first customers are already regulars. */
  firstDay?: string;
  days?: number;
}

/** Three years and six weeks: the last month is cut off, as in most files. */
export const SAMPLE_SHOP: Required<SampleShopOptions> = {
  seed: 20_230_101,
  lines: 50_000,
  firstDay: '2023-01-01',
  days: 1_138,
};

/** Days the shop was open before the file starts. */
const EARLIER = 420;
/** Lines one newcomer brings into the default window, on average over all; found by running it. */
const LINES_A_NEWCOMER = 8.7;
const GUESTS_A_NEWCOMER = 0.3;
const REFUND_SHARE = 0.024;
const CHUNK = 65_536;

/**
 * A coffee and tea shop's order lines as CSV text, in the order of time, a chunk of about 64 KB at a time. Memory grows
 * with the number of customers (ten bytes each), not with the lines. Nobody in it exists.
 */
export function* generateSampleShop(options: SampleShopOptions = {}): Generator<string> {
  let chunk = '';
  for (const text of sampleShopDays(options)) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

/** The same text, a day at a time; empty for the days before the file starts, which take their time too. */
export function* sampleShopDays(options: SampleShopOptions = {}): Generator<string> {
  yield HEADER;
  yield* new Shop({ ...SAMPLE_SHOP, ...options }).days();
}

class Shop {
  private readonly random: Random;
  private readonly waiting: Waiting;
  private readonly refunds = new Map<number, Order[]>();
  private readonly newcomersADay: number;
  private orders = 10_000;

  constructor(private readonly options: Required<SampleShopOptions>) {
    this.random = mulberry32(mixed(options.seed, -1));
    this.newcomersADay = options.lines / LINES_A_NEWCOMER / SAMPLE_SHOP.days;
    this.waiting = new Waiting(EARLIER + options.days);
  }

  *days(): Generator<string> {
    const last = EARLIER + this.options.days;
    for (let at = 0; at < last; at += 1) {
      const day = dayAt(this.options.firstDay, at - EARLIER);
      const orders = this.ordersOn(at, day);
      yield at < EARLIER ? '' : this.written(day, orders);
    }
  }

  /** Everything ordered and sent back on a day, by the clock. */
  private ordersOn(at: number, day: Day): Order[] {
    const orders: Order[] = [];
    this.welcome(at, day);
    for (const customer of this.waiting.take(at)) this.serve(at, day, customer, orders);
    this.serveGuests(at, day, orders);
    orders.sort((a, b) => a.second - b.second);
    for (const order of orders) {
      order.number = String((this.orders += 1));
      this.maybeSentBack(at, order);
    }
    const back = this.refunds.get(at) ?? [];
    this.refunds.delete(at);
    return back.length ? [...orders, ...back].sort((a, b) => a.second - b.second) : orders;
  }

  /** People who come for the first time: more each year, more before Christmas and on campaign days. */
  private welcome(at: number, day: Day): void {
    const newcomers = this.about(
      this.newcomersADay * this.growth(at) * day.season * day.weekday * (day.campaign ? 1.7 : 1),
    );
    for (let n = 0; n < newcomers; n += 1) this.waiting.join(at);
  }

  private serve(at: number, day: Day, index: number, orders: Order[]): void {
    const { random, waiting } = this;
    const earlier = waiting.ordersOf(index);
    if (earlier > 0 && random() > day.weekday) return waiting.put(index, at + 1);
    const customer = customerAt(this.options.seed, index, this.progress(waiting.joinedOn(index)));
    orders.push(orderOf(random, day, customer, earlier, at - waiting.lastOn(index)));
    waiting.ordered(index, at);
    // Something was forgotten: a second order on the same day.
    if (random() < 0.008) orders.push(orderOf(random, day, customer, earlier + 1, 0));
    if (customer.oneOff || random() < customer.dropout) return;
    const gap = (customer.rhythm * gamma(random, 3)) / day.season;
    waiting.put(index, at + Math.max(1, Math.round(gap)));
  }

  private serveGuests(at: number, day: Day, orders: Order[]): void {
    const guests = this.about(this.newcomersADay * this.growth(at) * GUESTS_A_NEWCOMER * day.season);
    for (let n = 0; n < guests; n += 1) {
      const channel = channelAt(this.random, this.progress(at));
      // The app knows everybody.
      orders.push(guestOrder(this.random, day, channel === 'app' ? 'store' : channel));
    }
  }

  private maybeSentBack(at: number, order: Order): void {
    if (this.random() >= REFUND_SHARE) return;
    const refund = refundOf(this.random, order);
    const on = at + 2 + Math.floor(this.random() * 14);
    if (refund) this.refunds.set(on, [...(this.refunds.get(on) ?? []), refund]);
  }

  private written(day: Day, orders: Order[]): string {
    let text = '';
    for (const order of orders) {
      for (const line of order.lines) {
        const written = csvLine(day, order, line);
        // Exports made by hand hold a line twice now and then.
        text += this.random() < 0.00015 ? written + written : written;
      }
    }
    return text;
  }

  private progress(at: number): number {
    return at / (EARLIER + SAMPLE_SHOP.days);
  }

  private growth(at: number): number {
    return 0.5 + this.progress(at);
  }

  /** A whole number with this mean, a quarter more or less from day to day. */
  private about(mean: number): number {
    return Math.floor(mean * (0.75 + 0.5 * this.random()) + this.random());
  }
}
