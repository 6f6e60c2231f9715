import { isNumeric } from './tables';
import type { SharedTable } from '../document/types';

/** How a column touches on single customers. */
export type Touch =
  /** Holds the ids that customers have in the client's file. */
  | 'key'
  /** Names, addresses, other ids: what finds a person. */
  | 'contact'
  | 'none';

const KEY_NAMES = new Set(['customer_key']);
/** Further columns of our own analyses' rows of customers. */
const OWN_CONTACTS = new Set(['customer_id', 'name', 'email', 'phone']);
/** Words of headings, English and Chinese, after which a text names or reaches somebody. */
const CONTACT_WORDS =
  /(^|[^a-z])(customer|client|member|buyer|user|guest|person|people|contact|recipient|account|email|mail|phone|mobile|tel|telephone|fax|wechat|weixin|qq|openid|unionid|address|street|postcode|zip|birthday|birth|passport|ssn|name|first|last|surname|firstname|lastname|fullname|username|nickname|buyernick)([^a-z]|$)/i;
const CONTACT_HAN =
  /客户|会员|买家|用户|顾客|姓名|名字|昵称|手机|电话|邮箱|邮件|微信|地址|收货|收件|联系|身份证|生日/;
/** Of columns of numbers only ids and telephones are people; `customers` and `members` count them. */
const NUMBER_OF_PERSON =
  /(customer|client|member|buyer|user|guest|person|account)_?(id|key|no|nr|num|number|code|uid)$|phone|mobile|(^|_)tel($|_)|手机|电话|编号|卡号|身份证/i;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const BIRTH = /birth|生日/i;

/** Share of a whole-number column's distinct values that must be ids of customers for it to be taken for ids. */
const MOSTLY = 0.5;
/** Rows from which a result without a known shape is offered only by choice. */
export const MANY_ROWS = 1_000;

/** Columns of the canonical tables whose names suggest a person and mean none. */
const OWN_COLUMNS = new Set(['first_product']);

/** Answers for the ids of the open shop's customers. */
export type KnownIds = (id: string) => boolean;

/**
 * What each column of a result is. Columns of our own analyses (`known` null) have public names that say it. Any other
 * result is judged strictly: by its names, and by its values where these are ids of customers, or look like an e-mail
 * address or a telephone number.
 */
export function touches(table: SharedTable, known: KnownIds | null): Touch[] {
  return table.columns.map(({ name }, at) => {
    if (KEY_NAMES.has(name)) return 'key';
    if (!known) return OWN_CONTACTS.has(name) ? 'contact' : 'none';
    return touchOf(table, at, known);
  });
}

function touchOf(table: SharedTable, at: number, known: KnownIds): Touch {
  const { name, type } = table.columns[at] as SharedTable['columns'][number];
  if (type === 'boolean' || type === 'date') return BIRTH.test(name) ? 'contact' : 'none';
  const values = [...new Set(table.rows.map((row) => row[at] ?? null))].filter((value) => value !== null);
  const ids = values.filter((value) => known(String(value))).length;
  if (isNumeric(type)) {
    if (NUMBER_OF_PERSON.test(name)) return 'contact';
    return type === 'integer' && values.length > 2 && ids / values.length > MOSTLY ? 'key' : 'none';
  }
  if (ids > 0) return 'key';
  if (OWN_COLUMNS.has(name)) return 'none';
  // Underscores and capitals part words: `buyerName`, `first_name`.
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  if (CONTACT_WORDS.test(words) || CONTACT_HAN.test(name)) return 'contact';
  return values.some((value) => EMAIL.test(String(value)) || isPhone(String(value))) ? 'contact' : 'none';
}

/** Seven digits or more and nothing but the signs around them; a month or a day is none. */
function isPhone(text: string): boolean {
  if (!/^\+?[\d\s().-]{7,24}$/.test(text) || /^\d{4}[-.]\d{1,2}[-.]\d{1,2}$/.test(text)) return false;
  return text.replace(/\D/g, '').length >= 7;
}

/** True for a result with a row, or a value, of a single customer. */
export const isOfCustomers = (table: SharedTable, known: KnownIds | null): boolean =>
  touches(table, known).some((touch) => touch !== 'none');

/** True for a text column of which some value stands in one row only: it may say who that row is. */
export function singlesOut(table: SharedTable, at: number): boolean {
  if (table.columns[at]?.type !== 'text') return false;
  const counts = new Map<unknown, number>();
  for (const row of table.rows) counts.set(row[at], (counts.get(row[at]) ?? 0) + 1);
  return [...counts].some(([value, count]) => value !== null && count === 1);
}
