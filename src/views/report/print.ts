import type { ReportParts } from '../../exports/report/report';

/** The print dialog reads the page after `print()` has returned, in some browsers. */
const KEPT_MS = 600_000;

/**
 * Prints a report from a page of its own within this one: the policy refuses inline styles to blob and srcdoc
 * documents, and style sheets that are constructed it does not. Throws where the browser gives no such page.
 */
export function printReport({ title, style, body }: ReportParts, locale: string): void {
  const frame = document.createElement('iframe');
  frame.title = title;
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.className = 'visually-hidden';
  document.body.append(frame);
  const page = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!page) throw new Error('This browser gives no page to print from');
  const sheet = new page.CSSStyleSheet();
  sheet.replaceSync(style);
  page.document.adoptedStyleSheets = [sheet];
  page.document.documentElement.lang = locale;
  page.document.title = title;
  page.document.body.innerHTML = body;
  const remove = () => frame.remove();
  page.addEventListener('afterprint', () => setTimeout(remove), { once: true });
  setTimeout(remove, KEPT_MS);
  page.focus();
  page.print();
}
