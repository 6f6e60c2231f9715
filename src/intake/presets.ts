import type { ColumnContent } from './content';
import { normaliseHeader } from './fields';
import { fitOf } from './fit';
import { STAND_INS } from './identifiers';

import { statusKind, type StatusKind } from './order-status';
import { PLATFORM_EXPORTS, PLATFORMS, type Platform, type PlatformExport } from './platforms';
import { FIELDS, type Field, type Reason } from './types';
import { valueReason, type ValueReasonKey } from './value-reasons';

/** A platform's export, recognised by its headers. */
export interface Preset {
  platform: Platform;
  /** Headers of the platform that are there. */
  score: number;
  /** “Looks like a Shopify orders export.” */
  evidence: Reason;
}

const LOOKS_LIKE: Record<Platform, Extract<ValueReasonKey, `values_looks_like_${string}`>> = {
  shopify: 'values_looks_like_shopify',
  woocommerce: 'values_looks_like_woocommerce',
  magento: 'values_looks_like_magento',
  amazon: 'values_looks_like_amazon',
  square: 'values_looks_like_square',
  stripe: 'values_looks_like_stripe',
  etsy: 'values_looks_like_etsy',
  taobao: 'values_looks_like_taobao',
  jd: 'values_looks_like_jd',
  youzan: 'values_looks_like_youzan',
  pinduoduo: 'values_looks_like_pinduoduo',
};

/** The platform most of whose headers are there; null where none has enough of them. */
export function recognisePlatform(columns: readonly string[]): Preset | null {
  const there = new Set(columns.flatMap(spellings));
  const found = PLATFORMS.flatMap((platform) => {
    const { marks, usual, least } = PLATFORM_EXPORTS[platform];
    const count = (names: readonly string[]): number => names.filter((name) => there.has(name)).length;
    const score = count(marks) + count(usual);
    return count(marks) > 0 && score >= least ? [{ platform, score }] : [];
  });
  const [best] = found.sort((a, b) => b.score - a.score);
  return best ? { ...best, evidence: valueReason(LOOKS_LIKE[best.platform]) } : null;
}

/** As written, and as `normaliseHeader` has it: what stands in brackets may be all that tells two columns apart. */
function spellings(header: string): string[] {
  return [header.trim().toLowerCase(), normaliseHeader(header)];
}

/** A customer column with more blanks and placeholders than this leaves too many orders to nobody. */
const MOST_NOBODY = 0.1;

/** Columns the platform means for its fields, by their place; only those whose values agree. */
export function presetColumns(
  { platform }: Preset,
  columns: readonly string[],
  contents: readonly ColumnContent[],
): { places: Map<Field, number>; without: readonly Field[] } {
  const known: PlatformExport = PLATFORM_EXPORTS[platform];
  const places = new Map<Field, number>();
  for (const field of FIELDS) {
    const candidates = (known.columns[field] ?? [])
      .map((name) => columns.findIndex((header) => spellings(header).includes(name)))
      .filter(
        (at) => at >= 0 && ![...places.values()].includes(at) && agrees(field, contents[at], columns[at]),
      );
    const place = field === 'customer' ? personAmong(candidates, contents) : candidates[0];
    if (place !== undefined) places.set(field, place);
  }
  return { places, without: known.without ?? [] };
}

function agrees(field: Field, content: ColumnContent | undefined, header: string | undefined): boolean {
  return content !== undefined && header !== undefined && fitOf(field, content, header) > 0;
}

/** The first that names somebody in nearly every row and hides nobody: a shop's own guests have no id, but an e-mail. */
function personAmong(candidates: readonly number[], contents: readonly ColumnContent[]): number | undefined {
  const nobody = (at: number): number => {
    const content = contents[at];
    if (!content) return 1;
    const placeholders = content.values.filter((value) => STAND_INS.has(value.toLowerCase())).length;
    return (
      content.blankShare + (placeholders / Math.max(1, content.values.length)) * (1 - content.blankShare)
    );
  };
  const open = candidates.filter((at) => (contents[at]?.maskedShare ?? 1) === 0);
  return open.find((at) => nobody(at) <= MOST_NOBODY) ?? [...open].sort((a, b) => nobody(a) - nobody(b))[0];
}

/** What an order's status says about its money: the platform's own words first, for `closed` and `on hold` mean less elsewhere. */
export function platformStatusKind(platform: Platform | null, status: string | null): StatusKind {
  if (platform === null || status === null) return statusKind(status);
  const { statuses } = PLATFORM_EXPORTS[platform];
  const said = status.trim().normalize('NFKC').toLowerCase().replace(/^wc-/, '');
  const own = (['unpaid', 'cancelled', 'refunded'] as const).find((kind) =>
    statuses[kind].some((known) => known.normalize('NFKC') === said),
  );
  return own ?? statusKind(status);
}
