/** What an order's status says about money. `other`: it says nothing known, and the order counts. */
export type StatusKind = 'paid' | 'unpaid' | 'cancelled' | 'refunded' | 'test' | 'other';

/**
 * Statuses as shops and marketplaces export them, lower case with single spaces. From the documentation of Shopify
 * (financial status), WooCommerce, Magento, Amazon, eBay, Square, Stripe, Etsy, 淘宝/天猫, 京东, 拼多多, 有赞, 抖店.
 * What is returned in part stays paid: how much was given back no status says.
 */
const NAMES: Record<Exclude<StatusKind, 'other'>, string> = {
  paid: `paid|partially paid|partially refunded|partial refund|complete|completed|complete payment|processing|shipped|shipping
    |delivered|fulfilled|partially fulfilled|partially shipped|closed won|captured|succeeded|success|successful|settled
    |payment received|payment accepted|invoiced|picked up|received|approved|authorized and captured|ready to ship|unshipped
    |已付款|已支付|支付成功|付款成功|交易成功|交易完成|已完成|完成|成功|已签收|已收货|确认收货|待发货|等待发货|买家已付款|买家已付款等待卖家发货
    |等待卖家发货|卖家已发货|卖家已发货等待买家确认|等待买家确认收货|待收货|已发货|部分发货|已揽收|配送中|运输中|待评价|已评价|部分退款|等待出库|等待收货
    |已发货待收货|待取货|已核销|已结算|已成团待发货`,
  unpaid: `unpaid|pending|pending payment|payment pending|awaiting payment|waiting for payment|not paid|open unpaid|failed
    |payment failed|declined|overdue|past due|draft|abandoned|checkout draft|requires payment method
    |requires action|requires confirmation|incomplete|uncollectible
    |未付款|未支付|待付款|待支付|等待付款|等待买家付款|等待支付|支付失败|付款失败|未付清|待确认付款|草稿|支付中|付款中`,
  cancelled: `cancelled|canceled|cancel|voided|void|expired|closed unpaid|rejected|deleted|trash|payment cancelled|order cancelled
    |order canceled|cancelled by customer|cancelled by buyer|cancelled by seller
    |交易关闭|已关闭|关闭|订单关闭|已取消|取消|订单取消|已取消订单|交易取消|已作废|作废|交易自动关闭|拼团失败|已删除|系统取消|锁定取消|付款以前卖家或买家主动关闭交易`,
  refunded: `refunded|fully refunded|refund|full refund|returned|charged back|chargeback|disputed lost|reversed|return completed
    |已退款|全额退款|退款成功|退款完成|交易关闭已退款|已退货|退货完成|已退货退款|退货退款成功|未发货退款成功|已发货退款成功|付款以后用户退款成功交易自动关闭`,
  test: 'test|test order|testing|测试|测试订单|測試',
};

const KINDS = new Map<string, StatusKind>();
for (const [kind, names] of Object.entries(NAMES)) {
  for (const name of names.split('|')) KINDS.set(name.trim(), kind as StatusKind);
}

/** `Partially_Refunded` → `partially refunded`; `wc-on-hold` → `on hold`; `卖家已发货，等待买家确认` → `卖家已发货等待买家确认`. */
function normalise(status: string): string {
  return status
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .trim()
    .replace(/^wc /, '');
}

/** What a status says, from its own words alone; `other` where they are not known. */
export function statusKind(status: string | null): StatusKind {
  return status === null ? 'other' : (KINDS.get(normalise(status)) ?? 'other');
}
