import { nameCosts } from './cost-columns';
import { fieldsNamed, namesAnotherDay, namesDate, normaliseHeader } from './fields';
import type { Field, Mapping, Reason } from './types';
import { valueReason, type ValueReasonKey } from './value-reasons';

/** What a row of a table is. */
export const ROLES = [
  'orders',
  'lines',
  'customers',
  'products',
  'refunds',
  'contacts',
  'feedback',
  'costs',
  'unknown',
] as const;
export type Role = (typeof ROLES)[number];

const BECAUSE: Record<Role, Extract<ValueReasonKey, `values_role_${string}`>> = {
  orders: 'values_role_orders',
  lines: 'values_role_lines',
  customers: 'values_role_customers',
  products: 'values_role_products',
  refunds: 'values_role_refunds',
  contacts: 'values_role_contacts',
  feedback: 'values_role_feedback',
  costs: 'values_role_costs',
  unknown: 'values_role_unknown',
};

const REFUND =
  /\b(?:refund id|refunds? reason|return reason|restock|restock type|rma|charge id|return id|refund date)\b|退款(?:编号|单号|原因|申请)|退货(?:单号|原因)|售后(?:单号|编号|原因)/;
/** A refund's own number, and its own day: neither stands in a table of orders. */
const REFUND_NUMBER =
  /\b(?:refund (?:id|no|number|ref|reference)|return (?:id|no|number)|rma|rma (?:id|no|number))\b|退款(?:编号|单号|单)|退货(?:单号|编号)|售后(?:单号|编号)/;
const REFUND_DAY =
  /\b(?:refund(?:ed)?|return(?:ed)?) (?:at|on|date|time|day)\b|退款(?:完结|完成|成功|到账)?(?:时间|日期)|退货(?:时间|日期)/;
const CONTACT =
  /\b(?:campaign|campaign id|sent at|sent on|send date|send time|subject|opened|opens|clicked|clicks|unsubscribed|bounced|delivered at|message id)\b|发送时间|触达|短信|推送|打开|点击|营销活动/;
const FEEDBACK =
  /\b(?:rating|review|review score|review id|stars?|nps|csat|satisfaction|feedback|comment title|review comment title)\b|评分|评价|满意度|星级|好评/;
const PERSON =
  /\b(?:first name|last name|gender|sex|age|birth|birthday|birthdate|date of birth|orders count|total spent|accepts marketing|marketing status|signup|sign up|registered|joined|tier|points|loyalty|household size|income|marital status|verified email|customer group|customer since)\b|性别|年龄|生日|会员等级|积分|注册时间|注册日期|入会/;
const PRODUCT =
  /\b(?:weight|dimensions?|brand|manufacturer|manufacturer id|department|package size|inventory|stock|barcode|product category|product type|product category name|variant)\b|品牌|类目|库存|规格|条码/;
const REFUND_FILE = /refund|return|退款|退货|售后/i;
/** `orders and returns`, `订单及退款`: the file holds both. */
const BOTH_FILE = /(?:and|with|incl\w*|plus|&|\+|[与和及含])[ _-]*(?:refund|return|退款|退货|售后)/i;
const LINE_COLUMN = /\b(?:order item id|line id|line number|line item id|line no|order line)\b|子订单/;

/**
 * What a table holds, from its columns, a sample of its rows and what its columns were taken for.
 * @param name the file's name, which refunds are often told from alone
 */
export function roleOf(
  columns: readonly string[],
  rows: readonly string[][],
  mapping: Mapping,
  name = '',
): { role: Role; because: Reason } {
  const role = roleFrom(new Look(columns, rows, mapping), name);
  return { role, because: valueReason(BECAUSE[role]) };
}

const OF_ORDERS: ReadonlySet<Field> = new Set(['customer', 'order', 'product', 'productName', 'quantity', 'email', 'phone']); // prettier-ignore

/** Rows below which a customer who comes twice says nothing. */
const TELLING = 20;

/** What the columns of one table say. */
class Look {
  private readonly names: string[];

  constructor(
    private readonly columns: readonly string[],
    readonly rows: readonly string[][],
    private readonly mapping: Mapping,
  ) {
    this.names = columns.map(normaliseHeader);
  }

