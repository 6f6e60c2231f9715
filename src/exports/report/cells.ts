import { formatCell, isNumeric } from '../../analyses/format-cell';
import type { Note } from '../../analyses/define';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import { plainText } from '../../ui/marked-text';
import { blocksMarkup, isLying } from './blocks';
import { markdownMarkup } from './markdown';
import { html, type Markup } from './markup';
import { markedMarkup, scopeSentences } from './phrases';
import type { Report, ReportCell, ReportResult, ReportTable } from './types';

/** Rows of a table that are printed: what fits on about a page. */
export const PRINTED_ROWS = 40;

/** A text cell's headings stand below the report's title. */
const BELOW_TITLE = 1;

export function cellMarkup(cell: ReportCell, index: number, locale: Report['locale']): Markup {
  if (cell.kind === 'text')
    return html`<section class="words prose">${markdownMarkup(cell.markdown, BELOW_TITLE)}</section>`;
  return resultMarkup(cell, index, locale);
}

function resultMarkup(cell: ReportResult, index: number, locale: Report['locale']): Markup {
  const label = plainText(cell.headline) || cell.title;
  const figure = blocksMarkup(cell.figure, `f${index}-`, label);
  return html`<section class="${isLying(cell.figure) ? 'result lying' : 'result'}">
    <div class="finding">
      <h2><span>${formatInteger(cell.number)}</span> ${cell.title}</h2>
      ${cell.headline !== '' && html`<p class="headline">${markedMarkup(cell.headline, locale)}</p> `}
      ${cell.caution !== null && html`<p class="caution">${cell.caution}</p> `}
      ${cell.params.length > 0 && paramsMarkup(cell)} ${figure !== null && html`<figure>${figure}</figure> `}
    </div>
    <div class="said">
      ${
        cell.notes.length > 0 &&
        html`<ul class="notes">
          ${cell.notes.map((note) => noteMarkup(note, locale))}
        </ul> `
      }
      <p class="source">${sourceSentences(cell).join(locale === 'en' ? ' ' : '')}</p>
    </div>
    ${cell.table !== null && tableMarkup(cell.table, cell.title)}
  </section> `;
}

function paramsMarkup({ params }: ReportResult): Markup {
  return html`<dl class="params">
    ${params.map(
      ({ label, value }) =>
        html`<div>
          <dt>${m.report_param_label({ label })}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl> `;
}

const GLYPHS: Record<Note['kind'], string> = { 'left-edge': '†', partial: '', warning: '!', info: 'i' };

function noteMarkup({ kind, text }: Note, locale: Report['locale']): Markup {
  return html`<li class="${kind}">
    <i aria-hidden="true">${GLYPHS[kind]}</i><span>${markedMarkup(text, locale)}</span>
  </li>`;
}

/** Rows in and out, whose definition, as of when and of which orders: under every result. */
function sourceSentences(cell: ReportResult): string[] {
  return [
    cell.provenance === '' ? '' : m.report_sentence({ text: cell.provenance }),
    cell.definition === null ? '' : m.report_definition_sentence({ definition: cell.definition }),
    ...scopeSentences({ asOf: cell.asOf, window: null }),
    ...cell.filters.map((line) => m.report_filter_sentence({ line })),
  ].filter((sentence) => sentence !== '');
}

function tableMarkup({ shape, rows, total, unfiltered }: ReportTable, title: string): Markup {
  const columns = Object.entries(shape);
  const printed = rows.slice(0, PRINTED_ROWS);
  return html`<div class="rows">
    <table>
      <caption>
        ${m.report_table_of({ title })}
      </caption>
      <thead>
        <tr>
          ${columns.map(
            ([, column]) => html`<th scope="col" ${isNumeric(column) && NUMBER}>${column.label()}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${printed.map(
          (row) =>
            html`<tr>
              ${columns.map(
                ([name, column]) =>
                  html`<td${isNumeric(column) && NUMBER}>${formatCell(row[name], column)}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
    ${printed.length < total && html`<p class="more">${firstRowsOf(printed.length, total)}</p> `}
    ${unfiltered !== undefined && html`<p class="more">${filteredTo(total, unfiltered)}</p> `}
  </div> `;
}

const NUMBER = html` class="number"`;

function filteredTo(total: number, unfiltered: number): string {
  return m.report_table_filtered({ n: formatInteger(total), total: formatInteger(unfiltered) });
}

function firstRowsOf(printed: number, total: number): string {
  return m.report_first_rows({ n: formatInteger(printed), total: formatInteger(total) });
}
