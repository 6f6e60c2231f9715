import { REFUND_STATES } from '../intake/refund-columns';
import type { Field, Mapping, Readings } from '../intake/types';
import { id, moment, number, snakeCase, text, trimmed } from './cell-sql';
import { sqlLiteral } from './literals';
import { clockColumns } from './stamp-clock';
import { joinKey, OVERFLOW, readAlone, readSource, type RefundStack, type Source } from './source';

const TEXT_FIELDS = [
  'product',
  'productName',
  'category',
  'currency',
  'name',
  'email',
  'phone',
  'status',
] as const;

/**
 * `create table staging.refund_lines`: the rows of tables of refunds, each field in its own type, before their orders
 * are looked up.
 * Grain: one row of such a file, in their order. `found_key` is what the row calls its order, as keys are compared;
 * `amount`, `tax` and `shipping` are as the file writes them. `is_undone`: the row's own status says that no money went back.
 * With its clock where that is to be converted, as in `staging.lines`.
 */
export function createRefundLines(source: Source, withClock: boolean): string {
  const rows = source.refunds.map((stack) => selectRefunds(source, stack, withClock));
  return `create or replace table staging.refund_lines as\n${rows.join('\nunion all by name\n')}`;
}

function selectRefunds(source: Source, stack: RefundStack, withClock: boolean): string {
  const { names, from, columns, readings } = stack;
  const column = (field: keyof typeof columns): string | null => {
    const name = columns[field];
    return name === undefined ? null : `c${from + names.indexOf(name) + 1}`;
  };
  const [order, status] = [column('order'), column('status')];
  const state = status === null ? null : `lower(${trimmed(status)})`;
  const isUndone =
    state === null
      ? 'false'
      : `coalesce(regexp_matches(${state}, ${sqlLiteral(REFUND_STATES.undone)}) and not regexp_matches(${state}, ${sqlLiteral(REFUND_STATES.done)}), false)`;
  const own = names.map((_, index) => `c${from + index + 1}`);
  const selected = [
    'file_no',
    'line',
    `${order === null ? 'null::varchar' : joinKey(order)} as found_key`,
    `${id(order, readings.order)} as order_key`,
    `${id(column('customer'), readings.customer)} as customer_key`,
    `${moment(column('orderedAt'), readings.orderedAt)} as ordered_at`,
    ...(withClock ? clockColumns(column('orderedAt'), readings.orderedAt) : []),
    `${number(column('amount'), readings.amount)} as amount`,
    `${number(column('tax'), readings.tax)} as tax`,
    `${number(column('shipping'), readings.shipping)} as shipping`,
    `${number(column('quantity'), readings.quantity)}::double as quantity`,
    ...TEXT_FIELDS.map(
      (field: Field & keyof typeof columns) => `${text(column(field))} as ${snakeCase(field)}`,
    ),
    `${isUndone} as is_undone`,
    // Told apart from rows of orders, whose hash has no such beginning.
    `hash('refund', ${[...own, ...OVERFLOW].join(', ')}) as row_hash`,
    `(${OVERFLOW.map((name) => `${name} is not null`).join(' or ')}) as is_malformed`,
  ];
  return `select\n  ${selected.join(',\n  ')}\nfrom (\n${readAlone(source, stack)}\n)`;
}

/**
 * `create table staging.refund_keys`: what refunds call an order, beside the order's number in `staging.lines`. Shops
 * have an id for their programs and a number for people, and refunds name either.
 * Grain: one such pair; empty where orders have no number.
 */
export function createRefundKeys(source: Source, mapping: Mapping, readings: Readings): string {
  const orderAt = mapping.order === undefined ? -1 : source.columns.indexOf(mapping.order);
  const lefts = [...new Set(source.refunds.flatMap(({ left }) => left ?? []))];
  const pairs = lefts.flatMap((left) => {
    if (orderAt < 0) return [];
    if (left === orderAt)
      return [`select ${joinKey('order_key')} as found_key, order_key from staging.lines`];
    const number = id(`c${orderAt + 1}`, readings.order);
    return [
      `select ${joinKey(`c${left + 1}`)} as found_key, ${number} as order_key from (\n${readSource(source)}\n)`,
    ];
  });
  if (pairs.length === 0)
    return 'create or replace table staging.refund_keys (found_key varchar, order_key varchar)';
  return `create or replace table staging.refund_keys as
select distinct found_key, order_key
from (
${pairs.join('\nunion all\n')}
)
where order_key is not null
  and found_key in (select found_key from staging.refund_lines)`;
}
