import type { AnalysisDefinition } from '../../analyses/define';
import type { CustomerRows, NotebookDocument, Source } from '../../document/types';
import type { Report, ReportCell, ReportFigure, ReportSource } from '../../exports/report/types';
import { formatInteger, formatMoney, formatNumber } from '../../messages/format';
import { narrowedWords } from '../../messages/narrowed-words';
import { m } from '../../messages/speak';
import type { KnownIds } from '../../sharing/customer-columns';
import type { NotebookState } from '../../state/contracts';
import { contextOf } from '../../state/scope';
import { sumLedger } from '../ledger-sums';
import { nettingLines } from '../netting-lines';
import { heldBy, resultOf, type Draw, type Telling } from './cell-results';
import { RowsOfCustomers } from './rows-of-customers';
import { standings, type CellStanding } from './standing';

/** What goes into a report. */
export interface ReportChoice {
  /** Ids of cells. */
  cells: ReadonlySet<string>;
  methods: boolean;
  sql: boolean;
  customers: CustomerRows;
}

export interface ReportMaking {
  notebook: NotebookState;
  locale: Report['locale'];
  /** Regulars' own version. */
  version: string;
  /** The reader's day, ISO. */
  today: string;
  /** Answers for the ids of the open shop's customers. */
  known: KnownIds;
  draw: Draw;
  signal: AbortSignal;
  /** Before each cell: how many are done, of how many, and which is next. */
  onprogress: (done: number, of: number, title: string) => void;
}

/** The open notebook as a report. Null without a notebook, and where `signal` is aborted. */
export async function reportOf(making: ReportMaking, choice: ReportChoice): Promise<Report | null> {
  const { notebook, locale, version, today } = making;
  const { document } = notebook;
  if (!document) return null;
  const chosen = standings(notebook).filter(({ cell, kind }) => choice.cells.has(cell.id) && isShown(kind));
  const cells = await cellsOf(making, choice, chosen);
  if (!cells) return null;
  const window = notebook.window ?? windowOf(document.sources);
  return {
    locale,
    title: document.title || m.notebook_untitled(),
    description: document.description,
    generatedOn: today,
    version,
    asOf: document.filters.asOf ?? window?.lastDay ?? null,
    window,
    filters: window ? narrowedWords(contextOf(document, window, document.filters)) : [],
    figures: figuresOf(notebook),
    cells,
    definitions: definitionsOf(notebook, document, chosen),
    sources: document.sources.map(sourceOf),
  };
}

const isShown = (kind: CellStanding['kind']): boolean => kind === 'ready' || kind === 'old';

async function cellsOf(
  making: ReportMaking,
  { methods, sql, customers }: ReportChoice,
  chosen: readonly CellStanding[],
): Promise<ReportCell[] | null> {
  const { notebook, locale, known, draw, signal } = making;
  const held = chosen.flatMap(({ cell }) => heldBy(notebook, cell));
  const rows = new RowsOfCustomers(customers, known, held);
  const telling: Telling = { notebook, locale, customers: rows, methods, sql, draw };
  const cells: ReportCell[] = [];
  for (const [index, standing] of chosen.entries()) {
    if (signal.aborted) return null;
    making.onprogress(index, chosen.length, standing.title);
    const told = await cellOf(telling, standing);
    if (told) cells.push(told);
  }
  return signal.aborted ? null : cells;
}

async function cellOf(telling: Telling, standing: CellStanding): Promise<ReportCell | null> {
  const { cell } = standing;
  if (cell.kind === 'text') return { kind: 'text', markdown: String(cell.text) };
  return resultOf(telling, standing);
}

/** Without data the ledgers still say which days they cover. */
function windowOf(sources: readonly Source[]): Report['window'] {
  const first = sources.flatMap(({ ledger }) => ledger.firstDay ?? []).toSorted();
  const last = sources.flatMap(({ ledger }) => ledger.lastDay ?? []).toSorted();
  const [firstDay, lastDay] = [first[0], last.at(-1)];
  return firstDay !== undefined && lastDay !== undefined ? { firstDay, lastDay } : null;
}

/** Customers, orders, revenue and what an order is worth: of what the notebook's filters leave. */
function figuresOf({ scope, document }: NotebookState): ReportFigure[] {
  const of = scope ?? document?.shared?.scope ?? null;
  if (!of) return [];
  const { customers, orders, revenue } = of;
  const counted = [
    { label: m.report_figure_customers(), value: formatInteger(customers), detail: '' },
    {
      label: m.report_figure_orders(),
      value: formatInteger(orders),
      detail: customers > 0 ? m.report_figure_per_customer({ n: formatNumber(orders / customers, 2) }) : '',
    },
    {
      label: m.report_figure_revenue(),
      value: formatMoney(revenue, 0),
      detail: customers > 0 ? m.report_figure_per_customer({ n: formatMoney(revenue / customers) }) : '',
    },
  ];
  const worth = {
    label: m.report_figure_order_value(),
    value: formatMoney(revenue / orders),
    detail: m.report_figure_order_value_detail(),
  };
  return orders > 0 ? [...counted, worth] : counted;
}

/** What the words mean that every part uses, then what each analysis counts. */
function definitionsOf(
  notebook: NotebookState,
  document: NotebookDocument,
  chosen: readonly CellStanding[],
): Report['definitions'] {
  const used = new Map<string, AnalysisDefinition>();
  for (const { cell } of chosen) {
    const definition = notebook.definition(cell);
    if (definition) used.set(definition.id, definition);
  }
  const general = [
    { term: m.report_term_order(), text: orderWords(document.sources) },
    { term: m.report_term_revenue(), text: revenueWords(document.sources) },
    { term: m.report_as_of(), text: m.report_term_as_of_text() },
  ];
  const analyses = [...used.values()].map((definition) => ({
    term: definition.title(),
    text: m.report_sentence({ text: definition.summary().replace(/[.。]$/, '') }),
  }));
  return document.sources.length > 0 ? [...general, ...analyses] : analyses;
}

function orderWords(sources: readonly Source[]): string {
  const merged = sources.some(({ policies }) => policies.sameDay === 'merge');
  return merged ? m.report_term_order_merged() : m.report_term_order_text();
}

function revenueWords(sources: readonly Source[]): string {
  const [refunds] = sources.map(({ policies }) => policies.refunds).filter((policy) => policy !== 'setAside');
  switch (refunds) {
    case 'net':
      return m.report_term_revenue_net();
    case 'restate':
      return m.report_term_revenue_restated();
    default:
      return m.report_term_revenue_text();
  }
}

function sourceOf({ name, bytes, fingerprint, ledger }: Source): ReportSource {
  return {
    name,
    bytes,
    sha256: fingerprint.sha256,
    ledger,
    sums: sumLedger(ledger),
    netting: ledger.netting ? nettingLines(ledger.netting) : null,
  };
}
