import { html, Markup } from './markup';
import { safeSvg } from './safe-svg';
import type { ReportBlock, ReportInline, ReportSwatch, ReportTableCell, ReportWords } from './types';

/** CSS pixels: a swatch is no picture; the lowest are strokes of a line. */
const LARGEST = 40;
const LINE = 4;

/** A colour as the browser computes it; anything else could be more than a colour. */
const COLOUR = /^(rgba?|color|oklch|oklab|lab|lch)\([\w\s.,%/+-]*\)$|^#[\da-f]{3,8}$/i;

/** CSS pixels from which a drawing would be too small to read on an upright page. */
const WIDE = 900;

/** True where a figure needs a page that lies. */
export function isLying(blocks: readonly ReportBlock[]): boolean {
  return blocks.some((block) =>
    block.kind === 'columns' ? block.columns.some(isLying) : block.kind === 'drawing' && isWide(block),
  );
}

function isWide({ svg }: { svg: string }): boolean {
  const width = /^[^>]*?\swidth="([\d.]+)"/.exec(svg)?.[1];
  return Number(width ?? 0) >= WIDE;
}

/** The parts of a figure. `prefix` keeps its ids apart from those of other figures; `label` says what its drawings show. */
export function blocksMarkup(blocks: readonly ReportBlock[], prefix: string, label: string): Markup | null {
  let drawings = 0;
  const blockMarkup = (block: ReportBlock): Markup | null => {
    switch (block.kind) {
      case 'drawing': {
        drawings += 1;
        const drawing = safeSvg(block.svg, `${prefix}${drawings}-`, label);
        if (!drawing || !isWide(block)) return drawing;
        return html`<div class="wide" tabindex="0" role="region" aria-label="${label}">${drawing}</div> `;
      }
      case 'title':
        return html`<p class="drawn-title">${wordsMarkup(block.words)}</p> `;
      case 'words':
        return html`<p class="drawn-words">${wordsMarkup(block.words)}</p> `;
      case 'key':
        return html`<ul class="key">
          ${block.items.map((words) => html`<li>${wordsMarkup(words)}</li> `)}
        </ul> `;
      case 'facts':
        return factsMarkup(block.facts);
      case 'table':
        return tableMarkup(block);
      case 'columns':
        return html`<div class="columns of-${Math.min(4, block.columns.length)}">
          ${block.columns.map((column) => html`<div>${column.map(blockMarkup)}</div> `)}
        </div> `;
    }
  };
  const made = blocks.map(blockMarkup).filter((markup) => markup !== null);
  return made.length > 0 ? html`${made}` : null;
}

function factsMarkup(facts: Extract<ReportBlock, { kind: 'facts' }>['facts']): Markup {
  // Big numbers have a line of their own under them; without one they are part of the text.
  const big = facts.some(({ lines }) => lines.length > 1);
  return html`<dl class="facts${big ? ' big' : ''}">
    ${facts.map(
      ({ label, lines }) =>
        html`<div>
          <dt>${wordsMarkup(label)}</dt>
          ${lines.map((words) => html`<dd>${wordsMarkup(words)}</dd> `)}
        </div> `,
    )}
  </dl> `;
}

function tableMarkup({ head, body }: Extract<ReportBlock, { kind: 'table' }>): Markup {
  const rows = (all: readonly (readonly ReportTableCell[])[], scope: 'col' | 'row') =>
    all.map(
      (row) =>
        html`<tr>
          ${row.map((cell) => cellMarkup(cell, scope))}
        </tr> `,
    );
  return html`<div class="rows">
    <table>
      ${
        head.length > 0 &&
        html`<thead>
          ${rows(head, 'col')}
        </thead> `
      }
      <tbody>
        ${rows(body, 'row')}
      </tbody>
    </table>
  </div> `;
}

function cellMarkup({ words, heads, number, span }: ReportTableCell, scope: 'col' | 'row'): Markup {
  const tag = new Markup(heads ? 'th' : 'td');
  const attributes = [
    heads && html` scope="${scope}"`,
    number && html` class="number"`,
    span > 1 && html` colspan="${Math.round(span)}"`,
  ];
  return html`<${tag}${attributes}>${wordsMarkup(words)}</${tag}>`;
}

function wordsMarkup(words: ReportWords): Markup[] {
  return words.map(inlineMarkup);
}

function inlineMarkup(inline: ReportInline): Markup {
  if (typeof inline === 'string') return html`${inline}`;
  if (inline.kind === 'hatch') return html`<i class="hatch" aria-hidden="true"></i>`;
  return swatchMarkup(inline);
}

/** A drawing, for a page's policy can refuse a style attribute and never a drawing's own. */
function swatchMarkup({ fill, ink, text, width: w, height: h }: ReportSwatch): Markup {
  const [width, height] = [w, h].map((length) => Math.round(Math.min(LARGEST, Math.max(1, length)))) as [
    number,
    number,
  ];
  const name = new Markup(height <= LINE ? 'swatch line' : 'swatch');
  const [paint, colour] = [fill, ink].map((value) => (COLOUR.test(value) ? value : 'none')) as [
    string,
    string,
  ];
  return html`<svg class="${name}" width="${width}" height="${height}" aria-hidden="true">
    <rect width="${width}" height="${height}" rx="1" fill="${paint}" />
    ${
      text !== '' &&
      html`<text x="${width / 2}" y="${height / 2 + 4}" text-anchor="middle" font-size="11" fill="${colour}">
        ${text}
      </text> `
    }
  </svg> `;
}