  /** Columns whose names hold one of the words. */
  count(words: RegExp): number {
    return this.names.filter((name) => words.test(name)).length;
  }

  has(...fields: (keyof Mapping)[]): boolean {
    return fields.some((field) => this.mapping[field] !== undefined);
  }

  /** A column that is called an order's number and is not just any id. */
  get namesOrder(): boolean {
    const order = this.mapping.order;
    const isNamed = (name: string): boolean =>
      /\b(?:order|invoice|basket|transaction|receipt)\b|订单|交易|小票/.test(name);
    return this.names.some((name) => /^(?:order|invoice|basket) (?:id|no|number)$/.test(name))
      || (order !== undefined && isNamed(normaliseHeader(order))); // prettier-ignore
  }

  /** A day that is not another one's: of a refund, of a delivery. */
  get hasOrderDay(): boolean {
    return this.columns.some((name) => namesDate(name) && !namesAnotherDay(name));
  }

  /** Money by day or month, of no customer, order or product. */
  get isCosts(): boolean {
    const isOf = (name: string): boolean =>
      fieldsNamed(name).some(({ field, weight }) => weight >= 2 && OF_ORDERS.has(field));
    return (
      nameCosts(this.columns) &&
      !this.namesOrder &&
      !this.columns.some(isOf) &&
      // Advertising accounts are few; what many rows have their own of is a customer.
      this.uniqueness('customer') < 0.3
    );
  }

  /** Distinct over filled values; 0 for a column that is not there or blank. */
  uniqueness(field: keyof Mapping): number {
    const at = this.mapping[field] === undefined ? -1 : this.columns.indexOf(this.mapping[field]);
    const values = this.rows.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '');
    return values.length === 0 ? 0 : new Set(values).size / values.length;
  }
}

/**
 * Whether a row is a refund. Orders have refund columns too, so what products the row names, or that it has no other
 * day than a refund's, has to agree.
 */
function isRefunds(look: Look, name: string): boolean {
  const isFile = REFUND_FILE.test(name) && !BOTH_FILE.test(name);
  const isNumbered = look.count(REFUND_NUMBER) > 0;
  const words = look.count(REFUND) + (isFile ? 2 : 0);
  if (words >= 2) return !look.has('product', 'productName') || isNumbered || (isFile && words > 2);
  return look.count(REFUND_DAY) > 0 && look.namesOrder && !look.hasOrderDay;
}

function roleFrom(look: Look, name: string): Role {
  const hasMoney = look.has('amount', 'unitPrice');
  if (isRefunds(look, name)) return 'refunds';
  if (look.count(FEEDBACK) > 0 && !hasMoney) return 'feedback';
  if (look.isCosts) return 'costs';
  const isPerson = look.count(PERSON) >= 2;
  if (look.count(CONTACT) > 0 && !look.namesOrder && !hasMoney && !isPerson)
    return look.has('customer', 'email', 'phone') ? 'contacts' : 'unknown';
  if (look.namesOrder) {
    const isLine = look.has('product', 'productName', 'quantity') || look.count(LINE_COLUMN) > 0;
    const hasSeveral = look.has('order') && look.uniqueness('order') < 0.999;
    if (isLine && (hasSeveral || !look.has('customer'))) return 'lines';
    return !look.has('orderedAt') && hasMoney && hasSeveral ? 'lines' : 'orders';
  }
  const isRepeated =
    look.rows.length >= TELLING && look.has('customer') && look.uniqueness('customer') < 0.98;
  if (isPerson && !isRepeated && !look.has('product')) return 'customers';
  if (look.has('customer', 'email') && look.has('orderedAt') && hasMoney) return 'orders';
  if (look.has('product', 'productName') && !look.has('customer', 'orderedAt'))
    return look.count(PRODUCT) > 0 || look.uniqueness('product') >= 0.98 ? 'products' : 'unknown';
  const isOneEach = look.uniqueness('customer') >= 0.98 || look.uniqueness('email') >= 0.98;
  return isOneEach && !look.has('orderedAt') ? 'customers' : 'unknown';
}
