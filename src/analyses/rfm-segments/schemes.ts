/** Segment tables as data. What a segment is called in results is fixed here; what readers see is in segment-names.ts. */

/** Lowest and highest score, both included. */
export type ScoreRange = readonly [from: number, to: number];

/** A row of a segment table. `fm` is the mean of F and M, in halves, `score` the weighted mean of all three; absent means any. */
export interface SegmentRule {
  segment: string;
  r: ScoreRange;
  f: ScoreRange;
  m: ScoreRange;
  fm?: ScoreRange;
  score?: ScoreRange;
}

/** How much each score counts in the weighted one; only their proportions matter. */
export interface Weights {
  r: number;
  f: number;
  m: number;
}

export const EQUAL_WEIGHTS: Weights = { r: 1, f: 1, m: 1 };

/** From 1 to the highest score. */
export function weightedScore({ r, f, m }: Weights, weights: Weights): number {
  return (r * weights.r + f * weights.f + m * weights.m) / (weights.r + weights.f + weights.m);
}

/** Colour by meaning: petrol healthy, sand wavering, ochre to rust slipping, grey gone. */
export type SegmentTone =
  | 'champions'
  | 'loyal'
  | 'potential'
  | 'new'
  | 'promising'
  | 'attention'
  | 'sleep'
  | 'risk'
  | 'cant-lose'
  | 'lost'
  | 'others';

export interface Segment {
  /** Stable; with the scheme's language stripped, so that messages and links can use it. */
  id: string;
  /** As in results: the published name, the same in every interface language. */
  name: string;
  tone: SegmentTone;
}

export type Cut = 'quantile' | 'mean' | 'median' | 'mean-of-scores' | 'fixed';

export interface Scheme {
  id: string;
  /** Scores run from 1 (worst) to this. */
  levels: 2 | 5;
  cuts: readonly [Cut, ...Cut[]];
  /** R's rfm adds 1 to every quantile and gives the better F and M, and the worse R, to a value at the sum. */
  rCutPoints: boolean;
  /** Matched by the mean of F and M, not by both. */
  byMean: boolean;
  /** Matched by the weighted score alone. */
  byScore?: true;
  /** In reading order, from best to worst. */
  segments: readonly Segment[];
  /** In order of matching: the first that fits wins. */
  rules: readonly SegmentRule[];
  /** Spent well, silent now: the segment the headline asks to call. */
  quiet: string | null;
}

/** Where a customer goes whom no row fits. */
export const OTHERS: Segment = { id: 'others', name: 'Others', tone: 'others' };

const R_SEGMENTS: readonly Segment[] = [
  { id: 'champions', name: 'Champions', tone: 'champions' },
  { id: 'loyal-customers', name: 'Loyal Customers', tone: 'loyal' },
  { id: 'potential-loyalist', name: 'Potential Loyalist', tone: 'potential' },
  { id: 'new-customers', name: 'New Customers', tone: 'new' },
  { id: 'promising', name: 'Promising', tone: 'promising' },
  { id: 'need-attention', name: 'Need Attention', tone: 'attention' },
  { id: 'about-to-sleep', name: 'About To Sleep', tone: 'sleep' },
  { id: 'at-risk', name: 'At Risk', tone: 'risk' },
  { id: 'cant-lose-them', name: "Can't Lose Them", tone: 'cant-lose' },
  { id: 'lost', name: 'Lost', tone: 'lost' },
];

/** R rfm 0.3.0, `rfm_segment` (MIT). */
const R_RFM: Scheme = {
  id: 'r-rfm',
  levels: 5,
  cuts: ['quantile', 'fixed'],
  rCutPoints: true,
  byMean: false,
  segments: R_SEGMENTS,
  rules: [
    { segment: 'Champions', r: [5, 5], f: [5, 5], m: [5, 5] },
    { segment: 'Potential Loyalist', r: [3, 5], f: [3, 5], m: [2, 5] },
    { segment: 'Loyal Customers', r: [2, 4], f: [2, 4], m: [2, 4] },
    { segment: 'Promising', r: [3, 4], f: [1, 3], m: [3, 5] },
    { segment: 'New Customers', r: [4, 5], f: [1, 3], m: [1, 5] },
    { segment: "Can't Lose Them", r: [1, 2], f: [3, 4], m: [4, 5] },
    { segment: 'At Risk', r: [1, 2], f: [2, 5], m: [4, 5] },
    { segment: 'Need Attention', r: [1, 3], f: [3, 5], m: [3, 5] },
    { segment: 'About To Sleep', r: [2, 3], f: [1, 3], m: [1, 4] },
    { segment: 'Lost', r: [1, 1], f: [1, 5], m: [1, 5] },
  ],
  quiet: "Can't Lose Them",
};

