import { formatDay, formatInteger, formatMoney, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import type { RESULTS } from './shape';

export type Measure = 'revenue' | 'orders' | 'units';
type Row<Name extends keyof typeof RESULTS> = RowOf<(typeof RESULTS)[Name]>;
type Nullable<Type> = { [Name in keyof Type]: Type[Name] | null };
export type DecileRow = Row<'deciles'>;
export type LorenzRow = Row<'lorenz'>;
export type Summary = Nullable<Row<'summary'>> & { customers: number; total: number };

/** Fewer customers than tenths: a share of “the top fifth” would be one person's. */
const LEAST_CUSTOMERS = 10;

export interface Findings {
  measure: Measure;
  summary: Summary | null;
  deciles: DecileRow[];
  lorenz: LorenzRow[];
}

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: keyof typeof RESULTS): Type[] => (results[name] ?? []) as unknown as Type[];
  return {
    measure: params.measure === 'orders' || params.measure === 'units' ? params.measure : 'revenue',
    summary: rows<Summary>('summary')[0] ?? null,
    deciles: rows<DecileRow>('deciles'),
    lorenz: rows<LorenzRow>('lorenz'),
  };
}

/** A value of the measure: money to the cent, counts whole. */
export function valueText(value: number | null, measure: Measure): string {
  return measure === 'revenue' ? formatMoney(value) : formatInteger(value);
}

/** Why nothing can be shared out, as one sentence; null where it can. */
export function missing({ summary, measure }: Findings, context: RunContext): string | null {
  if (!summary) return m.concentration_headline_empty({ day: formatDay(context.asOf) });
  if (summary.total > 0) return null;
  return measure === 'units'
    ? m.concentration_note_no_units()
    : m.concentration_headline_nothing({ of: m.concentration_of({ measure }) });
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const found = findingsOf(results, params);
  const nothing = missing(found, context);
  const { summary, measure } = found;
  if (nothing || !summary) return nothing ?? '';
  if (summary.customers < LEAST_CUSTOMERS)
    return m.concentration_headline_few({ n: formatInteger(summary.customers) });
  return m.concentration_headline({
    count: summary.half_customers ?? 0,
    share: formatShare(summary.top_20_share),
    of: m.concentration_of({ measure }),
    half: formatInteger(summary.half_customers),
    n: formatInteger(summary.customers),
  });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { summary, measure } = findingsOf(results, params);
  if (!summary || summary.total <= 0) return [];
  const list: Note[] = [];
  if (summary.negative_customers) {
    list.push({
      kind: 'warning',
      text: m.concentration_note_negative({
        count: summary.negative_customers,
        n: formatInteger(summary.negative_customers),
        value: valueText(summary.negative_value, measure),
      }),
    });
  }
  list.push({ kind: 'info', text: m.concentration_note_time() });
  if (context.narrowed) list.push({ kind: 'info', text: m.concentration_note_narrowed() });
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { summary, deciles } = findingsOf(results, params);
  const customers = summary?.customers ?? 0;
  return m.concentration_provenance({
    customers: m.concentration_customers({ count: customers, n: formatInteger(customers) }),
    deciles: m.concentration_deciles({ count: deciles.length, n: formatInteger(deciles.length) }),
  });
}
