import type { ParamValues, SqlLiteral } from '../define';
import { m } from '../../messages/speak';
import { lintRules } from './lint';
import {
  EQUAL_WEIGHTS,
  OTHERS,
  schemeOf,
  type Cut,
  type Scheme,
  type ScoreRange,
  type Segment,
  type SegmentRule,
  type Weights,
} from './schemes';

/** Cut points of the user's own, ascending: four a dimension where scores run to five, one where they run to two. */
export interface CutPoints {
  r: number[];
  f: number[];
  m: number[];
}

/** A segment table of the user's own; belongs to one scheme and is set aside under another. */
export interface EditedRules {
  scheme: string;
  rows: SegmentRule[];
}

export const DIMENSIONS = ['r', 'f', 'm'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const MOST_ROWS = 60;
export const MOST_WEIGHT = 1_000;

/** What a cell's params come to once defaults, schemes and edits are put together. */
export interface Settings {
  scheme: Scheme;
  cut: Cut;
  /** The user's own, where they are in force. */
  cutPoints: CutPoints | null;
  rules: readonly SegmentRule[];
  /** True where `rules` is the user's table. */
  edited: boolean;
  weights: Weights;
  /** In reading order; with Others where the table leaves a gap. */
  segments: readonly Segment[];
  /** Fixed cut points were asked for, but none that suit the scheme are set: the data's own are used. */
  cutPointsMissing: boolean;
}

export function settingsOf(params: ParamValues): Settings {
  const scheme = schemeOf(params.scheme);
  const asked = scheme.cuts.find((cut) => cut === params.cut) ?? scheme.cuts[0];
  const given = params.cutPoints ? validateCutPoints(params.cutPoints) : null;
  const suits =
    given !== null && DIMENSIONS.every((dimension) => given[dimension].length === scheme.levels - 1);
  const fixed = asked === 'fixed' && suits;
  const own = params.rules ? validateRules(params.rules) : null;
  const edited = own !== null && own.scheme === scheme.id;
  const rules = edited ? own.rows : scheme.rules;
  const weights = params.weights ? validateWeights(params.weights) : EQUAL_WEIGHTS;
  return {
    scheme,
    cut: asked === 'fixed' && !suits ? scheme.cuts[0] : asked,
    cutPoints: fixed ? given : null,
    rules,
    edited,
    weights,
    segments: segmentsOf(scheme, rules, edited, weights),
    cutPointsMissing: asked === 'fixed' && !suits,
  };
}

/** The scheme's segments; under an edited table those it names, in the scheme's order, then the user's own. */
function segmentsOf(
  scheme: Scheme,
  rules: readonly SegmentRule[],
  edited: boolean,
  weights: Weights,
): Segment[] {
  const named = new Set(rules.map((rule) => rule.segment));
  const segments = edited
    ? scheme.segments.filter((segment) => named.has(segment.name))
    : [...scheme.segments];
  const known = new Set(segments.map((segment) => segment.name));
  for (const name of named) {
    if (!known.has(name) && name !== OTHERS.name) segments.push({ id: `own:${name}`, name, tone: 'others' });
  }
  const others = lintRules(rules, scheme.levels, [], weights).gaps.length > 0 || named.has(OTHERS.name);
  return others ? [...segments, OTHERS] : segments;
}

/** The SQL variables of every query of this analysis, but for `p_segment`. */
export function variablesOf(params: ParamValues): Record<string, SqlLiteral> {
  const { scheme, cut, cutPoints, rules, segments, weights } = settingsOf(params);
  const whole = weights.r + weights.f + weights.m;
  const ownQuantile = scheme.rCutPoints && cut === 'quantile';
  return {
    p_orders: params.orders === 'days' ? 'days' : 'each',
    p_cut: cut,
    p_cut_offset: ownQuantile ? 1 : 0,
    // “Up to 30 days” and “from 3 orders” is how people mean the cut points they set.
    p_recent_at_cut: !ownQuantile,
    p_high_at_cut: ownQuantile || cut === 'fixed',
    p_r_cuts: cutPoints?.r ?? null,
    p_f_cuts: cutPoints?.f ?? null,
    p_m_cuts: cutPoints?.m ?? null,
    p_weight_r: weights.r / whole,
    p_weight_f: weights.f / whole,
    p_weight_m: weights.m / whole,
    p_rules: rules.map((rule, index) => ({ struct: ruleFields(rule, index, scheme.levels) })),
    p_segments: segments.map((segment, index) => ({
      struct: { position: index + 1, segment: segment.name },
    })),
  };
}

function ruleFields(rule: SegmentRule, index: number, levels: number): Record<string, SqlLiteral> {
  const [fmFrom, fmTo] = rule.fm ?? [1, levels];
  const [scoreFrom, scoreTo] = rule.score ?? [1, levels];
  return {
    position: index + 1,
    segment: rule.segment,
    r_from: rule.r[0],
    r_to: rule.r[1],
    f_from: rule.f[0],
    f_to: rule.f[1],
    m_from: rule.m[0],
    m_to: rule.m[1],
    fm_from: fmFrom,
    fm_to: fmTo,
    score_from: scoreFrom,
    score_to: scoreTo,
  };
}

/** `{r, f, m}`, each of one or four numbers that do not fall. Throws a sentence for the reader. */
export function validateCutPoints(value: unknown): CutPoints {
  if (!isRecord(value)) throw new Error(m.rfm_cut_points_bad());
  const points = { r: listOf(value.r), f: listOf(value.f), m: listOf(value.m) };
  for (const dimension of DIMENSIONS) {
    const list = points[dimension];
    if (list.length !== 1 && list.length !== 4) throw new Error(m.rfm_cut_points_bad());
    if (list.some((point, index) => point < (list[index - 1] ?? point))) {
      throw new Error(m.rfm_cut_points_fall({ dimension: dimension.toUpperCase() }));
    }
  }
  return points;
}

/** `{r, f, m}`, none below 0 and not all of them 0. Throws a sentence for the reader. */
export function validateWeights(value: unknown): Weights {
  if (!isRecord(value)) throw new Error(m.rfm_weights_bad());
  const [r = NaN, f = NaN, monetary = NaN] = DIMENSIONS.map((dimension) => Number(value[dimension] ?? NaN));
  const all = [r, f, monetary];
  if (all.some((weight) => !(weight >= 0 && weight <= MOST_WEIGHT)) || r + f + monetary <= 0)
    throw new Error(m.rfm_weights_bad());
  return { r, f, m: monetary };
}

/** `{scheme, rows: [{segment, r: [from, to], f, m, fm?}]}`. Throws a sentence for the reader. */
export function validateRules(value: unknown): EditedRules {
  if (!isRecord(value) || typeof value.scheme !== 'string' || !Array.isArray(value.rows)) {
    throw new Error(m.rfm_rules_bad());
  }
  if (value.rows.length === 0 || value.rows.length > MOST_ROWS)
    throw new Error(m.rfm_rules_count({ most: MOST_ROWS }));
  const { levels } = schemeOf(value.scheme);
  return { scheme: value.scheme, rows: value.rows.map((row: unknown) => validateRule(row, levels)) };
}

function validateRule(row: unknown, levels: number): SegmentRule {
  if (!isRecord(row) || typeof row.segment !== 'string') throw new Error(m.rfm_rules_bad());
  const segment = row.segment.trim();
  if (segment === '') throw new Error(m.rfm_rules_name());
  const rule: SegmentRule = {
    segment,
    r: rangeOf(row.r, levels, segment),
    f: rangeOf(row.f, levels, segment),
    m: rangeOf(row.m, levels, segment),
  };
  const mean = row.fm === undefined ? {} : { fm: rangeOf(row.fm, levels, segment) };
  const score = row.score === undefined ? {} : { score: rangeOf(row.score, levels, segment) };
  return { ...rule, ...mean, ...score };
}

function rangeOf(value: unknown, levels: number, segment: string): ScoreRange {
  const [from, to, ...rest] = listOf(value);
  if (from === undefined || to === undefined || rest.length > 0 || from < 1 || to > levels || from > to) {
    throw new Error(m.rfm_rules_range({ segment, levels }));
  }
  return [from, to];
}

function listOf(value: unknown): number[] {
  if (!Array.isArray(value)) throw new Error(m.rfm_cut_points_bad());
  return value.map((item: unknown) => {
    if (typeof item !== 'number' || !Number.isFinite(item)) throw new Error(m.rfm_cut_points_bad());
    return item;
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
