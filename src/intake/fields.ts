import { FIELDS, type Field } from './types';
import { HEADER_NAMES } from './header-names';

export interface NamedField {
  field: Field;
  /** 3 means nothing else, 2 usually this, 1 perhaps. */
  weight: number;
}

/** Fields by normalised header. A Map, for a header may be called `constructor`. */
const BY_NAME = new Map<string, NamedField[]>();

for (const field of FIELDS) {
  for (const [weight, names] of Object.entries(HEADER_NAMES[field])) {
    for (const name of names.split('|')) {
      const key = name.trim();
      const found = BY_NAME.get(key) ?? [];
      if (!found.some((named) => named.field === field)) found.push({ field, weight: Number(weight) });
      BY_NAME.set(key, found);
    }
  }
}

/** Words in front of or behind a name that change nothing about its meaning. */
const PREFIXES =
  /^(?:order|orders|customer|customers|lineitem|line item|item|billing|buyer|trans|txn|shop|raw|src|dim|fact|f|订单|买家|客户|商品) ?/;
const COUNTED = /^(?:number|num|no|count|nr) of /;

/** `InvoiceNo`, `invoice_no`, `ＩＮＶＯＩＣＥ NO.` → `invoice no`; `用户实付金额(元)` → `用户实付金额`. */
export function normaliseHeader(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/\ufeff/g, '')
    .replace(/[([{【].*?[)\]}】]/g, ' ')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim();
}

/** What a column of this name can mean, weightiest first; empty for a name that says nothing. */
export function fieldsNamed(header: string): NamedField[] {
  const name = normaliseHeader(header);
  const exact =
    BY_NAME.get(name) ?? BY_NAME.get(name.replace(/^(?:dim|fact|f|src|raw) /, '').replace(/ \d+$/, ''));
  if (exact) return [...exact].sort((a, b) => b.weight - a.weight);
  if (COUNTED.test(name)) return [{ field: 'quantity', weight: 2.4 }];
  const bare = BY_NAME.get(name.replace(PREFIXES, ''));
  return bare
    ? bare.map(({ field, weight }) => ({ field, weight: weight - 1 })).filter(({ weight }) => weight > 0)
    : [];
}

/** Names of days on which something else happened than the order. */
const OTHER_DAY =
  /ship|deliver|update|modif|cancel|refund|return|birth|due|fulfil|expir|sync|sign ?up|regist|join|close|发货|收货|送达|更新|修改|取消|退款|退货|生日|到期|注册|入会|关闭|承诺/;

export function namesAnotherDay(header: string): boolean {
  return OTHER_DAY.test(normaliseHeader(header));
}

/** Words for days and times in the languages of those who write such files. */
const DATE_NAMED =
  /\b(?:date|datetime|day|time|timestamp|created|ordered|purchased|paid|placed|processed|datum|fecha|data|datums?|dato|dag)\b|日期|时间|日時|日付|날짜|일자|дата/;

export function namesDate(header: string): boolean {
  const name = normaliseHeader(header);
  return DATE_NAMED.test(name) || fieldsNamed(header).some(({ field }) => field === 'orderedAt');
}
