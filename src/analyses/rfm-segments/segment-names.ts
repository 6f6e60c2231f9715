import { m } from '../../messages/speak';
import { OTHERS, SCHEMES, type Segment } from './schemes';

type Name = () => string;

/** By segment id: the name shown, and the name inside a sentence. */
const NAMES: Record<string, readonly [shown: Name, inSentence: Name]> = {
  champions: [m.rfm_segment_champions, m.rfm_in_sentence_champions],
  'loyal-customers': [m.rfm_segment_loyal_customers, m.rfm_in_sentence_loyal_customers],
  'potential-loyalist': [m.rfm_segment_potential_loyalist, m.rfm_in_sentence_potential_loyalist],
  'new-customers': [m.rfm_segment_new_customers, m.rfm_in_sentence_new_customers],
  promising: [m.rfm_segment_promising, m.rfm_in_sentence_promising],
  'need-attention': [m.rfm_segment_need_attention, m.rfm_in_sentence_need_attention],
  'about-to-sleep': [m.rfm_segment_about_to_sleep, m.rfm_in_sentence_about_to_sleep],
  'at-risk': [m.rfm_segment_at_risk, m.rfm_in_sentence_at_risk],
  'cant-lose-them': [m.rfm_segment_cant_lose_them, m.rfm_in_sentence_cant_lose_them],
  lost: [m.rfm_segment_lost, m.rfm_in_sentence_lost],
  others: [m.rfm_segment_others, m.rfm_in_sentence_others],
  loyal: [m.rfm_segment_loyal, m.rfm_in_sentence_loyal],
  active: [m.rfm_segment_active, m.rfm_in_sentence_active],
  new: [m.rfm_segment_new, m.rfm_in_sentence_new],
  'needs-attention': [m.rfm_segment_needs_attention, m.rfm_in_sentence_needs_attention],
  'almost-lost': [m.rfm_segment_almost_lost, m.rfm_in_sentence_almost_lost],
  'previously-loyal': [m.rfm_segment_previously_loyal, m.rfm_in_sentence_previously_loyal],
  dormant: [m.rfm_segment_dormant, m.rfm_in_sentence_dormant],
  prospects: [m.rfm_segment_prospects, m.rfm_in_sentence_prospects],
  'zh-key-value': [m.rfm_segment_zh_key_value, m.rfm_in_sentence_zh_key_value],
  'zh-key-develop': [m.rfm_segment_zh_key_develop, m.rfm_in_sentence_zh_key_develop],
  'zh-key-keep': [m.rfm_segment_zh_key_keep, m.rfm_in_sentence_zh_key_keep],
  'zh-key-win-back': [m.rfm_segment_zh_key_win_back, m.rfm_in_sentence_zh_key_win_back],
  'zh-general-value': [m.rfm_segment_zh_general_value, m.rfm_in_sentence_zh_general_value],
  'zh-general-develop': [m.rfm_segment_zh_general_develop, m.rfm_in_sentence_zh_general_develop],
  'zh-general-keep': [m.rfm_segment_zh_general_keep, m.rfm_in_sentence_zh_general_keep],
  'zh-general-win-back': [m.rfm_segment_zh_general_win_back, m.rfm_in_sentence_zh_general_win_back],
  'zh-four-value': [m.rfm_segment_zh_four_value, m.rfm_in_sentence_zh_four_value],
  'zh-four-develop': [m.rfm_segment_zh_four_develop, m.rfm_in_sentence_zh_four_develop],
  'zh-four-keep': [m.rfm_segment_zh_four_keep, m.rfm_in_sentence_zh_four_keep],
  'zh-four-general': [m.rfm_segment_zh_four_general, m.rfm_in_sentence_zh_four_general],
  'tier-a': [m.rfm_segment_tier_a, m.rfm_in_sentence_tier_a],
  'tier-b': [m.rfm_segment_tier_b, m.rfm_in_sentence_tier_b],
  'tier-c': [m.rfm_segment_tier_c, m.rfm_in_sentence_tier_c],
  'tier-d': [m.rfm_segment_tier_d, m.rfm_in_sentence_tier_d],
  'tier-e': [m.rfm_segment_tier_e, m.rfm_in_sentence_tier_e],
};

/** What the four-group scheme advises for a group, by segment id. */
const TREATMENTS: Record<string, Name> = {
  'zh-four-value': m.rfm_treatment_zh_four_value,
  'zh-four-develop': m.rfm_treatment_zh_four_develop,
  'zh-four-keep': m.rfm_treatment_zh_four_keep,
  'zh-four-general': m.rfm_treatment_zh_four_general,
};

/** In the reader's language; a segment of the user's own as they wrote it. */
export function segmentName(segment: Segment): string {
  return NAMES[segment.id]?.[0]() ?? segment.name;
}

/** As it stands inside a sentence: “potential loyalists”. */
export function segmentInSentence(segment: Segment): string {
  return NAMES[segment.id]?.[1]() ?? segment.name;
}

export function treatmentOf(segment: Segment): string | null {
  return TREATMENTS[segment.id]?.() ?? null;
}

/** The name readers know for a name in results: “Can't Lose Them” → “不能失去”. Unknown names stand as they are. */
export function nameForReader(schemeId: string, name: string): string {
  if (name === OTHERS.name) return segmentName(OTHERS);
  const scheme = SCHEMES.find((candidate) => candidate.id === schemeId);
  const segment = scheme?.segments.find((candidate) => candidate.name === name);
  return segment ? segmentName(segment) : name;
}

/** The same where the scheme is not known: schemes share a name only for the same kind of customer. */
export function nameInAnyScheme(name: string): string {
  const scheme = SCHEMES.find(({ segments }) => segments.some((segment) => segment.name === name));
  return nameForReader(scheme?.id ?? '', name);
}
