/**
 * Customers by the day of their next order: one linked list a day inside one array, so that millions can wait in a few
 * megabytes and each day is taken in the time of its own customers.
 */
export class Waiting {
  /** First customer of each day, and for each customer the next of the same day; -1 ends. */
  private readonly first: Int32Array;
  private following = new Int32Array(1_024);
  private joined = new Int16Array(1_024);
  private last = new Int16Array(1_024);
  private orders = new Uint16Array(1_024);
  private count = 0;

  constructor(private readonly days: number) {
    this.first = new Int32Array(days).fill(-1);
  }

  /** Somebody new, who orders today. */
  join(day: number): void {
    const index = this.count;
    this.count += 1;
    if (this.count > this.following.length) this.grow();
    this.joined[index] = day;
    this.put(index, day);
  }

  /** Beyond the last day nobody waits any more. */
  put(index: number, day: number): void {
    if (day >= this.days) return;
    this.following[index] = this.first[day] as number;
    this.first[day] = index;
  }

  *take(day: number): Generator<number> {
    let index = this.first[day] as number;
    this.first[day] = -1;
    while (index >= 0) {
      const next = this.following[index] as number;
      yield index;
      index = next;
    }
  }

  ordered(index: number, day: number): void {
    this.last[index] = day;
    this.orders[index] = (this.orders[index] as number) + 1;
  }

  ordersOf(index: number): number {
    return this.orders[index] as number;
  }

  joinedOn(index: number): number {
    return this.joined[index] as number;
  }

  lastOn(index: number): number {
    return this.last[index] as number;
  }

  private grow(): void {
    const size = this.following.length * 2;
    const larger = <T extends Int32Array | Int16Array | Uint16Array>(made: T, from: T): T => {
      made.set(from);
      return made;
    };
    this.following = larger(new Int32Array(size), this.following);
    this.joined = larger(new Int16Array(size), this.joined);
    this.last = larger(new Int16Array(size), this.last);
    this.orders = larger(new Uint16Array(size), this.orders);
  }
}
