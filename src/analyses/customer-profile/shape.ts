import { m } from '../../messages/speak';
import type { ResultShape } from '../define';

export const ATTRIBUTES = ['channel', 'store', 'region', 'coupon', 'category', 'first_product'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export const ATTRIBUTE_NAMES: Record<Attribute, () => string> = {
  channel: m.profile_attribute_channel,
  store: m.profile_attribute_store,
  region: m.profile_attribute_region,
  coupon: m.profile_attribute_coupon,
  category: m.profile_attribute_category,
  first_product: m.profile_attribute_first_product,
};

const attributeName = (id: string): string => {
  const known = ATTRIBUTES.find((attribute) => attribute === id);
  return known ? ATTRIBUTE_NAMES[known]() : id;
};
export const valueName = (value: string): string => (value === '' ? m.profile_blank() : value);

/** Columns of every result; names are public (window.regulars). */
export const RESULTS = {
  profile: {
    attribute: { type: 'text', label: m.profile_column_attribute, value: attributeName },
    value: { type: 'text', label: m.profile_column_value, value: valueName },
    customers: { type: 'integer', label: m.profile_column_customers },
    members: { type: 'integer', label: m.profile_column_members },
    share: { type: 'share', label: m.profile_column_share },
    low: { type: 'share', label: m.profile_column_low },
    high: { type: 'share', label: m.profile_column_high },
    lift: { type: 'number', label: m.profile_column_lift, decimals: 2 },
    customer_share: { type: 'share', label: m.profile_column_customer_share },
    member_share: { type: 'share', label: m.profile_column_member_share },
  },
  overview: {
    customers: { type: 'integer', label: m.profile_column_customers },
    members: { type: 'integer', label: m.profile_column_members },
    share: { type: 'share', label: m.profile_column_share },
  },
} satisfies Record<string, ResultShape>;

/** One row a customer, of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.profile_column_customer },
  name: { type: 'text', label: m.profile_column_name },
  is_member: { type: 'boolean', label: m.profile_column_is_member },
  first_ordered_on: { type: 'date', label: m.profile_column_first_ordered_on },
  orders: { type: 'integer', label: m.profile_column_orders, sums: true },
  revenue: { type: 'money', label: m.profile_column_revenue, sums: true },
  last_ordered_on: { type: 'date', label: m.profile_column_last_ordered_on },
} as const satisfies ResultShape;
