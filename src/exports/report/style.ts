import tokensCss from '../../app.css?raw';
import { resolveTokens } from '../../plots/standalone';
import closingCss from './closing.css?raw';
import drawnCss from './drawn.css?raw';
import paperCss from './paper.css?raw';
import reportCss from './report.css?raw';

/** What stands at the edges of each printed page. */
export interface RunningWords {
  title: string;
  kind: string;
  source: string;
  /** Says “1 of 4” of the numbers it is given. */
  page: (numbers: { page: string; pages: string }) => string;
}

/** The report's style, whole: no custom property, no import, the page's own colours and faces in the light theme. */
export function reportStyle(words: RunningWords): string {
  const tokens = tokensOf(tokensCss);
  tokens.set('--run-title', cssString(words.title));
  tokens.set('--run-kind', cssString(words.kind));
  tokens.set('--run-source', cssString(words.source));
  tokens.set('--run-page', pageContent(words.page));
  const css = [reportCss, drawnCss, closingCss, paperCss].join('\n').replace(/\/\*[\s\S]*?\*\//g, '');
  return resolveTokens(css, (name) => tokens.get(name) ?? '');
}

/** The first value of each custom property: later ones are of other languages, motion and print. */
function tokensOf(css: string): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, name = '', value = ''] of css.matchAll(/(--[\w-]+):\s*([^;]+);/g))
    if (!tokens.has(name)) tokens.set(name, value.replace(/\s+/g, ' ').trim());
  return tokens;
}

/** A CSS string of any text: all but letters, digits and spaces are escapes, so nothing in it can end it or the style. */
export function cssString(text: string): string {
  const escaped = text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N} ]/gu, (character) => `\\${(character.codePointAt(0) || 0xfffd).toString(16)} `);
  return `'${escaped}'`;
}

/** No text holds these, and the messages leave them alone. */
const PAGE = '\u0001';
const PAGES = '\u0002';

function pageContent(say: RunningWords['page']): string {
  const parts = say({ page: PAGE, pages: PAGES }).split(/([\u0001\u0002])/);
  return parts
    .filter((part) => part !== '')
    .map((part) => (part === PAGE ? 'counter(page)' : part === PAGES ? 'counter(pages)' : cssString(part)))
    .join(' ');
}
