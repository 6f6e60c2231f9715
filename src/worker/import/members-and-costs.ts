import type { Readings, Reason } from '../../intake/types';
import { valueReason } from '../../intake/value-reasons';
import { createCosts } from '../../orders/cost-rows';
import { createMembers } from '../../orders/member-rows';
import type { Source } from '../../orders/source';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import { asOrdersRead } from './as-orders-read';
import type { Whole } from './tables';

/**
 * Reads files of members and of costs, which stand beside the orders, and says what was made of each. To be run while the
 * files are readable, where there are any. Days that read both ways are read as those of the orders.
 */
export async function readBeside(lane: Statements, whole: Whole, readings: Readings): Promise<Reason[]> {
  const source = withDaysOf(whole.source, readings);
  await lane.run(`${createMembers(source)};\n${createCosts(source)}`);
  const read = { ...whole, source };
  return [...(await membersRead(lane, read)), ...(await costsRead(lane, read))];
}

function withDaysOf(source: Source, { orderedAt }: Readings): Source {
  const { members, costs } = source;
  return {
    ...source,
    members: members && { ...members, dates: asOrdersRead(members.dates, orderedAt, (dates) => dates) },
    costs: costs.map((stack) => ({
      ...stack,
      columns: {
        ...stack.columns,
        readings: asOrdersRead(stack.columns.readings, orderedAt, ({ dates }) => dates),
      },
    })),
  };
}

async function membersRead(lane: Statements, { source }: Whole): Promise<Reason[]> {
  if (!source.members) return [];
  const { registeredAt, files, passedOver } = source.members;
  const file = files.join(', ');
  const [found] = await rowsOf<{ members: number; undated: number }>(
    lane,
    'select count(*)::integer as members, (count(*) - count(registered_at))::integer as undated from staging.members order by members',
  );
  const { members, undated } = found ?? { members: 0, undated: 0 };
  const column = source.columns[registeredAt] ?? '';
  return [
    valueReason('values_members_read', { file, column, n: members }),
    ...(undated > 0 ? [valueReason('values_members_undated', { file, n: undated, of: members })] : []),
    ...passedOver.map((other) => valueReason('values_members_other', { file: other, first: file })),
  ];
}

async function costsRead(lane: Statements, { source, tables }: Whole): Promise<Reason[]> {
  if (source.costs.length === 0) return [];
  const counted = await rowsOf<{ table_no: number; rows: number; unread: number; shared: number }>(
    lane,
    `select table_no, count(*)::integer as rows, (count(*) filter (where amount is null or (from_day <= through_day) is not true))::integer as unread, (count(*) filter (where is_shared and amount is not null and from_day <= through_day))::integer as shared from staging.costs group by table_no order by table_no`,
  );
  const beside = [source.base, ...source.refunds, ...source.joined];
  return source.costs.flatMap(({ columns }, index) => {
    const file = nameOf(tables, [...beside, ...source.costs.slice(0, index)]);
    const found = counted.find(({ table_no }) => table_no === index + 1);
    const { rows, unread, shared } = found ?? { rows: 0, unread: 0, shared: 0 };
    const span = columns.through === null ? (columns.readings[0]?.span ?? 'day') : 'range';
    const read = { file, day: columns.from, amount: columns.amount, n: rows - unread - shared };
    return [
      valueReason(`values_costs_read_${span}`, read),
      ...(unread > 0 ? [valueReason('values_costs_unread', { file, n: unread, of: rows })] : []),
      ...(shared > 0 ? [valueReason('values_costs_shared', { file, n: shared })] : []),
    ];
  });
}

/** The name of the first file behind those of the stacks before it. */
function nameOf(tables: Whole['tables'], before: readonly { parts: readonly unknown[] }[]): string {
  const at = before.reduce((sum, { parts }) => sum + parts.length, 0);
  return tables[at]?.path.at(-1) ?? '';
}
