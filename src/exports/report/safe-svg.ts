import { escapeHtml, escapeText, Markup } from './markup';

/** What figures are drawn with. Nothing here runs, fetches or leads anywhere. */
const ELEMENTS = new Set(
  `svg g defs pattern clipPath mask linearGradient radialGradient stop marker symbol use title desc
   path rect circle ellipse line polyline polygon text tspan`.split(/\s+/),
);

/** What a style may say as an attribute: a page's policy can refuse style attributes, and these it cannot. */
const PRESENTATION = new Set(
  `fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap
   stroke-linejoin stroke-miterlimit opacity color font-family font-size font-weight font-style letter-spacing
   text-anchor text-decoration dominant-baseline alignment-baseline paint-order visibility display overflow
   shape-rendering text-rendering pointer-events clip-path mask stop-color stop-opacity`.split(/\s+/),
);

/** Attributes by name; `href` and `url()` only lead to a part of the same figure. */
const NEVER = /^(on|xmlns|xml:base$|class$|tabindex$)/i;
const LEADS = /^(xlink:)?href$/i;

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[!?][^>]*>|<(\/?)([A-Za-z][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+|</g;
/** A semicolon that ends no escape. */
const BETWEEN_DECLARATIONS = /(?<!&(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos));/;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * A figure's SVG text for a page of many: unknown elements go with all that is in them, unknown ways out go, ids get
 * `prefix` so that two figures' patterns are not mixed up, and the drawing shrinks with its column. Null where no
 * drawing is left. Takes what XMLSerializer writes.
 */
export function safeSvg(svg: string, prefix: string, label: string): Markup | null {
  let written = '';
  /** Names of open elements; once one is refused, all until its end are. */
  const open: { name: string; kept: boolean }[] = [];
  for (const [token, data, closing, name, attributes] of svg.matchAll(TOKEN)) {
    const kept = open.every((element) => element.kept);
    if (name === undefined) {
      if (open.length > 0 && kept && !token.startsWith('<!') && !token.startsWith('<?'))
        written += escapeText(token);
      else if (data !== undefined && open.length > 0 && kept) written += escapeHtml(data);
    } else if (closing) {
      const element = open.at(-1);
      if (element?.name !== name) continue;
      open.pop();
      if (kept) written += `</${name}>`;
    } else {
      const alone = attributes?.endsWith('/') ?? false;
      const wanted = kept && ELEMENTS.has(name) && (open.length > 0 || name === 'svg');
      if (open.length === 0 && !wanted) return null;
      if (wanted) written += tag(name, attributes ?? '', open.length === 0 ? label : null, prefix, alone);
      if (!alone) open.push({ name, kept: wanted });
      // Only one drawing.
      else if (open.length === 0) break;
    }
    if (open.length === 0 && written !== '') break;
  }
  if (open.length > 0 || written === '') return null;
  return new Markup(written);
}

function tag(name: string, written: string, label: string | null, prefix: string, alone: boolean): string {
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single] of written.matchAll(ATTRIBUTE)) {
    const value = allowed(key, double ?? single ?? '', prefix);
    if (value !== null) attributes.set(key, value);
  }
  styleAsAttributes(attributes);
  if (label !== null) scaled(attributes, label);
  const list = [...attributes].map(([key, value]) => ` ${key}="${attributeText(value)}"`).join('');
  return `<${name}${list}${alone ? '/' : ''}>`;
}

/** A value as XMLSerializer writes it, which escapes; what others left open, or name in another way, is text. */
function attributeText(value: string): string {
  return value
    .replaceAll('"', '&quot;')
    .replace(/&(?!(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)/g, '&amp;');
}

/** The value with its ids renamed, still escaped as it was; null where the attribute may not stay. */
function allowed(key: string, value: string, prefix: string): string | null {
  if (NEVER.test(key) || /[<>]/.test(value)) return null;
  if (key === 'id') return `${prefix}${value}`;
  if (LEADS.test(key)) return value.startsWith('#') ? `#${prefix}${value.slice(1)}` : null;
  // An escape could spell what is looked for below.
  if (value.includes('\\') || /&#|javascript:|@import|expression|image-set|image\(|src\(/i.test(value))
    return null;
  const inside = value.replace(/url\(\s*(&quot;|['"]?)#([\w.-]+)\1\s*\)/g, `url(#${prefix}$2)`);
  return /url\((?!#)/i.test(inside) ? null : inside;
}

/** A style outweighs an attribute of the same name. */
function styleAsAttributes(attributes: Map<string, string>): void {
  const style = attributes.get('style') ?? '';
  attributes.delete('style');
  for (const declaration of style.replaceAll('&quot;', "'").split(BETWEEN_DECLARATIONS)) {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, colon).trim();
    if (colon > 0 && PRESENTATION.has(name)) attributes.set(name, declaration.slice(colon + 1).trim());
  }
}

/** Keeps the size as the widest, and lets the drawing shrink. */
function scaled(attributes: Map<string, string>, label: string): void {
  const width = Number(attributes.get('width'));
  const height = Number(attributes.get('height'));
  if (!attributes.has('viewBox') && width > 0 && height > 0)
    attributes.set('viewBox', `0 0 ${width} ${height}`);
  // Where a page's height is the limit the drawing still begins at the text's edge.
  attributes.set('preserveAspectRatio', 'xMinYMin meet');
  attributes.set('role', 'img');
  attributes.set('aria-label', escapeHtml(label));
}
