import type { MarkedText, Note, ParamValues, Results, Row, RunContext } from '../define';
import { formatDay, formatInteger, formatMoney, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { lintRules } from './lint';
import { OTHERS, type Segment } from './schemes';
import { segmentInSentence } from './segment-names';
import { DIMENSIONS, settingsOf, type Settings } from './settings';

/** Below this, a fifth of the customers is a handful. */
const FEW_CUSTOMERS = 50;
/** Of so few segments two are most of everything, so that the headline names one. */
const FEW_SEGMENTS = 4;

interface SegmentFigures {
  segment: Segment;
  customers: number;
  revenue: number;
}

/** A row of result `segments` with the segment it is about. */
function figuresOf(results: Results, settings: Settings): SegmentFigures[] {
  const rows = new Map((results.segments ?? []).map((row) => [row.segment, row]));
  return settings.segments.map((segment) => ({
    segment,
    customers: Number(rows.get(segment.name)?.customers ?? 0),
    revenue: Number(rows.get(segment.name)?.revenue ?? 0),
  }));
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The two segments that bring most revenue (one, where there are few), with their share of customers and of revenue;
 * then those who spent well and have gone quiet, where the scheme has such a segment and it is not named already.
 */
export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const settings = settingsOf(params);
  const all = figuresOf(results, settings);
  const customers = sum(all.map((one) => one.customers));
  const revenue = sum(all.map((one) => one.revenue));
  const day = formatDay(context.asOf);
  if (customers === 0) return m.rfm_headline_empty({ day });
  if (customers === 1) return m.rfm_headline_single({ day });
  const peopled = all.filter((one) => one.customers > 0);
  const byRevenue = revenue > 0;
  peopled.sort((a, b) => (byRevenue ? b.revenue - a.revenue : 0) || b.customers - a.customers);
  const [first, second] = peopled;
  if (!first || !second) {
    const segment = first ? segmentInSentence(first.segment) : '';
    return m.rfm_headline_one_segment({ n: formatInteger(customers), segment });
  }
  const named = peopled.length > FEW_SEGMENTS ? [first, second] : [first];
  const start = topSentence(named, { customers, revenue });
  const quiet = peopled.find((one) => one.segment.name === quietSegment(settings));
  if (!quiet || named.includes(quiet) || quiet.revenue <= 0) return m.rfm_headline_end({ start });
  return m.rfm_headline_quiet({
    start,
    count: quiet.customers,
    n: formatInteger(quiet.customers),
    spent: formatMoney(quiet.revenue, 0),
  });
}

/** “Champions and potential loyalists are 37% of customers and 77% of revenue”; of one segment, or of two. */
function topSentence(
  [first, second]: SegmentFigures[],
  whole: { customers: number; revenue: number },
): MarkedText {
  if (!first) return '';
  const customerShare = (first.customers + (second?.customers ?? 0)) / whole.customers;
  const revenueShare = (first.revenue + (second?.revenue ?? 0)) / whole.revenue;
  const inputs = {
    first: capitalised(segmentInSentence(first.segment)),
    customers: formatShare(customerShare, 0),
  };
  const shares = { ...inputs, revenue: whole.revenue > 0 ? formatShare(revenueShare, 0) : '' };
  const kind = whole.revenue <= 0 ? 'customers' : revenueShare > customerShare ? 'more' : 'even';
  if (!second) {
    if (kind === 'customers') return m.rfm_headline_top_customers(inputs);
    return kind === 'more' ? m.rfm_headline_top_more(shares) : m.rfm_headline_top_even(shares);
  }
  const pair = { ...shares, second: segmentInSentence(second.segment) };
  if (kind === 'customers') return m.rfm_headline_customers(pair);
  return kind === 'more' ? m.rfm_headline_more(pair) : m.rfm_headline_even(pair);
}

/** An edited table may put recent customers under a name that says they are gone: then nothing is said of them. */
function quietSegment({ scheme, rules }: Settings): string | null {
  const highestQuiet = Math.floor(scheme.levels / 2);
  const rows = rules.filter((rule) => rule.segment === scheme.quiet);
  return rows.every((rule) => rule.r[1] <= highestQuiet) ? scheme.quiet : null;
}

const capitalised = (text: string): string => text.slice(0, 1).toLocaleUpperCase('en') + text.slice(1);

export function notes(results: Results, params: ParamValues): Note[] {
  const settings = settingsOf(params);
  const all = figuresOf(results, settings);
  const customers = sum(all.map((one) => one.customers));
  const others = all.find((one) => one.segment === OTHERS)?.customers ?? 0;
  const list: Note[] = [];
  const add = (kind: Note['kind'], text: MarkedText) => list.push({ kind, text });
  if (others > 0) add('warning', m.rfm_note_others({ count: others, n: formatInteger(others) }));
  if (settings.edited) add('info', m.rfm_note_edited());
  const { unreachable, empty } = lintRules(settings.rules, settings.scheme.levels, [], settings.weights);
  const dead = unreachable.length + empty.length;
  if (dead > 0) add('warning', m.rfm_note_unreachable({ count: dead, n: formatInteger(dead) }));
  if (settings.cutPointsMissing) add('info', m.rfm_note_fixed_missing());
  if (customers > 1) {
    list.push(...tieNotes(results.cut_points ?? []));
    if (customers < FEW_CUSTOMERS) add('info', m.rfm_note_few());
    if (sum(all.map((one) => one.revenue)) <= 0) add('warning', m.rfm_note_no_revenue());
  }
  if (settings.scheme.id === 'eleven') add('info', m.rfm_note_eleven());
  return list;
}

/** Two cut points at one value leave the score between them to no one. */
function tieNotes(cutPoints: readonly Row[]): Note[] {
  return DIMENSIONS.flatMap((dimension) => {
    const values = cutPoints.filter((row) => row.dimension === dimension).map((row) => Number(row.value));
    const missing = values.flatMap((value, index) => {
      if (value !== values[index + 1]) return [];
      // Between the first and second cut point lies score 2 of F and M, but 4 of R.
      return [dimension === 'r' ? values.length - index : index + 2];
    });
    if (missing.length === 0) return [];
    const scores = missing.sort((a, b) => a - b).join(', ');
    return [{ kind: 'info' as const, text: m.rfm_note_ties({ dimension: dimension.toUpperCase(), scores }) }];
  });
}

/** “4,338 customers in, 10 segments and Others out”. */
export function provenance(results: Results, params: ParamValues): string {
  const settings = settingsOf(params);
  const customers = sum(figuresOf(results, settings).map((one) => one.customers));
  const named = settings.segments.filter((segment) => segment !== OTHERS).length;
  const inputs = { count: named, n: formatInteger(named) };
  const segments =
    named < settings.segments.length
      ? m.rfm_provenance_segments_others(inputs)
      : m.rfm_provenance_segments(inputs);
  return m.rfm_provenance({ count: customers, n: formatInteger(customers), segments });
}
