import { describe, expect, it } from 'vitest';
import { isNonProductCode, isNonProductName, saysTest } from '../../../src/intake/odd-lines';
import { statusKind, type StatusKind } from '../../../src/intake/order-status';

/** Statuses as the platforms' own exports write them. */
describe('statusKind', () => {
  it.each<[StatusKind, string[]]>([
    ['paid', ['paid', 'PAID', 'Paid ', 'partially_refunded', 'partially_paid', 'Completed', 'wc-completed', 'wc-processing', 'Shipped', 'Complete', 'succeeded', 'Delivered', '交易成功', '已付款', '已完成', '已签收', '买家已付款，等待卖家发货', '卖家已发货，等待买家确认', '等待出库', '已发货，待收货', '部分退款']],
    ['unpaid', ['pending', 'Pending Payment', 'pending_payment', 'wc-pending', 'wc-failed', 'failed', 'unpaid', 'requires_payment_method', '待付款', '等待买家付款', '未付款', '未支付']],
    ['cancelled', ['Cancelled', 'canceled', 'voided', 'wc-cancelled', 'expired', '交易关闭', '已取消', '已关闭']],
    ['refunded', ['refunded', 'Refunded', 'wc-refunded', '已退款', '退款成功', '全额退款', '未发货，退款成功']],
    ['test', ['test', 'Test order', '测试订单']],
    ['other', ['', 'on hold', 'wc-on-hold', 'authorized', 'A', '3', 'Versand', 'constructor', '__proto__', '待审核']],
  ])('%s', (kind, statuses) => {
    for (const status of statuses) expect([status, statusKind(status)]).toEqual([status, kind]);
  }); // prettier-ignore

  it('a blank one says nothing', () => {
    expect(statusKind(null)).toBe('other');
  });
});

describe('saysTest', () => {
  it.each(['test', 'TEST', 'test@shop.com', 'me+test@x.cn', 'jo@test.com', 'Test User', 'cust_test_1', 'test12', 'TEST-10', '测试', '测试用户1', '王测试', '测试订单'])(
    '%s does',
    (text) => expect(saysTest(text)).toBe(true),
  ); // prettier-ignore
  it.each(['contest@x.com', 'Testa', 'latest', 'Protest', 'Ernest', 'testimonial10', 'Tester GmbH', 'attest', '软件测试技术公司', '17850', ''])(
    '%s does not',
    (text) => expect(saysTest(text)).toBe(false),
  ); // prettier-ignore
});

describe('lines that are no products', () => {
  it.each(['POST', 'post', 'DOT', 'M', 'C2', 'D', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'gift_0001_20', 'SHIPPING'])(
    'code %s',
    (code) => expect(isNonProductCode(code)).toBe(true),
  ); // prettier-ignore
  it.each(['85123A', 'C2X', 'BANK', 'CHARGES', 'POST123', 'SP1002', '22423', 'DCGSSGIRL', ''])('no code %s', (code) =>
    expect(isNonProductCode(code)).toBe(false),
  ); // prettier-ignore
  it.each(['POSTAGE', 'DOTCOM POSTAGE', 'Shipping', 'shipping fee', 'Gift Card', 'Gift card £25', 'Dotcomgiftshop Gift Voucher £20.00', 'Manual', 'AMAZON FEE', 'Bank Charges', 'Carriage', '运费', '邮费补拍', '补运费', '补差价', '电子礼品卡100元', '包装费', '差价补拍'])(
    'name %s',
    (name) => expect(isNonProductName(name)).toBe(true),
  ); // prettier-ignore
  it.each(['POSTAGE STAMP MUG', 'Delivery van toy', 'GIFT BAG LARGE', 'Manual juicer', 'SHIP IN A BOTTLE', 'Tip dryer', '免运费红茶', '礼盒', '礼品袋', 'PACK OF 12 TRAVEL TISSUES', 'discount store bag', ''])(
    'no name %s',
    (name) => expect(isNonProductName(name)).toBe(false),
  ); // prettier-ignore
});
