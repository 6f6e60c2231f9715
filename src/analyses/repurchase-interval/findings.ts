import { quantileOf, type SurvivalRow } from '../../statistics/kaplan-meier';
import type { MarkedText, Note, ParamValues, Results, RowOf, RunContext } from '../define';
import { formatDay, formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { headlineOfView, notesOfView } from './sentences-by-view';
import { gapsBeyond } from './shown-days';
import { FROM, type RESULTS } from './shape';
import { viewOf } from './views';

type ResultName = keyof typeof RESULTS;
type RowNamed<Name extends ResultName> = RowOf<(typeof RESULTS)[Name]>;
export type GapRow = RowNamed<'gaps'>;
export type StepRow = RowNamed<'by_order_number'>;
/** Means and quantiles are null where nothing was counted. */
export type SummaryRow = { [Column in keyof RowNamed<'summary'>]: RowNamed<'summary'>[Column] | null } & {
  definition: string;
  n: number;
};

/** What the figure and the sentences are made of. */
export interface Findings {
  /** The purchase day from which the wait runs: 1 for the first. */
  from: (typeof FROM)[number];
  /** Level of the band, 0…1. */
  confidence: number;
  survival: SurvivalRow[];
  /** Day by which half have returned; null where the data ends before. */
  half: number | null;
  /** The last row of the curve. */
  end: SurvivalRow | null;
  gaps: GapRow[];
  steps: StepRow[];
  /** The step from `from` to the next purchase day, among those who took it. */
  step: StepRow | null;
  /** Of each definition. */
  summary: SummaryRow[];
  allGaps: SummaryRow | null;
  customerMean: SummaryRow | null;
  overview: RowNamed<'overview'>;
}

const NOTHING: Findings['overview'] = {
  customers: 0,
  purchase_days: 0,
  repeaters: 0,
  started: 0,
  returned: 0,
  waiting: 0,
  waiting_recent: 0,
};

export function findingsOf(results: Results, params: ParamValues): Findings {
  const rows = <Type>(name: ResultName): Type[] => (results[name] ?? []) as unknown as Type[];
  const from = FROM.find((order) => order === Number(params.from)) ?? 1;
  const survival = rows<SurvivalRow>('survival');
  const summary = rows<SummaryRow>('summary');
  const steps = rows<StepRow>('by_order_number');
  return {
    from,
    confidence: Number(params.band) / 100,
    survival,
    half: quantileOf(survival, 0.5),
    end: survival.at(-1) ?? null,
    gaps: rows<GapRow>('gaps'),
    steps,
    summary,
    step: steps.find((step) => step.from_order === from) ?? null,
    allGaps: summary.find((row) => row.definition === 'all_gaps') ?? null,
    customerMean: summary.find((row) => row.definition === 'customer_mean') ?? null,
    overview: rows<Findings['overview']>('overview')[0] ?? NOTHING,
  };
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const findings = findingsOf(results, params);
  const { from, half, end, allGaps, overview } = findings;
  const day = formatDay(context.window.observedThrough);
  const step = from;
  if (overview.customers === 0) return m.interval_headline_empty({ day: formatDay(context.asOf) });
  if (overview.started === 0) return m.interval_headline_nobody_started({ step, day });
  if (overview.returned === 0 || !end) {
    return m.interval_headline_nobody_back({
      count: overview.started,
      n: formatInteger(overview.started),
      buyers: m.interval_buyers({ step }),
      day,
    });
  }
  const estimate =
    half === null
      ? m.interval_headline_fewer({
          buyers: m.interval_buyers({ step }),
          day: formatInteger(end.day),
          share: formatShare(end.share_returned),
        })
      : m.interval_headline_half({ buyers: m.interval_buyers({ step }), day: formatInteger(half) });
  const ofView = headlineOfView(results, params, findings, estimate);
  if (ofView !== null) return ofView;
  return m.interval_headline_both({ estimate, naive: naiveClause(allGaps?.mean ?? null, half ?? end.day) });
}

/** Says by how much the mean of the gaps that ended falls short of the day by which half, or not yet half, are back. */
function naiveClause(mean: number | null, day: number): string {
  const days = formatNumber(mean);
  if (mean === null || mean >= day) return m.interval_headline_naive({ days });
  // Two thirds: the usual mean would set a reminder at a time when far fewer than half are back.
  return mean * 1.5 <= day
    ? m.interval_headline_naive_far({ days })
    : m.interval_headline_naive_short({ days });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const findings = findingsOf(results, params);
  const { from, overview } = findings;
  const list: Note[] = [];
  const { waiting, waiting_recent } = overview;
  if (waiting > 0) {
    const inputs = { count: waiting, n: formatInteger(waiting), recent: formatInteger(waiting_recent) };
    const step = from;
    const inScope = { ...inputs, order: m.interval_order({ step }) };
    const text = context.narrowed
      ? m.interval_note_waiting_in_scope(inScope)
      : from === 1
        ? waiting_recent > 0
          ? m.interval_note_one_day_recent(inputs)
          : m.interval_note_one_day(inputs)
        : waiting_recent > 0
          ? m.interval_note_waiting_recent(inScope)
          : m.interval_note_waiting(inScope);
    list.push({ kind: 'warning', text });
  }
  if (from > 1 && overview.started > 0) list.push({ kind: 'info', text: m.interval_note_returners() });
  if (context.asOf > context.window.observedThrough && overview.customers > 0) {
    list.push({
      kind: 'info',
      text: m.interval_note_observed({ day: formatDay(context.window.observedThrough) }),
    });
  }
  list.push(...notesOfView(results, params, findings));
  const beyond = gapsBeyond(findings);
  if (viewOf(params) === 'curve' && beyond.gaps > 0) {
    const inputs = { count: beyond.gaps, n: formatInteger(beyond.gaps), days: formatInteger(beyond.day) };
    list.push({ kind: 'info', text: m.interval_note_beyond(inputs) });
  }
  return list;
}

export function provenance(results: Results, params: ParamValues): string {
  const { overview, confidence } = findingsOf(results, params);
  return m.interval_provenance({
    customers: overview.customers,
    days: overview.purchase_days,
    customers_text: formatInteger(overview.customers),
    days_text: formatInteger(overview.purchase_days),
    band: formatShare(confidence, 0),
  });
}
