import type { MarkedText } from '../../analyses/define';
import { formatDay } from '../../messages/format';
import { m } from '../../messages/speak';
import { intoClauses, parseMarked, type MarkedRun } from '../../ui/marked-text';
import { html, type Markup } from './markup';
import type { Report, ReportSource } from './types';

/** A sentence with marks; in Chinese its clauses are kept whole. */
export function markedMarkup(text: MarkedText, locale: Report['locale']): Markup[] {
  const runs = parseMarked(text);
  if (locale === 'en') return runs.map(runMarkup);
  return intoClauses(runs).map((clause) => html`<span class="clause">${clause.map(runMarkup)}</span>`);
}

function runMarkup({ text, mark }: MarkedRun): Markup {
  return mark ? html`<span class="${mark}">${text}</span>` : html`${text}`;
}

/** “As of 9 Dec 2011. Orders of 1 Dec 2010 to 9 Dec 2011.”, as far as it is known. */
export function scopeSentences({ asOf, window }: Pick<Report, 'asOf' | 'window'>): string[] {
  return [
    asOf === null ? '' : m.report_as_of_sentence({ day: formatDay(asOf) }),
    window === null
      ? ''
      : m.report_window_sentence({ first: formatDay(window.firstDay), last: formatDay(window.lastDay) }),
  ].filter((sentence) => sentence !== '');
}

/** The file and how to tell it from others, in few characters. */
export function sourceInShort({ name, sha256 }: ReportSource): string {
  return m.report_source_short({
    name: shortened(name, 40),
    sha256: `${sha256.slice(0, 8)}…${sha256.slice(-8)}`,
  });
}

/** At most so many characters, the middle left out. */
export function shortened(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}