/**
 * R rfm 0.2, and the articles that copied it. New Customers, Promising and Can't Lose Them can never be reached: rows
 * before them take all of theirs.
 */
const R_RFM_0_2: Scheme = {
  ...R_RFM,
  id: 'r-rfm-0.2',
  rules: [
    { segment: 'Champions', r: [4, 5], f: [4, 5], m: [4, 5] },
    { segment: 'Loyal Customers', r: [2, 5], f: [3, 5], m: [3, 5] },
    { segment: 'Potential Loyalist', r: [3, 5], f: [1, 3], m: [1, 3] },
    { segment: 'New Customers', r: [4, 5], f: [1, 1], m: [1, 1] },
    { segment: 'Promising', r: [3, 4], f: [1, 1], m: [1, 1] },
    { segment: 'Need Attention', r: [2, 3], f: [2, 3], m: [2, 3] },
    { segment: 'About To Sleep', r: [2, 3], f: [1, 2], m: [1, 2] },
    { segment: 'At Risk', r: [1, 2], f: [2, 5], m: [2, 5] },
    { segment: "Can't Lose Them", r: [1, 1], f: [4, 5], m: [4, 5] },
    { segment: 'Lost', r: [1, 2], f: [1, 2], m: [1, 2] },
  ],
};

const ANY: ScoreRange = [1, 5];

/**
 * The eleven group names of Shopify, on R and the mean of F and M. Shopify publishes the words, not the ranges:
 * the ranges are ours, and cover the whole grid. Prospects have no order yet, so no row leads there.
 */
const ELEVEN: Scheme = {
  id: 'eleven',
  levels: 5,
  cuts: ['quantile', 'fixed'],
  rCutPoints: false,
  byMean: true,
  segments: [
    { id: 'champions', name: 'Champions', tone: 'champions' },
    { id: 'loyal', name: 'Loyal', tone: 'loyal' },
    { id: 'active', name: 'Active', tone: 'potential' },
    { id: 'new', name: 'New', tone: 'new' },
    { id: 'promising', name: 'Promising', tone: 'promising' },
    { id: 'needs-attention', name: 'Needs Attention', tone: 'attention' },
    { id: 'almost-lost', name: 'Almost Lost', tone: 'sleep' },
    { id: 'at-risk', name: 'At Risk', tone: 'risk' },
    { id: 'previously-loyal', name: 'Previously Loyal', tone: 'cant-lose' },
    { id: 'dormant', name: 'Dormant', tone: 'lost' },
    { id: 'prospects', name: 'Prospects', tone: 'others' },
  ],
  rules: [
    { segment: 'Champions', r: [5, 5], f: ANY, m: ANY, fm: [4, 5] },
    { segment: 'Loyal', r: [3, 4], f: ANY, m: ANY, fm: [4, 5] },
    { segment: 'Active', r: [4, 5], f: ANY, m: ANY, fm: [2.5, 3.5] },
    { segment: 'New', r: [5, 5], f: ANY, m: ANY, fm: [1, 2] },
    { segment: 'Promising', r: [4, 4], f: ANY, m: ANY, fm: [1, 2] },
    { segment: 'Needs Attention', r: [3, 3], f: ANY, m: ANY, fm: [2.5, 3.5] },
    { segment: 'Almost Lost', r: [3, 3], f: ANY, m: ANY, fm: [1, 2] },
    { segment: 'At Risk', r: [1, 2], f: ANY, m: ANY, fm: [2.5, 3.5] },
    { segment: 'Previously Loyal', r: [1, 2], f: ANY, m: ANY, fm: [4, 5] },
    { segment: 'Dormant', r: [1, 2], f: ANY, m: ANY, fm: [1, 2] },
  ],
  quiet: 'Previously Loyal',
};

