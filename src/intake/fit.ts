import type { ColumnContent } from './content';
import { namesAnotherDay } from './fields';
import type { Field } from './types';

/**
 * How far what a column holds agrees with a field: 1 agrees, 0 rules it out. Multiplies what the name says.
 */
export function fitOf(field: Field, content: ColumnContent, header: string): number {
  if (content.values.length === 0) return 0;
  return FITS[field](content, header);
}

type Fit = (content: ColumnContent, header: string) => number;

const isDate = ({ dates }: ColumnContent): boolean => dates.share >= 0.9;
const isFraction = (content: ColumnContent): boolean =>
  content.numberShare >= 0.9 && content.wholeShare < 0.5;

const identifier: Fit = (content) => {
  if (isDate(content) && content.emailShare === 0 && content.uniqueness < 0.5) return 0;
  if (isFraction(content) || content.blankShare > 0.98) return 0;
  return content.distinct < 2 && content.values.length > 20 ? 0.4 : 1;
};

const number: Fit = (content) => {
  if (content.numberShare < 0.5) return 0;
  const share = content.numberShare >= 0.9 ? 1 : 0.7;
  return share * (1 - content.blankShare * 0.3);
};

/** A dimension has few values, often repeated. */
const fewValues =
  (limit: number): Fit =>
  (content) => {
    if (isDate(content) || isFraction(content)) return 0;
    return content.distinct > limit || (content.values.length > 50 && content.uniqueness > 0.5) ? 0.5 : 1;
  };

const words: Fit = (content) => (isDate(content) || content.numberShare > 0.5 ? 0 : 1);

/** `9:03`, `09:03:12`, `11:45 PM`, `9时3分`: a time and no day. */
export const TIME_OF_DAY =
  /^(?:[ap]m |上午|下午)?\d{1,2}(?::\d{2}|[时時点]\d{1,2})(?:(?::|分)\d{2})?(?:\.\d+)?秒?(?: ?[ap]\.?m\.?)?$/i;

/** Nearly every value is a time of day and no day. */
const timeOfDay: Fit = ({ values }) => {
  const looked = values.slice(0, 500);
  return looked.filter((value) => TIME_OF_DAY.test(value)).length >= looked.length * 0.95 ? 1 : 0;
};

const FITS: Record<Field, Fit> = {
  customer: identifier,
  order: identifier,
  orderedAt: (content, header) => {
    if (content.dates.share === 0) return 0;
    return (
      (content.dates.share >= 0.99 ? 1 : 0.9) *
      (1 - content.blankShare * 0.5) *
      (namesAnotherDay(header) ? 0.3 : 1)
    );
  },
  orderedTime: timeOfDay,
  amount: number,
  quantity: (content) => number(content, '') * (content.wholeShare >= 0.5 ? 1 : 0.8),
  unitPrice: number,
  discount: number,
  orderDiscount: number,
  refund: number,
  tax: number,
  shipping: number,
  product: (content) => (isDate(content) && content.uniqueness < 0.5 ? 0 : isFraction(content) ? 0 : 1),
  productName: (content) => (isDate(content) ? 0 : content.numberShare > 0.5 ? 0.3 : 1),
  category: fewValues(2000),
  channel: fewValues(200),
  store: fewValues(5000),
  region: fewValues(5000),
  coupon: (content) => (isDate(content) || isFraction(content) ? 0 : 1),
  status: fewValues(40),
  currency: (content) => (content.numberShare > 0.5 || content.longest > 12 ? 0 : 1),
  name: words,
  email: (content) =>
    content.emailShare >= 0.5 ? 1 : content.numberShare > 0.5 || isDate(content) ? 0 : 0.6,
  phone: (content) =>
    content.phoneShare >= 0.5 || content.maskedShare >= 0.5 ? 1 : isDate(content) ? 0 : 0.5,
};

/**
 * What a column seems to mean though its name says nothing: days, e-mail addresses, mobile numbers. Where the file
 * has no names at all, the rest is guessed as well, never with much confidence.
 */
export function meaningWithoutName(
  content: ColumnContent,
  header: string,
  hasNames: boolean,
): [Field, number][] {
  const found: [Field, number][] = [];
  const rows = content.values.length;
  if (rows === 0) return found;
  if (content.dates.share >= 0.95 && !namesAnotherDay(header))
    found.push(['orderedAt', 1 - content.blankShare * 0.5]);
  if (content.emailShare >= 0.9) found.push(['email', 1.5]);
  if (content.phoneShare >= 0.9 && content.numberShare < 1) found.push(['phone', 0.9]);
  if (hasNames || isDate(content)) return found;
  if (isFraction(content)) found.push(['amount', 1]);
  else if (content.numberShare >= 0.95 && content.distinct <= 100 && content.longest <= 4)
    found.push(['quantity', 0.9]);
  const isCode =
    content.longest <= 40 &&
    (content.codeShare >= 0.9 || content.wholeShare >= 0.9 || content.emailShare >= 0.9);
  if (isCode && content.longest >= 3 && !isFraction(content)) {
    if (content.uniqueness < 0.95) found.push(['customer', 1 + content.uniqueness * 0.2]);
    else found.push(['order', 1]);
  }
  return found;
}
