/** Seconds have ten digits from 2001 to 2286, milliseconds thirteen; pandas writes them with `.0`. For RE2 too. */
export const EPOCH_PATTERNS = { s: '\\d{10}(?:\\.\\d+)?', ms: '\\d{13}(?:\\.\\d+)?' } as const;
export type EpochUnit = keyof typeof EPOCH_PATTERNS;

const MATCHERS: Record<EpochUnit, RegExp> = {
  s: new RegExp(`^${EPOCH_PATTERNS.s}$`),
  ms: new RegExp(`^${EPOCH_PATTERNS.ms}$`),
};
/** September 2001 to May 2033: beyond it `2026010509` would be read as a stamp though it is a day and its hour. */
const LIKELY = { first: 1_000_000_000, last: 2_000_000_000 };

/** Whole seconds since 1970-01-01 in UTC; null where the text is no such stamp. */
export function epochSeconds(text: string, unit: EpochUnit): number | null {
  const trimmed = text.trim();
  if (!MATCHERS[unit].test(trimmed)) return null;
  const whole = Number(trimmed.split('.')[0]);
  return unit === 's' ? whole : Math.floor(whole / 1000);
}

/** Whether a text may be a stamp at all, where nothing but its column's name says so. */
export function isLikelyEpoch(text: string, unit: EpochUnit): boolean {
  const seconds = epochSeconds(text, unit);
  return seconds !== null && seconds >= LIKELY.first && seconds < LIKELY.last;
}
