import { formatInteger, formatMoney, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { CalendarGrain } from '../periods';

/** A quarter is longer than what fits the window of the SQL. */
export type BoardGrain = Exclude<CalendarGrain, 'quarter'>;

/** What the definitions of the metrics depend on. */
export interface BoardSettings {
  grain: BoardGrain;
  /** Periods of the window. */
  window: number;
  /** Loyal from so many active periods of the window on. */
  loyal: number;
  /** High value from so many times the mean on. */
  highValue: number;
}

type Unit = 'count' | 'share' | 'money' | 'mean' | 'days';

export interface Metric {
  id: string;
  unit: Unit;
  name: () => string;
  definition: (settings: BoardSettings) => string;
  /** Who is counted can be listed. */
  isOfCustomers: boolean;
}

const metric = (id: string, unit: Unit, name: () => string, definition: Metric['definition']): Metric => ({
  id,
  unit,
  name,
  definition,
  isOfCustomers: unit === 'count' && id !== 'daily_average',
});

const streak = (count: number) => () => m.board_streak({ n: formatInteger(count) });
const streakSays = (count: number) => (settings: BoardSettings) =>
  m.board_streak_says({ n: formatInteger(count), grain: settings.grain });

export const SECTIONS: readonly { id: string; title: () => string; metrics: readonly Metric[] }[] = [
  {
    id: 'base',
    title: m.board_section_base,
    metrics: [
      metric('customers', 'count', m.board_customers, m.board_customers_says),
      metric('dormant', 'count', m.board_dormant, ({ grain }) => m.board_dormant_says({ grain })),
    ],
  },
  {
    id: 'active',
    title: m.board_section_active,
    metrics: [
      metric('active', 'count', m.board_active, ({ grain }) => m.board_active_says({ grain })),
      metric('daily_average', 'mean', m.board_daily_average, m.board_daily_average_says),
      metric('active_7', 'count', m.board_active_7, m.board_active_days_says),
      metric('active_30', 'count', m.board_active_30, m.board_active_days_says),
      metric('active_90', 'count', m.board_active_90, m.board_active_days_says),
    ],
  },
  {
    id: 'movement',
    title: m.board_section_movement,
    metrics: [
      metric('new', 'count', m.board_new, ({ grain }) => m.board_new_says({ grain })),
      metric('retained', 'count', m.board_retained, ({ grain }) => m.board_retained_says({ grain })),
      metric('resurrected', 'count', m.board_resurrected, ({ grain }) => m.board_resurrected_says({ grain })),
      metric('churned', 'count', m.board_churned, ({ grain }) => m.board_churned_says({ grain })),
    ],
  },
  {
    id: 'composition',
    title: m.board_section_composition,
    metrics: [
      metric('streak_3', 'count', streak(3), streakSays(3)),
      metric('streak_6', 'count', streak(6), streakSays(6)),
      metric('loyal', 'count', m.board_loyal, ({ grain, loyal, window }) =>
        m.board_loyal_says({ grain, n: formatInteger(loyal), window: formatInteger(window) }),
      ),
      metric('high_value', 'count', m.board_high_value, ({ grain, highValue, window }) =>
        m.board_high_value_says({ grain, times: formatNumber(highValue, 1), window: formatInteger(window) }),
      ),
    ],
  },
  {
    id: 'participation',
    title: m.board_section_participation,
    metrics: [
      metric('orders_per_customer', 'mean', m.board_orders_per_customer, m.board_per_customer_says),
      metric('revenue_per_customer', 'money', m.board_revenue_per_customer, m.board_per_customer_says),
      metric('days_since_last', 'days', m.board_days_since_last, m.board_days_since_last_says),
      metric('active_periods', 'mean', m.board_active_periods, ({ grain, window }) =>
        m.board_active_periods_says({ grain, window: formatInteger(window) }),
      ),
      metric('interval', 'days', m.board_interval, m.board_interval_says),
    ],
  },
  {
    id: 'rates',
    title: m.board_section_rates,
    metrics: [
      metric('retention', 'share', m.board_retention, m.board_retention_says),
      metric('churn_rate', 'share', m.board_churn_rate, m.board_churn_rate_says),
      metric('return_rate', 'share', m.board_return_rate, m.board_return_rate_says),
      metric('stickiness', 'share', m.board_stickiness, m.board_stickiness_says),
    ],
  },
];

/** A metric of members of whom some never ordered: there is nothing to list but a key. */
const notOfCustomers = (of: Metric): Metric => ({ ...of, isOfCustomers: false });

/** Only where a file of members was dropped. */
export const REGISTRATION: readonly Metric[] = [
  notOfCustomers(metric('registered', 'count', m.board_registered, m.board_registered_says)),
  notOfCustomers(
    metric('registered_new', 'count', m.board_registered_new, ({ grain }) =>
      m.board_registered_new_says({ grain }),
    ),
  ),
  metric('registered_ordered', 'count', m.board_registered_ordered, m.board_registered_ordered_says),
  notOfCustomers(metric('never_ordered', 'count', m.board_never_ordered, m.board_never_ordered_says)),
  metric('first_order_rate', 'share', m.board_first_order_rate, m.board_first_order_rate_says),
  metric('first_order_days', 'days', m.board_first_order_days, m.board_first_order_days_says),
];

/** The board's sections: registration stands first, among what is said of all members. */
export function sectionsOf(hasRegistration: boolean): typeof SECTIONS {
  if (!hasRegistration) return SECTIONS;
  return SECTIONS.map((section) =>
    section.id === 'base' ? { ...section, metrics: [...REGISTRATION, ...section.metrics] } : section,
  );
}

export const METRICS: ReadonlyMap<string, Metric> = new Map(
  sectionsOf(true).flatMap(({ metrics }) => metrics.map((one) => [one.id, one] as const)),
);

const FORMATS: Record<Unit, (value: number | null) => string> = {
  count: formatInteger,
  share: (value) => formatShare(value),
  money: (value) => formatMoney(value),
  mean: (value) => formatNumber(value, 2),
  days: (value) => formatNumber(value, 1),
};

export const valueText = ({ unit }: Metric, value: number | null): string => FORMATS[unit](value);

/** “+12”, “−0.4”, of shares in percentage points. */
export function changeText({ unit }: Metric, change: number | null): string {
  if (change === null) return formatInteger(null);
  const text =
    unit === 'share' ? m.board_points({ n: formatNumber(change * 100, 1) }) : FORMATS[unit](change);
  return change > 0 ? `+${text}` : text;
}
