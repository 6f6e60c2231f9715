import { getLocale } from '../messages/speak';
import { placeFrozen } from './frozen';
import { withDensity } from './png-density';
import { wrapText } from './text-width';
import { COLOURS, FONT } from './theme';

/** Pixels around and between the parts of an exported figure. */
const MARGIN = 24;
const TITLE = { size: 18, line: 26, below: 14 };
const FOOTER = { size: FONT.size, line: 18, above: 16 };
const NARROWEST = 480;

export interface StandaloneText {
  /** The finding, as text without marks. */
  title: string;
  /** Notes, definition, parameters and as-of date, one line each; long ones are wrapped. */
  footer: readonly string[];
}

/**
 * A figure as an SVG file that needs no page: title above, footer below, on paper, in the light theme's own colours
 * whatever the page shows. The figure itself is left as it is. Returns SVG text; its size is in CSS pixels.
 */
export function standaloneSvg(svg: SVGSVGElement, text: StandaloneText): string {
  const figure = cleanCopy(svg);
  const serialise = (placed: { x: number; y: number }) => {
    figure.setAttribute('x', String(placed.x));
    figure.setAttribute('y', String(placed.y));
    return new XMLSerializer().serializeToString(figure);
  };
  return resolveTokens(frame(sizeOf(svg), serialise, text), lightToken(svg));
}

/** The figure alone, resolved in the same way: for a document that says its title and notes itself. */
export function figureSvg(svg: SVGSVGElement): string {
  const figure = cleanCopy(svg);
  const { width, height } = sizeOf(svg);
  if (!figure.hasAttribute('viewBox')) figure.setAttribute('viewBox', `0 0 ${width} ${height}`);
  figure.setAttribute('font-family', FONT.family);
  return resolveTokens(new XMLSerializer().serializeToString(figure), lightToken(svg));
}

/** Without what belongs to the page it was drawn on. */
function cleanCopy(svg: SVGSVGElement): SVGSVGElement {
  const figure = svg.cloneNode(true) as SVGSVGElement;
  for (const style of figure.querySelectorAll('style')) style.remove();
  placeFrozen(figure, 0);
  for (const name of ['class', 'role', 'aria-label', 'aria-labelledby', 'tabindex'])
    figure.removeAttribute(name);
  return figure;
}

const sizeOf = (svg: SVGSVGElement) => ({
  width: Number(svg.getAttribute('width')),
  height: Number(svg.getAttribute('height')),
});

/**
 * Faces by the names that files know: drawing programs and slides have no `-apple-system`, and some look at the first
 * name only. Latin of each system, then Han of each, then what there always is.
 */
export const FILE_FONTS: Readonly<Record<string, string>> = {
  '--font-sans':
    "'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif",
  '--font-serif':
    "Cambria, 'Iowan Old Style', Georgia, 'Noto Serif', 'Liberation Serif', 'Songti SC', SimSun, 'Noto Serif CJK SC', 'Source Han Serif SC', serif",
  '--font-mono':
    "Consolas, Menlo, 'Noto Sans Mono', 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace",
};

function lightToken(svg: SVGSVGElement): (name: string) => string {
  const styles = getComputedStyle(svg.ownerDocument.documentElement);
  return (name) => FILE_FONTS[name] ?? styles.getPropertyValue(name).trim();
}

/** Puts title and footer around a figure of a size. `figure` is called once, with where it stands. */
export function frame(
  size: { width: number; height: number },
  figure: (placed: { x: number; y: number }) => string,
  text: StandaloneText,
): string {
  const inner = Math.max(size.width, NARROWEST);
  const title = wrapText(text.title, inner, TITLE.size);
  const footer = text.footer.flatMap((line) => wrapText(line, inner, FOOTER.size));
  const figureY = MARGIN + title.length * TITLE.line + TITLE.below;
  const footerY = figureY + size.height + FOOTER.above;
  const width = Math.ceil(inner + 2 * MARGIN);
  const height = Math.ceil(footerY + footer.length * FOOTER.line + MARGIN);
  const lines = (
    all: readonly string[],
    top: number,
    { size: fontSize, line }: { size: number; line: number },
    attributes: string,
  ) =>
    all.map(
      (content, index) =>
        `<text x="${MARGIN}" y="${top + index * line + fontSize}" font-size="${fontSize}" ${attributes}>${escapeXml(content)}</text>`,
    );
  return [
    // The language decides which of Han's regional shapes a font draws.
    `<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${getLocale()}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT.family}" fill="${COLOURS.ink}">`,
    `<title>${escapeXml(text.title)}</title>`,
    `<rect width="100%" height="100%" fill="${COLOURS.paper}"/>`,
    ...lines(title, MARGIN, TITLE, 'font-family="var(--font-serif)"'),
    figure({ x: MARGIN, y: figureY }),
    ...lines(footer, footerY, FOOTER, `fill="${COLOURS.secondary}"`),
    '</svg>',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Every `var(--x)` of a text replaced by `lookup('--x')`, then every `light-dark(a, b)` by `a`.
 * Throws where a token is unknown: a figure in the wrong colours would go unnoticed.
 */
export function resolveTokens(text: string, lookup: (name: string) => string): string {
  let resolved = text;
  // Tokens name other tokens; each round resolves one level, and a circle ends in the check below.
  for (let level = 0; level < 8 && resolved.includes('var(--'); level += 1) {
    resolved = resolved.replace(/var\(\s*(--[\w-]+)\s*\)/g, (_, name: string) => {
      const value = lookup(name);
      if (value === '') throw new Error(`No token named ${name}`);
      // The text is XML: font names come in double quotes.
      return value.replaceAll('"', "'");
    });
  }
  if (resolved.includes('var(--'))
    throw new Error('A token that names itself, or a fallback that is not supported');
  return lightOf(resolved);
}

function lightOf(text: string): string {
  const opening = 'light-dark(';
  let rest = text;
  let done = '';
  for (let start = rest.indexOf(opening); start >= 0; start = rest.indexOf(opening)) {
    const { first, end } = firstArgument(rest, start + opening.length);
    // The argument stays in the rest: it may be a light-dark() itself.
    done += rest.slice(0, start);
    rest = first + rest.slice(end);
  }
  return done + rest;
}

/** The first argument from `from` on, and where the call's closing bracket ends. */
function firstArgument(text: string, from: number): { first: string; end: number } {
  let depth = 0;
  let comma = -1;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ',' && depth === 0 && comma < 0) comma = index;
    else if (character === ')') {
      if (depth === 0) return { first: text.slice(from, comma < 0 ? index : comma).trim(), end: index + 1 };
      depth -= 1;
    }
  }
  throw new Error('light-dark() without its closing bracket');
}

/**
 * The same figure as pixels, `scale` to the CSS pixel, and says so: a document shows it in its size, not `scale` times
 * as large. Needs a page whose policy allows `img-src blob:`.
 * Rejects where the browser cannot draw the text or make so large a picture.
 */
export async function standalonePng(svgText: string, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svgText], { type: 'image/svg+xml;charset=utf-8' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser gives no canvas to draw on');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture is too large for this browser');
    return withDensity(blob, scale);
  } finally {
    URL.revokeObjectURL(address);
  }
}
