import { chooseStaple, type Product } from './catalogue';
import { chooser, gamma, leastOf, mixed, mulberry32, type Random } from './random';

/** What is true of a customer and never written into the file: the analyses have to find it out. */
export interface Customer {
  /** As in the file. */
  key: string;
  email: string;
  region: string;
  channel: string;
  staple: Product;
  /** Days from one order to the next, on average, before the season. */
  rhythm: number;
  /** The chance of never coming back, after each order. */
  dropout: number;
  /** Comes once, for a present or a machine. */
  oneOff: boolean;
}

const FIRST_NUMBER = 100_001;
const ONE_OFF_SHARE = 0.24;

const GIVEN = 'anna bela chen dario elif femi grace hugo ines jun kofi lena mei noor otto priya quinn rosa sami tove uma viktor wei yara zoe'.split(' '); // prettier-ignore
const FAMILY = "abel berg costa diaz eriksen fan guo hale ito jansen khan li moreau novak o'brien park reyes silva tan vogel wang xu yilmaz zhao".split(' '); // prettier-ignore

const REGIONS = [
  { name: 'North', weight: 22 },
  { name: 'East', weight: 14 },
  { name: 'South', weight: 26 },
  { name: 'West', weight: 18 },
  { name: 'Centre', weight: 16 },
  { name: 'Islands', weight: 4 },
];
const chooseRegion = chooser(REGIONS, ({ weight }) => weight);
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

export const regionOf = (random: Random): string => chooseRegion(random).name;

/** Where people buy: the app grows at the expense of the store and the web. `progress` is the share of time gone by. */
export function channelAt(random: Random, progress: number): string {
  const drawn = random() * 100;
  const app = 5 + 22 * progress;
  const web = 44 - 10 * progress;
  const store = 36 - 10 * progress;
  if (drawn < app) return 'app';
  if (drawn < app + web) return 'web';
  return drawn < app + web + store ? 'store' : 'marketplace';
}

/**
 * Customer `index`, always the same for a seed: made anew whenever needed, so that millions of customers take no memory.
 * Rates are gamma with shape 2, dropout is Beta(1, 3) (the assumptions of BG/NBD: Fader, Hardie & Lee 2005), and the
 * gaps of one customer are far more regular than exponential: coffee runs out.
 */
export function customerAt(seed: number, index: number, progress: number): Customer {
  const random = mulberry32(mixed(seed, index));
  const staple = chooseStaple(random);
  const rate = Math.max(0.15, gamma(random, 2));
  const dropout = leastOf(random, 3);
  const oneOff = random() < ONE_OFF_SHARE;
  const region = regionOf(random);
  const channel = channelAt(random, progress);
  const name = `${pick(random, GIVEN)}.${pick(random, FAMILY)}`;
  const key = String(FIRST_NUMBER + index);
  const anonymous = channel === 'store' && random() < 0.45;
  const email = anonymous ? '' : `${name}.${key}@example.com`;
  return { key, email, region, channel, staple, rhythm: staple.lasts / rate, dropout, oneOff };
}
