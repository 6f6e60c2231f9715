import type { Field } from './types';

/**
 * Names that columns of order files have, normalised as `normaliseHeader` does: lower case, words apart, what stands in
 * brackets left out. Weights: 3 means nothing else, 2 usually this, 1 perhaps, when nothing better is there.
 *
 * From the export formats of Shopify, WooCommerce, Amazon, Stripe, 淘宝/天猫, 京东, 拼多多, 有赞 and 微盟, and public data.
 */
export const HEADER_NAMES: Record<Field, { [weight: number]: string }> = {
  customer: {
    3: `customer id|customerid|customer number|customer no|customer key|customer code|cust id|client id|client number
      |member id|member no|member number|memberid|buyer id|shopper id|household id|household key
      |customer user id|customer user|customer unique id|account id|visitor id|card number|loyalty card|loyalty id|member card|openid|unionid
      |会员id|会员编号|会员号|会员卡号|会员代码|客户id|客户编号|客户编码|客户号|客户代码|顾客id|顾客编号|顾客号|用户id|用户编号|用户号
      |买家id|买家昵称|买家会员名|买家账号|买家帐号|买家旺旺|旺旺号|会员名|会员昵称|下单账号|下单帐号|用户账号|用户名|会员账号|卡号`,
    2.8: `user id|userid`,
    2: `customer|client|member|buyer|user|household|shopper|custid|uid|cid|客户|顾客|会员|用户|买家|昵称|用户昵称|客户昵称
      |buyer user id|customer reference|买家支付宝账号|customer ref`,
    1: `account|username|nickname|user name|customer name|客户姓名|顾客姓名|会员姓名|客户名称`,
  },
  order: {
    3: `order id|orderid|order number|order no|order code|order key|order ref|order reference|invoice no|invoice number
      |invoiceno|invoice id|invoice|basket id|transaction id|transactionid|transaction no|transaction number|receipt number
      |receipt no|receipt id|amazon order id|order name|sales order|so number|bill no|ticket id|ticket number
      |订单号|订单编号|订单id|订单号码|主订单编号|主订单号|交易号|交易编号|交易单号|单号|流水号|交易流水号|小票号|小票编号|销售单号|单据编号|单据号
      |父单号|商户订单号|平台订单号|线上订单号|原始单号`,
    2: `order|transaction|receipt|basket|charge id|payment id|merchant order id|订单|子订单编号|子订单号|内部订单号`,
    1: `id|number|no|reference|name|编号`,
  },
  orderedAt: {
    3: `order date|orderdate|order time|ordered at|ordered on|order datetime|order timestamp|order created at|order created
      |order placed at|purchase date|purchased at|purchase time|transaction date|transaction time|transaction timestamp
      |transaction datetime|invoice date|invoicedate|date ordered|sale date|sales date|order purchase timestamp
      |下单时间|下单日期|订单时间|订单日期|订单创建时间|创建订单时间|购买时间|购买日期|交易时间|交易日期|消费时间|消费日期|成交时间|成交日期
      |销售日期|销售时间|订购时间|订购日期|拍下时间`,
    2.6: `created at|付款时间|支付时间|订单付款时间|买家付款时间|付款日期|支付日期|付款确认时间|订单支付时间|创建时间|下单付款时间`,
    2.4: `date|datetime|timestamp|paid at|paid date|date paid|payment date|payment time|created|created date|date created
      |processed at|日期|时间|业务日期|单据日期|开单时间|开单日期|结账时间|收银时间`,
    1: `day|time|completed at|completed date|date completed|拼单成功时间|成团时间|订单完成时间|交易完成时间`,
  },
  orderedTime: {
    3: `time|time of day|order time|ordertime|transaction time|trans time|sale time|sales time|purchase time|payment time
      |invoice time|receipt time|created time|hora|heure|uhrzeit|zeit
      |时间|下单时间|交易时间|消费时间|销售时间|成交时间|支付时间|付款时间|开单时间|收银时间|结账时间`,
  },
  amount: {
    3: `amount|order amount|total amount|revenue|sales|net sales|net amount|net revenue|order total|total|total price
      |order value|sales value|dollar value|total sales|amount paid|paid amount|order revenue|sales amount|grand total
      |line total|gross amount|order total amount|total paid|spend|monetary|item total|转化金额
      |实付金额|实付款|实付|实收金额|实收|实际支付金额|买家实际支付金额|用户实付金额|订单实付金额|实际付款|实际支付|付款金额|支付金额|成交金额
      |成交额|销售额|销售金额|消费金额|交易金额|订单金额|订单总额|金额|总金额|实付总额|结算金额|支付总额|净销售额`,
    2.4: `subtotal|total value|value|price total|payment value|payment amount|payment|price paid|turnover|gmv|gross sales
      |charged amount|total spent|sum|extended price|net price|订单总金额|应付金额|买家应付货款|商品总价|商品金额|总价|合计|应收金额
      |商家实收金额|订单商品应付金额|订单应付金额|小计|总额|order line total|order subtotal|line amount|total cost|order line subtotal`,
    2.2: `total inc tax|subtotal price|line subtotal|item price amount|item subtotal|converted amount`,
    1: `price|价格`,
  },
  quantity: {
    3: `quantity|qty|units|quantity ordered|quantity purchased|quantity shipped|lineitem quantity|line item quantity
      |item quantity|order quantity|units sold|item count|number of items|number of units|num items|order item quantity
      |product quantity|items sold|pieces|pcs
      |数量|购买数量|商品数量|件数|商品件数|销售数量|宝贝总数量|宝贝数量|订购数量|下单数量|成交件数|销量|购买件数|商品总件数`,
    2: `count|items|volume|个数`,
  },
  unitPrice: {
    3: `unit price|unitprice|price per unit|lineitem price|line item price|price each|item unit price|product price
      |selling price|单价|商品单价|销售单价|成交单价|售价|商品售价|京东价`,
    2.4: `price|item price|item cost|unit amount|unit cost|sale price|价格|商品价格|宝贝价格|零售价`,
  },
  product: {
    3: `product id|productid|product code|product sku|sku|sku id|stock code|stockcode|item id|item code|item number|asin
      |lineitem sku|seller sku|article number|article id|upc|ean|barcode|product number|variant id|variant sku|goods id
      |商品id|商品编号|商品编码|商品代码|货号|sku编码|sku编号|skuid|宝贝id|商家编码|产品编号|产品编码|产品id|条码|商品条码|货品编号|规格编码`,
    2: `item product id|product key|article|item|product|style|商家编码sku维度|款号|样式id|物料编码`,
  },
  productName: {
    3: `product name|item name|product title|lineitem name|line item name|product description|item description|productname
      |goods name|商品名称|产品名称|宝贝标题|商品标题|宝贝名称|品名|货品名称|商品名|全部商品名称|商品信息`,
    2.4: `description|title|item title|标题|name of product|商品|产品|宝贝|菜品名称|项目名称|product`,
  },
  category: {
    3: `category|product category|product type|item category|category name|department|product line|product group
      |类目|品类|商品类目|商品分类|商品品类|分类|产品类别|类别|一级类目|商品类别|宝贝种类`,
    2: `subcategory|sub category|brand|vendor|品牌|二级类目|collection|category code`,
  },
  channel: {
    3: `channel|sales channel|order channel|source channel|marketplace|platform|source name|order source|channel name
      |渠道|销售渠道|订单渠道|渠道名称|平台|来源平台|订单来源|销售平台|下单渠道|来源渠道`,
    2: `source|medium|utm source|fulfillment channel|来源|created via|订单类型|终端|traffic source`,
  },
  store: {
    3: `store|store id|store name|store code|shop|shop name|shop id|outlet|branch|location|pos location|store number
      |门店|门店名称|门店编号|门店编码|店铺|店铺名称|店铺id|下单门店|归属店铺|店名|网点|分店|店铺编号|所属门店`,
    2: `location id|warehouse|site`,
  },
  region: {
    3: `region|country|state|province|shipping province|shipping country|billing country|ship country|ship state
      |country code|country name|territory|customer country|customer state|省份|省|地区|区域|国家|收货省份|收货地区|所在省份|大区`,
    2.4: `city|shipping city|billing city|ship city|billing province|billing state|shipping state|customer city
      |shipping country code|shipping province name|城市|市|收货城市|所在城市|收货人省份|收货省|address country`,
    1: `area|postcode|post code|zip|zip code|zone|区`,
  },
  coupon: {
    3: `coupon|coupon code|discount code|promo code|promotion code|voucher|voucher code|promotion id|promotion ids
      |coupon codes|优惠券|优惠券码|优惠码|优惠券编号|优惠券名称|折扣码|券码`,
    2: `discount codes|promotion|campaign|campaign id|优惠活动|促销活动|活动名称`,
  },
  status: {
    3: `status|order status|financial status|payment status|transaction status|invoice status|order state|paid status
      |订单状态|交易状态|支付状态|付款状态|状态|单据状态`,
    2: `fulfillment status|item status|delivery status|refund status|退款状态|售后状态|发货状态`,
  },
  discount: {
    3: `discount|discount amount|total discount|total discounts|order discount|cart discount|lineitem discount|line discount
      |item promotion discount|promotion discount amount|discount value|discounts|coupon amount
      |优惠金额|折扣金额|优惠|折扣额|优惠总额|优惠券金额|折让金额|店铺优惠折扣|商家优惠|优惠减免`,
    2: `promotion discount|current total discounts|平台优惠折扣|折扣`,
  },
  refund: {
    3: `refund|refunds|refund amount|refunded amount|amount refunded|total refunded|refunded total|order refund
      |returned amount|order refund amount|退款金额|退款|已退款金额|退款总额|退货金额|售后金额|实退金额`,
  },
  // Which discount is the order's, and not its lines', is told by sums.
  orderDiscount: {},
  tax: {
    3: `tax|taxes|tax amount|total tax|sales tax|vat|vat amount|gst|hst|item tax|order tax|order total tax|order total tax amount
      |order tax amount|total tax amount|tax total|item tax amount|order line tax|line tax|lineitem tax|taxes amount|mwst|tva|iva
      |税|税额|税金|税费|增值税|税款|消费税|订单税额|商品税额|进口税费`,
    2: `tax value|tax 1 value|current total tax`,
  },
  shipping: {
    3: `shipping|shipping amount|shipping price|shipping cost|shipping fee|shipping charge|shipping charges|shipping total
      |total shipping|order shipping|order shipping amount|shipping and handling|postage|freight|freight value|delivery fee
      |delivery charge|delivery cost|delivery|shipping price amount|shipping revenue|versand|versandkosten
      |运费|邮费|快递费|配送费|邮资|运费金额|买家应付邮费|订单运费|物流费`,
    2: `shipping handling|handling|shipping paid|应付邮费|实付运费`,
  },
  currency: {
    3: `currency|currency code|order currency|presentment currency|order total currency code|币种|货币|货币代码|币别`,
    2: `item price currency code|converted currency|item price currency`,
  },
  name: {
    3: `customer name|full name|buyer name|client name|member name|recipient name|billing name|customer full name
      |姓名|客户姓名|顾客姓名|会员姓名|买家姓名|收货人|收货人姓名|收件人|客户名称|联系人`,
    2.2: `shipping name|ship name|buyer info buyer name|shipping address name|billing address name|contact name|收件人姓名`,
    1: `name|名字`,
  },
  email: {
    3: `email|e mail|email address|customer email|buyer email|billing email|contact email|e mail address|user email
      |mail|邮箱|电子邮箱|邮件|email地址|邮箱地址|客户邮箱|电子邮件|buyer info buyer email`,
    2: `receipt email|shipping email`,
  },
  phone: {
    3: `phone|phone number|telephone|mobile|mobile number|mobile phone|cell phone|customer phone|billing phone|tel
      |buyer phone number|buyer phone|手机|手机号|手机号码|电话|联系电话|联系手机|买家手机号|买家手机|收货人手机号|收货人手机|会员手机号
      |会员手机|客户手机|客户电话|电话号码|联系方式|下单手机号|用户手机号|顾客手机号`,
    2: `shipping phone|ship phone number|shipping address phone|收货人电话|billing address phone`,
  },
};
