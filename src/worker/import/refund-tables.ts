import type { Mapping, Readings, Reason } from '../../intake/types';
import { valueReason } from '../../intake/value-reasons';
import type { CountedValue, LineFacts } from '../../orders/line-facts';
import { setVariables } from '../../orders/literals';
import refundCopiesSql from '../../orders/refund-copies.sql?raw';
import refundFindingsSql from '../../orders/refund-findings.sql?raw';
import { createRefundKeys, createRefundLines } from '../../orders/refund-lines';
import refundTablesSql from '../../orders/refund-tables.sql?raw';
import statusesSql from '../../orders/line-statuses.sql?raw';
import type { Source } from '../../orders/source';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import { asOrdersRead } from './as-orders-read';
import { convertClock, type Zones } from './clock';
import type { Whole } from './tables';

/**
 * Adds the rows of tables of refunds to `staging.lines`, on the shop's clock where there are zones. To be run while the
 * files are readable. True where stamps were converted.
 */
export async function addRefunds(
  lane: Statements,
  source: Source,
  { mapping, readings }: { mapping: Mapping; readings: Readings },
  zones: Zones | null,
): Promise<boolean> {
  await lane.run(createRefundLines(likeOrders(source, readings), zones !== null));
  const converted = zones !== null && (await convertClock(lane, zones, 'refund_lines'));
  await lane.run(createRefundKeys(source, mapping, readings));
  await lane.run(refundTablesSql);
  return converted;
}

/** Days of refunds that read both ways are read as those of the orders. */
function likeOrders(source: Source, { orderedAt }: Readings): Source {
  const refunds = source.refunds.map((stack) => {
    const [own] = asOrdersRead(stack.dates, orderedAt, (dates) => dates);
    return own ? { ...stack, readings: { ...stack.readings, orderedAt: own } } : stack;
  });
  return { ...source, refunds };
}

/**
 * Finds what is given back twice, in the orders and in a table of refunds, and says what was made of each table. To be
 * run when copies are known.
 */
export async function judgeRefunds(lane: Statements, whole: Whole): Promise<Reason[]> {
  const { refunds, base } = whole.source;
  const files = refunds.flatMap((stack) => stack.parts.map(() => stack));
  const first = base.parts.length + 1;
  await lane.run(setVariables({ p_refund_files: files.map((_, index) => first + index) }));
  await lane.run(refundCopiesSql);
  const found = await rowsOf<Findings>(lane, refundFindingsSql);
  const [one] = found;
  const ofAll = [
    one && one.apart > 0 ? valueReason('values_refunds_apart', { n: one.apart }) : null,
    one && one.own_rows > 0 ? valueReason('values_refunds_both', { n: one.own_rows }) : null,
  ];
  const ofEach = files.flatMap(({ columns }, index) => {
    const file = whole.tables[base.parts.length + index]?.path.at(-1) ?? '';
    const key = columns.order ?? columns.customer ?? '';
    const read = { file, key, day: columns.orderedAt, amount: columns.amount };
    const findings = found.find(({ file_no }) => file_no === first + index);
    return [valueReason('values_refunds_read', read), ...(findings ? reasonsOf(file, findings) : [])];
  });
  return [...ofEach, ...ofAll.filter((reason) => reason !== null)];
}

interface Findings {
  file_no: number;
  rows: number;
  undone: number;
  without_order: number;
  in_orders: number;
  apart: number;
  own_rows: number;
}

function reasonsOf(file: string, { rows, undone, without_order, in_orders }: Findings): Reason[] {
  return [
    ...(without_order > 0
      ? [valueReason('values_refunds_no_order', { file, n: without_order, of: rows })]
      : []),
    ...(undone > 0 ? [valueReason('values_refunds_undone', { file, n: undone })] : []),
    ...(in_orders > 0 ? [valueReason('values_refunds_in_orders', { file, n: in_orders })] : []),
  ];
}

/** Facts with the statuses of refunds of which no money went back: they are set aside as cancelled. */
export async function withUndoneRefunds<Facts extends Pick<LineFacts, 'statuses'>>(
  lane: Statements,
  facts: Facts,
): Promise<Facts> {
  const undone = await rowsOf<{ status: string }>(
    lane,
    'select distinct status from staging.refund_lines where is_undone order by status',
  );
  if (undone.length === 0) return facts;
  const known = new Map(facts.statuses.map(({ value, kind }) => [value, kind]));
  const counted = await rowsOf<CountedValue>(lane, statusesSql);
  const isUndone = (value: string | null): boolean => undone.some(({ status }) => status === value);
  return {
    ...facts,
    statuses: counted.map((status) => {
      const kind = known.get(status.value) ?? 'other';
      return { ...status, kind: kind === 'other' && isUndone(status.value) ? 'cancelled' : kind };
    }),
  };
}
