/** Months in words: names by `Intl`, and what is done to a date's text so that English formats read it. */

export type MonthNames = [name: string, month: number][];

const ENGLISH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const ANY_MONTH = `(${ENGLISH.join('|')})`;

/** A month is a word of its own: the `may` of maybe is none. */
const TO_WORD = '(?:[^\\d]*?[^\\d\\p{L}])?';
const FROM_WORD = '(?:[^\\d\\p{L}][^\\d]*?)?';

/** English comes first: its own oddities (`Sept`, `5th of May`) are read this way as well. */
const LANGUAGES =
  'en de fr es it pt nl sv da nb fi pl cs sk ru uk ro hu tr el hr sl bg lt lv et id ca is'.split(' ');

/**
 * Steps around the replacing of names, for JavaScript (flags giu) and RE2 (options 'gi'), after DATE_TEXT_RULES. The
 * text is in lower case before, and its months are `Jan`…`Dec` after.
 */
export const MONTH_NAME_RULES: readonly { pattern: string; replacement: string }[] = [
  // The day's name in front, the ending of its number, and words around: lundi 5 mars, 5th of May, 5 de enero de 2026.
  {
    pattern: `^[^\\d]*(\\d{1,2})${TO_WORD}${ANY_MONTH}${FROM_WORD}(\\d{4}|\\d{2})`,
    replacement: '\\1 \\2 \\3',
  },
  {
    pattern: `^${TO_WORD}${ANY_MONTH}${FROM_WORD}(\\d{1,2})(?:st|nd|rd|th)?[^\\d\\p{L}]+(\\d{4})`,
    replacement: '\\2 \\1 \\3',
  },
  { pattern: `^(\\d{4})${TO_WORD}${ANY_MONTH}${FROM_WORD}(\\d{1,2})\\.?`, replacement: '\\3 \\2 \\1' },
  // Between the day and its time: um, klo, г., à.
  { pattern: '^(\\d{1,2} [a-z]{3} \\d{2,4})[^\\d:]+(\\d{1,2}:\\d)', replacement: '\\1 \\2' },
  // A word for the year behind it: г., р., r.
  { pattern: '^(\\d{1,2} [a-z]{3} \\d{2,4})[ .,]*\\p{L}{0,2}[.,]?$', replacement: '\\1' },
];

const COMPILED = MONTH_NAME_RULES.map(({ pattern, replacement }) => ({
  pattern: new RegExp(pattern, 'giu'),
  replacement: replacement.replaceAll('\\', '$'),
}));

/** `Jan`…`Dec`, as the engine's `%b` reads them. */
export function englishMonth(month: number): string {
  return ENGLISH[month - 1] ?? '';
}

/** A normalised date's text with its month in English: `12. märz 2024` → `12 Mar 2024`. */
export function withEnglishMonths(text: string, names: MonthNames): string {
  let held = text.toLowerCase();
  for (const [name, month] of names) held = held.replaceAll(name, englishMonth(month));
  return COMPILED.reduce((so, { pattern, replacement }) => so.replace(pattern, replacement), held);
}

const IN_ENGLISH = new RegExp(`^\\d{1,2} ${ANY_MONTH} (?:\\d{4}|\\d{2})(?= |$)`);

/** A day, a word, a year, in any order; nothing longer is a date. */
const SHAPED =
  /^(?:[^\d]*\d{1,2}[^\d]*\p{L}{2,}[^\d]*\d{2}|[^\d]*\p{L}{2,}[^\d]*\d{1,2}[^\d]+\d{4}|\d{4}[^\d]*\p{L}{2,}[^\d]*\d{1,2}\.?$)/u;
const LONGEST = 60;
const LOOKED_AT = 60;

/** The language under which most of some normalised texts become dates with an English month; null where none does. */
export function monthNamesIn(texts: readonly string[]): MonthNames | null {
  const shaped = texts.filter((text) => text.length <= LONGEST && SHAPED.test(text));
  if (shaped.length === 0 || shaped.length < texts.length * 0.05) return null;
  const step = Math.ceil(shaped.length / LOOKED_AT);
  const looked = shaped.filter((_, index) => index % step === 0);
  let best: { names: MonthNames; read: number } | null = null;
  for (const language of LANGUAGES) {
    const names = namesOf(language);
    const read = looked.filter((text) => IN_ENGLISH.test(withEnglishMonths(text, names))).length;
    if (read > (best?.read ?? 0)) best = { names, read };
  }
  return best?.names ?? null;
}

const known = new Map<string, MonthNames>();

/** Long and short, alone and beside a day (other cases in Slavic languages), longest first, without points. */
function namesOf(language: string): MonthNames {
  const held = known.get(language);
  if (held) return held;
  const found = new Map<string, number>();
  for (const width of ['long', 'short'] as const) {
    for (const beside of [{}, { day: 'numeric' }] as const) {
      const format = new Intl.DateTimeFormat(language, { month: width, ...beside, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const parts = format.formatToParts(new Date(Date.UTC(2026, month - 1, 15)));
        const name = (parts.find(({ type }) => type === 'month')?.value ?? '')
          .toLowerCase()
          .replace(/\.$/, '');
        // Systems that know no accents write fevrier.
        for (const spelt of [name, name.normalize('NFD').replace(/\p{M}/gu, '')])
          if (/^\p{L}{2,}$/u.test(spelt) && !found.has(spelt)) found.set(spelt, month);
      }
    }
  }
  if (language === 'en') found.set('sept', 9);
  const names = [...found].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  known.set(language, names);
  return names;
}
