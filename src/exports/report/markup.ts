/** HTML that is known to be safe to put into a page. Only this folder makes it. */
export class Markup {
  constructor(readonly html: string) {}
}

export type Part = Markup | string | number | null | false | readonly Part[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML, as content or as a quoted attribute. NUL, which HTML cannot hold, shows as U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '').replaceAll('\0', '\ufffd');
}

/** Text that may hold entities, as Markdown and XML do: they stay what they mean, all else is escaped. */
export function escapeText(text: string): string {
  return escapeHtml(text).replace(/&amp;(#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{0,31});/gi, '&$1;');
}

/** HTML with holes: whatever fills one is text, unless it is markup itself. Null and false are nothing, lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    strings.reduce((joined, text, index) => joined + rendered(parts[index - 1] ?? null) + text),
  );
}

export function rendered(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.html;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(rendered).join('');
}
