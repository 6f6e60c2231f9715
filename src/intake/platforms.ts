import type { Field } from './types';

export const PLATFORMS = [
  'shopify',
  'woocommerce',
  'magento',
  'amazon',
  'square',
  'stripe',
  'etsy',
  'taobao',
  'jd',
  'youzan',
  'pinduoduo',
] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Orders that are no sale (yet, any more): statuses as the platform writes them, in lower case. */
export interface PlatformStatuses {
  unpaid: readonly string[];
  cancelled: readonly string[];
  refunded: readonly string[];
}

/**
 * What is known of a platform's export of orders. Headers are in lower case, as written or as `normaliseHeader` has them.
 * From the platforms' own descriptions of their exports.
 */
export interface PlatformExport {
  /** One of these is there… */
  marks: readonly string[];
  /** …and so are at least `least` of these and the marks together. */
  usual: readonly string[];
  least: number;
  /** Columns for a field, the best first. Person before order: an id that every order has anew is no customer. */
  columns: Partial<Record<Field, readonly string[]>>;
  /** Fields that another column would be taken for wrongly. */
  without?: readonly Field[];
  statuses: PlatformStatuses;
}

export const PLATFORM_EXPORTS: Record<Platform, PlatformExport> = {
  shopify: {
    marks: ['lineitem quantity', 'lineitem name', 'lineitem price'],
    usual: 'name|email|financial status|fulfillment status|paid at|created at|subtotal|total|lineitem sku|billing name'.split('|'), // prettier-ignore
    least: 5,
    columns: {
      order: ['name'],
      customer: ['customer id', 'email', 'phone'],
      orderedAt: ['created at', 'paid at'],
      unitPrice: ['lineitem price'],
      quantity: ['lineitem quantity'],
      product: ['lineitem sku'],
      productName: ['lineitem name'],
      discount: ['lineitem discount'],
      refund: ['refunded amount'],
      tax: ['taxes'],
      shipping: ['shipping'],
      status: ['financial status'],
      coupon: ['discount code'],
      channel: ['source'],
      region: ['shipping province name', 'shipping province', 'billing province', 'shipping country'],
      name: ['billing name'],
      category: ['vendor'],
    },
    // Total and Subtotal are the order's and stand on its first line.
    without: ['amount'],
    statuses: {
      unpaid: ['pending', 'authorized', 'unpaid', 'expired'],
      cancelled: ['voided'],
      refunded: ['refunded'],
    },
  },
  woocommerce: {
    marks: ['customer user id', 'customer user', 'email (billing)', 'order total amount', 'cart discount amount', 'payment method title'], // prettier-ignore
    usual: 'order id|order number|order status|order date|order total|billing email|order currency|item cost|item sku|item name|coupon code|status|customer id|date paid'.split('|'), // prettier-ignore
    least: 4,
    columns: {
      order: ['order number', 'order id'],
      customer: ['customer user id', 'customer user', 'customer id', 'email (billing)', 'billing email'],
      orderedAt: ['order date', 'date', 'paid date'],
      amount: ['order line total', 'item total', 'order total amount', 'order total'],
      unitPrice: ['item cost', 'item price'],
      quantity: ['quantity (- refund)', 'quantity', 'item quantity'],
      product: ['sku', 'item sku', 'product id', 'item product id'],
      productName: ['item name', 'product name'],
      status: ['order status', 'status'],
      tax: ['order line tax', 'item tax', 'order total tax amount', 'order total tax', 'order tax'],
      shipping: ['order shipping amount', 'order shipping', 'shipping total'],
      email: ['email (billing)', 'billing email'],
    },
    statuses: {
      unpaid: ['pending', 'pending payment', 'on-hold', 'on hold', 'failed', 'checkout-draft', 'draft'],
      cancelled: ['cancelled', 'trash'],
      refunded: ['refunded'],
    },
  },
  magento: {
    marks: ['grand total (base)', 'grand total (purchased)', 'purchase point', 'bill-to name'],
    usual: 'id|purchase date|ship-to name|status|customer email|customer group|subtotal|payment method|total refunded|customer name'.split('|'), // prettier-ignore
    least: 5,
    columns: {
      order: ['id', 'increment id', 'order #'],
      customer: ['customer id', 'customer email', 'email'],
      orderedAt: ['purchase date', 'purchased on'],
      amount: ['grand total (purchased)', 'grand total (base)'],
      refund: ['total refunded'],
      tax: ['tax amount', 'tax'],
      shipping: ['shipping and handling'],
      status: ['status'],
      channel: ['purchase point'],
      name: ['customer name', 'bill-to name'],
    },
    statuses: {
      unpaid: ['pending', 'pending payment', 'pending_payment', 'payment review', 'payment_review', 'on hold', 'holded', 'suspected fraud', 'fraud'], // prettier-ignore
      cancelled: ['canceled', 'cancelled'],
      refunded: ['closed'],
    },
  },
  amazon: {
    marks: ['amazon order id'],
    usual: 'purchase date|order status|sku|asin|quantity|quantity purchased|item price|ship country|buyer email|merchant order id|fulfillment channel|sales channel|order total amount|seller sku|order item id|quantity ordered|quantity shipped|item price amount'.split('|'), // prettier-ignore
    least: 4,
    columns: {
      order: ['amazon order id'],
      customer: ['buyer email', 'buyer info buyer email', 'buyer name', 'buyer info buyer name'],
      orderedAt: ['purchase date'],
      // The price of the whole line, not of one piece.
      amount: ['item price', 'item price amount', 'order total amount'],
      discount: ['item promotion discount'],
      tax: ['item tax', 'item tax amount'],
      shipping: ['shipping price', 'shipping price amount'],
      quantity: ['quantity', 'quantity purchased', 'quantity ordered', 'quantity shipped'],
      product: ['sku', 'seller sku', 'asin'],
      productName: ['product name'],
      status: ['order status'],
      region: ['ship state', 'ship country'],
      channel: ['sales channel'],
    },
    without: ['unitPrice'],
    statuses: { unpaid: ['pending'], cancelled: ['cancelled', 'canceled'], refunded: [] },
  },
  square: {
    marks: ['event type', 'dining option', 'pan suffix', 'price point name'],
    usual: 'transaction id|payment id|net sales|gross sales|discounts|date|time|time zone|customer id|customer name|details|device name|location'.split('|'), // prettier-ignore
    least: 6,
    columns: {
      order: ['transaction id'],
      customer: ['customer id', 'customer reference id', 'customer name'],
      orderedAt: ['date'],
      orderedTime: ['time'],
      tax: ['tax'],
      amount: ['net sales', 'gross sales'],
      discount: ['discounts'],
      quantity: ['qty', 'count'],
      product: ['sku'],
      productName: ['item'],
      category: ['category'],
      store: ['location'],
      channel: ['source'],
      name: ['customer name'],
    },
    without: ['unitPrice', 'status'],
    statuses: { unpaid: [], cancelled: [], refunded: ['refund'] },
  },
  stripe: {
    marks: [
      'converted amount',
      'balance transaction id',
      'card id',
      'seller message',
      'statement descriptor',
    ],
    usual: 'id|amount|amount refunded|currency|status|captured|created|created date|customer id|customer email|description|fee|invoice id'.split('|'), // prettier-ignore
    least: 6,
    columns: {
      order: ['invoice id', 'payment intent id', 'id'],
      customer: ['customer id', 'customer email', 'receipt email'],
      orderedAt: ['created date', 'created', 'created (utc)'],
      amount: ['amount'],
      refund: ['amount refunded'],
      tax: ['tax', 'tax amount'],
      shipping: ['shipping', 'shipping cost'],
      currency: ['currency'],
      status: ['status'],
      email: ['customer email', 'receipt email'],
    },
    statuses: {
      unpaid: ['failed', 'pending', 'incomplete', 'uncaptured', 'requires_payment_method', 'requires_action', 'requires_confirmation', 'processing', 'blocked'], // prettier-ignore
      cancelled: ['canceled', 'cancelled'],
      refunded: ['refunded'],
    },
  },
  etsy: {
    marks: ['buyer user id', 'listing id', 'inperson discount', 'order net'],
    usual: 'sale date|order id|buyer|full name|number of items|order value|order total|item name|item total|ship country|coupon details|date shipped|card processing fees|order type'.split('|'), // prettier-ignore
    least: 6,
    columns: {
      order: ['order id'],
      customer: ['buyer user id', 'buyer'],
      orderedAt: ['sale date'],
      amount: ['item total', 'order total', 'order value'],
      quantity: ['quantity', 'number of items'],
      unitPrice: ['price'],
      product: ['listing id', 'sku'],
      productName: ['item name'],
      coupon: ['coupon code'],
      discount: ['discount amount'],
      tax: ['sales tax', 'order sales tax', 'vat paid by buyer'],
      shipping: ['shipping', 'order shipping'],
      name: ['full name', 'ship name'],
      region: ['ship country'],
    },
    statuses: { unpaid: [], cancelled: ['canceled', 'cancelled'], refunded: ['refunded', 'fully refunded'] },
  },
  taobao: {
    marks: [
      '买家会员名',
      '买家应付货款',
      '买家实际支付金额',
      '宝贝标题',
      '宝贝总数量',
      '买家支付宝账号',
      '子单实际支付金额',
    ],
    usual: '订单编号|主订单编号|子订单编号|订单状态|订单创建时间|订单付款时间|店铺名称|商家编码|购买数量|标题|买家昵称|收货人姓名'.split('|'), // prettier-ignore
    least: 4,
    columns: {
      order: ['订单编号', '主订单编号'],
      customer: ['买家会员名', '买家昵称', '买家支付宝账号'],
      orderedAt: ['订单创建时间', '订单付款时间'],
      amount: ['子单实际支付金额', '买家实际支付金额'],
      quantity: ['宝贝总数量', '购买数量'],
      unitPrice: ['价格'],
      product: ['商品id', '宝贝id', '商家编码', '外部系统编号'],
      productName: ['宝贝标题', '标题'],
      status: ['订单状态'],
      shipping: ['买家应付邮费', '应付邮费', '邮费', '运费'],
      store: ['店铺名称'],
      name: ['收货人姓名'],
    },
    statuses: {
      unpaid: ['等待买家付款', '付款确认中'],
      cancelled: ['交易关闭', '没有创建支付宝交易'],
      refunded: ['退款成功'],
    },
  },
  jd: {
    marks: ['下单帐号', '下单账号', '京东价', '订购数量'],
    usual: '订单号|商品id|商品名称|下单时间|订单金额|结算金额|应付金额|订单状态|付款确认时间|客户姓名|货号|余额支付'.split('|'), // prettier-ignore
    least: 5,
    columns: {
      order: ['订单号'],
      customer: ['下单帐号', '下单账号'],
      orderedAt: ['下单时间', '付款确认时间'],
      amount: ['应付金额', '订单金额'],
      quantity: ['订购数量'],
      unitPrice: ['京东价'],
      product: ['商品id', '货号'],
      productName: ['商品名称'],
      status: ['订单状态'],
      shipping: ['运费', '运费金额', '应付运费'],
      name: ['客户姓名'],
    },
    statuses: {
      unpaid: ['等待付款', '等待付款确认', '未付款'],
      cancelled: ['已取消', '(删除)等待出库', '(锁定)等待出库', '锁定', '订单取消', '取消'],
      refunded: ['退款成功', '已退款'],
    },
  },
  youzan: {
    marks: ['商品实际成交金额', '商品金额合计', '订单实付金额', '下单网点', '买家付款时间'],
    usual: '订单号|订单状态|订单创建时间|商品名称|商品数量|商品单价|买家姓名|买家手机号|收货人|归属店铺|店铺优惠合计|商品规格|规格编码'.split('|'), // prettier-ignore
    least: 5,
    columns: {
      order: ['订单号'],
      customer: ['买家id', '用户id', '买家手机号', '会员手机号', '收货人手机号'],
      orderedAt: ['订单创建时间', '买家付款时间'],
      amount: ['商品实际成交金额', '商品金额合计', '订单实付金额'],
      quantity: ['商品数量'],
      unitPrice: ['商品单价'],
      product: ['商品编码', '规格编码', '商品id'],
      productName: ['商品名称'],
      status: ['订单状态'],
      shipping: ['运费', '应收运费', '邮费'],
      store: ['归属店铺', '下单网点'],
      name: ['买家姓名', '买家昵称'],
    },
    statuses: {
      unpaid: ['待付款', '等待买家付款'],
      cancelled: ['交易关闭', '已关闭', '已取消'],
      refunded: ['退款成功', '已退款'],
    },
  },
  pinduoduo: {
    marks: ['商家实收金额', '用户实付金额', '拼单成功时间', '多多支付立减金额'],
    usual: '商品|订单号|订单状态|商品总价|商品数量|支付时间|收货人|手机|省|商品id|样式id|店铺优惠折扣|平台优惠折扣|售后状态|商品规格'.split('|'), // prettier-ignore
    least: 5,
    columns: {
      order: ['订单号'],
      customer: ['买家id', '用户id', '手机'],
      orderedAt: ['支付时间', '拼单成功时间', '订单成交时间'],
      amount: ['用户实付金额', '商家实收金额'],
      quantity: ['商品数量'],
      product: ['商品id'],
      productName: ['商品'],
      status: ['订单状态'],
      shipping: ['邮费'],
      region: ['省'],
      name: ['收货人'],
    },
    statuses: {
      unpaid: ['待支付', '待付款'],
      cancelled: ['已取消', '未支付已取消'],
      refunded: [
        '已取消，退款成功',
        '退款成功',
        '已退款',
        '已发货，退款成功',
        '未发货，退款成功',
        '已收货，退款成功',
      ],
    },
  },
};
