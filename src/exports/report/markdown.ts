import { Marked, type RendererObject } from 'marked';
import { escapeHtml, escapeText, Markup } from './markup';

/** Headings of a text start below the section they stand in. */
const DEEPEST = 6;

/**
 * Markdown as markup that can do nothing: HTML in it is shown as text, links and pictures are their words, and there is
 * no element but marked's own. So it is safe by what is written, without a document to clean it in.
 */
export function markdownMarkup(text: string, headingsBelow: number): Markup {
  const renderer: RendererObject = {
    // Within what looks like a script element marked's own leaves text unescaped.
    text(token) {
      const inner = 'tokens' in token ? token.tokens : undefined;
      return inner ? this.parser.parseInline(inner) : escapeText(token.text);
    },
    html: ({ text: raw }) => escapeHtml(raw),
    link({ tokens }) {
      return this.parser.parseInline(tokens);
    },
    image: ({ text: words }) => escapeHtml(words),
    // Closed, so that the whole report is well-formed XML too.
    br: () => '<br />',
    hr: () => '<hr />\n',
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    code: ({ text: lines }) => `<pre><code>${escapeHtml(lines)}</code></pre>\n`,
    codespan: ({ text: words }) => `<code>${escapeHtml(words)}</code>`,
    heading({ tokens, depth }) {
      const level = Math.min(DEEPEST, depth + headingsBelow);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
  };
  const parsed = new Marked({ gfm: true, renderer }).parse(text, { async: false });
  return new Markup(parsed.replaceAll('\0', '\ufffd'));
}
