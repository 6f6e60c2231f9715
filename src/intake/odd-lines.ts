/** Rows that are hardly a customer buying a product: tests of the shop, and lines of postage, fees and gift cards. */

/** `test` as a word of its own, numbers behind it allowed: `test@…`, `Test User`, `TEST10`; never `contest` or `Testa`. */
const TEST_WORD = /(?:^|[^\p{L}])tests?\d*(?:[^\p{L}]|$)/iu;
const TEST_HAN = /^(?:测试|測試)|(?:测试|測試)(?:账号|帐号|用户|客户|订单|单)?\d*$/u;

/** Whether a customer's name or number, an e-mail address or a coupon says that the order was a test. */
export function saysTest(text: string): boolean {
  return TEST_WORD.test(text) || TEST_HAN.test(text.trim());
}

/** Codes of lines that are no products, upper case. The first row stands in UCI Online Retail. */
const CODES = new Set(
  `POST DOT M C2 D S B CRUK PADS AMAZONFEE BANK_CHARGES BANK CHARGES ADJUST ADJUST2 GIFT TEST001 TEST002
   SHIPPING SHIP SHIPPING-FEE SHIPPING_FEE FREIGHT POSTAGE DELIVERY HANDLING TIP TIPS DEPOSIT SURCHARGE ROUNDING
   GIFTCARD GIFT-CARD GIFT_CARD GIFTWRAP GIFT-WRAP GIFT_WRAP INSURANCE TAX VAT FEE DISCOUNT COUPON DONATION
   YF YUNFEI CJ BCJ`
    .split(/\s+/)
    .filter((code) => code !== 'CHARGES' && code !== 'BANK'),
).add('BANK CHARGES');

const CODE_PATTERN = /^GIFT_0001_\d+$|^GIFT ?CARD/i;
const NAMES = new RegExp(
  [
    '^(?:dotcom |standard |express |free |international |next day )?(?:postage|shipping|delivery|freight|carriage|handling)(?: (?:and|&) (?:handling|packing|postage))?(?: (?:fee|fees|cost|costs|charge|charges|rate|insurance))?$',
    '^(?:bank|amazon|payment|service|processing|paypal|credit card|card|cod|booking|platform) (?:fee|fees|charge|charges)$',
    '^(?:e-?)?gift (?:card|cards|certificate|voucher|wrap|wrapping)\\b.*$',
    '^dotcomgiftshop gift voucher.*$',
    '^(?:manual|discount|adjustment|adjust bad debt|tip|tips|gratuity|deposit|surcharge|rounding|samples|donation|price difference|insurance)$',
    '^(?:补|补拍|补差|差价|价差)?(?:运费|邮费|快递费|配送费|物流费|邮费差价|运费差价|差价|补差价|邮费补拍|补差价专用|运费险|服务费|手续费|包装费|打包费|打包盒费|包装盒费|餐盒费|保价费|安装费|税费|定金|订金|押金|小费)(?:专拍|链接|补拍|补差)?$',
    '^(?:电子|实体)?(?:礼品卡|礼物卡|购物卡|储值卡|代金券|礼券)(?:.*)$',
    '^(?:礼品包装|礼盒包装费|储值|充值|会员充值)$',
  ].join('|'),
  'iu',
);

/** Whether a product's code says postage, a fee, a gift card. */
export function isNonProductCode(code: string): boolean {
  return CODES.has(code.trim().toUpperCase()) || CODE_PATTERN.test(code.trim());
}

/** Whether a product's name says so. */
export function isNonProductName(name: string): boolean {
  return NAMES.test(name.normalize('NFKC').trim());
}
