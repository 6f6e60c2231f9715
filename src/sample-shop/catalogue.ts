import { chooser } from './random';

/** What the made-up shop sells. */
export interface Product {
  id: string;
  name: string;
  category: string;
  /** List price in cents in the first year. */
  price: number;
  /** Days one of it lasts a usual household; the rhythm of ordering it again. 0: not bought for its rhythm. */
  lasts: number;
  /** How often it is chosen among those of its kind. */
  weight: number;
}

const rows: [id: string, name: string, category: string, price: number, lasts: number, weight: number][] = [
  ['CB-101', 'House Blend beans 250 g', 'Coffee', 890, 18, 20],
  ['CB-102', 'House Blend beans 1 kg', 'Coffee', 2790, 44, 22],
  ['CB-103', 'Sidama beans 250 g', 'Coffee', 1190, 20, 14],
  ['CB-104', 'Yunnan beans 250 g', 'Coffee', 1090, 20, 9],
  ['CB-105', 'Espresso Scuro beans 1 kg', 'Coffee', 2590, 40, 16],
  ['CB-106', 'Decaf beans 500 g', 'Coffee', 1690, 40, 7],
  ['CG-201', 'House Blend ground 500 g', 'Coffee', 1490, 30, 12],
  ['CC-301', 'Capsules, 50 pieces', 'Capsules', 1990, 28, 18],
  ['CC-302', 'Capsules mild, 50 pieces', 'Capsules', 1990, 28, 9],
  ['TE-401', 'Assam leaf 100 g', 'Tea', 790, 40, 12],
  ['TE-402', 'Longjing leaf 100 g', 'Tea', 1990, 60, 7],
  ['TE-403', 'Jasmine pearls 100 g', 'Tea', 1290, 50, 8],
  ['TE-404', 'Pu’er cake 357 g', 'Tea', 3490, 120, 4],
  ['TE-405', 'Rooibos 200 g', 'Tea', 890, 45, 9],
  ['AC-501', 'Paper filters, 100 pieces', 'Accessories', 590, 0, 22],
  ['AC-502', 'Descaler', 'Accessories', 790, 0, 9],
  ['AC-503', 'Milk jug', 'Accessories', 1890, 0, 5],
  ['AC-504', 'Tea infuser', 'Accessories', 990, 0, 8],
  ['SW-601', 'Almond biscuits', 'Sweets', 490, 0, 20],
  ['SW-602', 'Dark chocolate 85 %', 'Sweets', 390, 0, 16],
  ['EQ-701', 'Hand grinder', 'Equipment', 5900, 0, 8],
  ['EQ-702', 'Pour-over set', 'Equipment', 3900, 0, 10],
  ['EQ-703', 'Gooseneck kettle', 'Equipment', 6900, 0, 6],
  ['EQ-704', 'Teapot "Kyoto", 0.7 l', 'Equipment', 4500, 0, 6],
  ['EQ-705', 'Espresso machine', 'Equipment', 44900, 0, 1],
  ['GI-801', 'Gift box coffee', 'Gifts', 3200, 0, 9],
  ['GI-802', 'Gift box tea', 'Gifts', 3400, 0, 8],
];

export const PRODUCTS: readonly Product[] = rows.map(([id, name, category, price, lasts, weight]) => ({
  id,
  name,
  category,
  price,
  lasts,
  weight,
}));

/** Added to some larger orders for nothing. */
export const FREE_SAMPLE: Product = {
  id: 'GI-900',
  name: 'Free sample sachet',
  category: 'Gifts',
  price: 0,
  lasts: 0,
  weight: 0,
};

const among = (wanted: (product: Product) => boolean) =>
  chooser(PRODUCTS.filter(wanted), ({ weight }) => weight);
const ofCategory = (...categories: string[]) => among(({ category }) => categories.includes(category));

/** What a customer comes back for. */
export const chooseStaple = among(({ lasts }) => lasts > 0);
/** What people buy once: for themselves or to give away. */
export const chooseOneOff = ofCategory('Equipment', 'Gifts');
/** What goes into the basket beside it. */
export const chooseBeside: Readonly<Record<string, ReturnType<typeof among>>> = {
  Coffee: among(({ id }) => ['AC-501', 'AC-501', 'AC-502', 'SW-601', 'SW-602', 'CB-103'].includes(id)),
  Capsules: among(({ id }) => ['AC-502', 'SW-601', 'CC-302', 'AC-503'].includes(id)),
  Tea: among(({ id }) => ['AC-504', 'SW-601', 'TE-401', 'TE-403', 'TE-405'].includes(id)),
  Equipment: among(({ id }) => ['AC-501', 'CB-101', 'CB-103', 'TE-402', 'AC-504'].includes(id)),
  Gifts: ofCategory('Sweets', 'Gifts'),
  Accessories: ofCategory('Coffee', 'Tea'),
  Sweets: ofCategory('Coffee', 'Tea'),
};

/** List price in cents in a year of the shop: 4 % more each January, in steps of ten cents. */
export function listPrice({ price }: Product, year: number): number {
  return Math.round((price * (100 + 4 * year)) / 1000) * 10;
}
