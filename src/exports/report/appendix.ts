import { formatExactMoney } from '../../messages/exact-money';
import { formatBytes, formatInteger } from '../../messages/format';
import { reasonLabel } from '../../messages/set-aside';
import { m } from '../../messages/speak';
import { markdownMarkup } from './markdown';
import { html, type Markup } from './markup';
import type { Report, ReportResult, ReportSource } from './types';

/** A method note's headings stand below its analysis' name. */
const BELOW_METHOD = 2;

/** Where the numbers come from: every file's reconciliation, in rows and to the cent. */
export function sourcesMarkup(sources: readonly ReportSource[]): Markup | null {
  if (sources.length === 0) return null;
  return html`<section class="appendix ledger">
    <h2>${m.report_sources()}</h2>
    ${sources.map(sourceMarkup)}
    <p class="more">${m.report_fingerprint_note()}</p>
  </section> `;
}

function sourceMarkup({ name, bytes, sha256, ledger, sums, netting }: ReportSource): Markup {
  const reconciles = sums.reconciles && (netting?.reconciles ?? true);
  return html`<div class="file">
    <h3>${name}</h3>
    <p class="more">
      ${m.report_source_facts({ size: formatBytes(bytes), customers: formatInteger(ledger.customers), orders: formatInteger(ledger.orders) })}
    </p>
    <p class="fingerprint">${sha256}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">${m.shell_ledger_what()}</th>
          <th scope="col" class="number">${m.shell_ledger_rows()}</th>
          <th scope="col" class="number">${m.shell_ledger_amount()}</th>
        </tr>
      </thead>
      <tbody>
        ${line('', m.shell_ledger_read(), ledger.rowsRead, ledger.amountRead)}
        ${ledger.setAside.map(({ reason, rows, amount }) => line('reason', reasonLabel(reason), rows, amount))}
        ${line('sum', m.shell_ledger_set_aside(), sums.rowsSetAside, sums.amountSetAside)}
        ${line('total', m.shell_ledger_used(), ledger.rowsUsed, ledger.amountUsed)}
      </tbody>
    </table>
    ${netting !== null && ledger.netting !== undefined && nettingMarkup(netting.lines, ledger.netting.revenue)}
    <p class="verdict${reconciles ? '' : ' broken'}">
      ${reconciles ? m.shell_ledger_reconciles() : m.shell_ledger_does_not_reconcile()}
    </p>
  </div> `;
}

function nettingMarkup(lines: NonNullable<ReportSource['netting']>['lines'], revenue: string): Markup {
  return html`<table>
    <caption>
      ${m.policies_netting_caption()}
    </caption>
    <tbody>
      ${lines.map(({ label, rows, amount, part }) => line(part ? 'reason' : '', label, rows, amount))}
      ${line('total', m.policies_netting_revenue(), null, revenue)}
    </tbody>
  </table> `;
}

function line(kind: string, label: string, rows: number | null, amount: string): Markup {
  return html`<tr class="${kind}">
    <th scope="row">${label}</th>
    <td class="number">${rows === null ? '' : formatInteger(rows)}</td>
    <td class="number">${formatExactMoney(amount)}</td>
  </tr> `;
}

export function definitionsMarkup({ definitions }: Report): Markup | null {
  if (definitions.length === 0) return null;
  return html`<section class="appendix">
    <h2>${m.report_definitions()}</h2>
    <dl class="definitions">
      ${definitions.map(
        ({ term, text }) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd> `,
      )}
    </dl>
  </section> `;
}

/** Each method note once, under the names of the results it belongs to. */
export function methodsMarkup(results: readonly ReportResult[]): Markup | null {
  const notes = new Map<string, string[]>();
  for (const { method, definition, title } of results) {
    if (method === null) continue;
    const name = definition ?? title;
    const names = notes.get(method) ?? [];
    if (!names.includes(name)) notes.set(method, [...names, name]);
  }
  if (notes.size === 0) return null;
  return html`<section class="appendix">
    <h2>${m.report_methods()}</h2>
    ${[...notes].map(
      ([method, names]) =>
        html`<h3>${names.join(m.report_and())}</h3>
          <div class="prose">${markdownMarkup(method, BELOW_METHOD)}</div> `,
    )}
  </section> `;
}

export function sqlMarkup(results: readonly ReportResult[]): Markup | null {
  const queries = results.filter(({ sql }) => sql !== null);
  if (queries.length === 0) return null;
  return html`<section class="appendix">
    <h2>${m.report_sql()}</h2>
    ${queries.map(
      ({ number, title, sql }) =>
        html`<h3>${m.report_numbered({ number: formatInteger(number), title })}</h3>
          <pre><code>${sql}</code></pre> `,
    )}
  </section> `;
}
