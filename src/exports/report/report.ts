import { formatDay } from '../../messages/format';
import { m } from '../../messages/speak';
import { definitionsMarkup, methodsMarkup, sourcesMarkup, sqlMarkup } from './appendix';
import { cellMarkup } from './cells';
import { html, Markup, rendered } from './markup';
import { scopeSentences, shortened, sourceInShort } from './phrases';
import { reportStyle } from './style';
import type { Report, ReportFigure, ReportResult } from './types';

/** Nothing may run, be fetched, be sent or be framed; the style stands in the file. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Characters of the title that fit at a page's head. */
const RUNNING_TITLE = 60;

/** Characters of definitions that are about as long as a ledger. */
const BESIDE_LEDGER = 1_000;

/** What a page needs that prints a report itself: blob and srcdoc documents inherit a policy that refuses inline styles. */
export interface ReportParts {
  title: string;
  /** A style sheet, to be constructed. */
  style: string;
  /** Inert: no script, link, outside address or style attribute. */
  body: string;
}

/**
 * A report as one HTML file that needs nothing else and does nothing: no script, no link, no outside address. Figures
 * are inline, every text is escaped, and the print style paginates to A4 with words at the edges of each page.
 */
export function reportHtml(report: Report): string {
  const { title, style, body } = reportParts(report);
  const page = html`<!doctype html>
    <html lang="${report.locale}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta name="generator" content="Regulars ${report.version}" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        ${new Markup(body)}
      </body>
    </html> `;
  return rendered(page);
}

export function reportParts(report: Report): ReportParts {
  return {
    title: report.title,
    style: reportStyle(runningWords(report)),
    body: rendered(bodyMarkup(report)),
  };
}

function bodyMarkup(report: Report): Markup {
  const { title, description, figures, cells, locale } = report;
  const results = cells.filter((cell): cell is ReportResult => cell.kind !== 'text');
  return html`<header>
      <h1>${title}</h1>
      ${description !== '' && html`<p class="lead">${description}</p> `} ${scopeMarkup(report)}
      ${figures.length > 0 && html`<dl class="figures">${figures.map(figureMarkup)}</dl> `}
    </header>
    <main>
      ${cells.map((cell, index) => cellMarkup(cell, index + 1, locale))} ${closingMarkup(report)}
      ${methodsMarkup(results)} ${sqlMarkup(results)}
    </main>
    <footer class="colophon">${colophon(report)}</footer>`;
}

function runningWords(report: Report) {
  const source = report.sources.length === 1 ? report.sources.map(sourceInShort) : [];
  return {
    title: shortened(report.title, RUNNING_TITLE),
    kind: m.report_kind(),
    source: [...scopeSentences(report), ...source].join(report.locale === 'en' ? ' ' : ''),
    page: (numbers: { page: string; pages: string }) => m.report_page(numbers),
  };
}

/** As-of day, days covered, filters, files, the day of making: what every number below stands on. */
function scopeMarkup(report: Report): Markup {
  const { asOf, window, filters, sources, generatedOn } = report;
  const lines: [string, string][] = [];
  if (asOf !== null) lines.push([m.report_as_of(), formatDay(asOf)]);
  if (window !== null) {
    const days = { first: formatDay(window.firstDay), last: formatDay(window.lastDay) };
    lines.push([m.report_window(), m.report_window_days(days)]);
  }
  lines.push([m.report_filters(), filters.length > 0 ? filters.join(m.report_and()) : m.report_no_filters()]);
  if (sources.length > 0) lines.push([m.report_file(), sources.map(({ name }) => name).join(m.report_and())]);
  lines.push([m.report_generated(), formatDay(generatedOn)]);
  return html`<dl class="scope">
    ${lines.map(
      ([label, value]) =>
        html`<dt>${label}</dt>
          <dd>${value}</dd>`,
    )}
  </dl> `;
}

function figureMarkup({ label, value, detail }: ReportFigure): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
    ${detail !== '' && html`<dd>${detail}</dd>`}
  </div>`;
}

/** What the words mean and where the numbers come from, side by side where both are short. */
function closingMarkup(report: Report): Markup | null {
  const parts = [definitionsMarkup(report), sourcesMarkup(report.sources)];
  if (parts.every((part) => part === null)) return null;
  return html`<div class="${isBeside(report) ? 'closing beside' : 'closing'}">${parts}</div> `;
}

/** A short text stands beside the ledger; a long one, or several files, take the page's width. */
function isBeside({ definitions, sources }: Report): boolean {
  const characters = definitions.reduce((sum, { term, text }) => sum + term.length + text.length, 0);
  return sources.length === 1 && characters > 0 && characters <= BESIDE_LEDGER;
}

/** Said once more at the end, for browsers that print nothing at the edges of a page. */
function colophon(report: Report): string {
  return [
    ...scopeSentences(report),
    ...report.sources.map(sourceInShort),
    m.report_made({ day: formatDay(report.generatedOn), version: report.version }),
  ].join(report.locale === 'en' ? ' ' : '');
}