const LOW: ScoreRange = [1, 1];
const HIGH: ScoreRange = [2, 2];
const EITHER: ScoreRange = [1, 2];

/** 八分法: high or low on each of R, F and M. Sources differ only in where the cut lies. */
const ZH_EIGHT: Scheme = {
  id: 'zh-eight',
  levels: 2,
  cuts: ['mean', 'median', 'mean-of-scores', 'fixed'],
  rCutPoints: false,
  byMean: false,
  segments: [
    { id: 'zh-key-value', name: '重要价值', tone: 'champions' },
    { id: 'zh-key-develop', name: '重要发展', tone: 'loyal' },
    { id: 'zh-key-keep', name: '重要保持', tone: 'risk' },
    { id: 'zh-key-win-back', name: '重要挽留', tone: 'cant-lose' },
    { id: 'zh-general-value', name: '一般价值', tone: 'potential' },
    { id: 'zh-general-develop', name: '一般发展', tone: 'new' },
    { id: 'zh-general-keep', name: '一般保持', tone: 'sleep' },
    { id: 'zh-general-win-back', name: '一般挽留', tone: 'lost' },
  ],
  rules: [
    { segment: '重要价值', r: HIGH, f: HIGH, m: HIGH },
    { segment: '重要发展', r: HIGH, f: LOW, m: HIGH },
    { segment: '重要保持', r: LOW, f: HIGH, m: HIGH },
    { segment: '重要挽留', r: LOW, f: LOW, m: HIGH },
    { segment: '一般价值', r: HIGH, f: HIGH, m: LOW },
    { segment: '一般发展', r: HIGH, f: LOW, m: LOW },
    { segment: '一般保持', r: LOW, f: HIGH, m: LOW },
    { segment: '一般挽留', r: LOW, f: LOW, m: LOW },
  ],
  quiet: '重要保持',
};

/** 四分法, each group with a treatment of its own. The rows lean on their order. */
const ZH_FOUR: Scheme = {
  ...ZH_EIGHT,
  id: 'zh-four',
  segments: [
    { id: 'zh-four-value', name: '重要价值', tone: 'champions' },
    { id: 'zh-four-develop', name: '重要发展', tone: 'sleep' },
    { id: 'zh-four-keep', name: '重要保持', tone: 'potential' },
    { id: 'zh-four-general', name: '一般', tone: 'lost' },
  ],
  rules: [
    { segment: '重要价值', r: HIGH, f: HIGH, m: HIGH },
    { segment: '重要发展', r: EITHER, f: HIGH, m: EITHER },
    { segment: '重要保持', r: HIGH, f: LOW, m: HIGH },
    { segment: '一般', r: EITHER, f: LOW, m: EITHER },
  ],
  quiet: null,
};

const tier = (segment: string, from: number, to: number): SegmentRule => ({
  segment,
  r: ANY,
  f: ANY,
  m: ANY,
  score: [from, to],
});

/** Five tiers of equal width over the weighted score; a score at an edge belongs to the better tier. */
const WEIGHTED: Scheme = {
  id: 'weighted',
  levels: 5,
  cuts: ['quantile', 'fixed'],
  rCutPoints: false,
  byMean: false,
  byScore: true,
  segments: [
    { id: 'tier-a', name: 'Tier A', tone: 'champions' },
    { id: 'tier-b', name: 'Tier B', tone: 'loyal' },
    { id: 'tier-c', name: 'Tier C', tone: 'potential' },
    { id: 'tier-d', name: 'Tier D', tone: 'sleep' },
    { id: 'tier-e', name: 'Tier E', tone: 'lost' },
  ],
  rules: [
    tier('Tier A', 4.2, 5),
    tier('Tier B', 3.4, 4.2),
    tier('Tier C', 2.6, 3.4),
    tier('Tier D', 1.8, 2.6),
    tier('Tier E', 1, 1.8),
  ],
  quiet: null,
};

export const SCHEMES: readonly Scheme[] = [R_RFM, R_RFM_0_2, ELEVEN, ZH_EIGHT, ZH_FOUR, WEIGHTED];

/** The scheme of that id, or the default one. */
export function schemeOf(id: unknown): Scheme {
  return SCHEMES.find((scheme) => scheme.id === id) ?? R_RFM;
}
