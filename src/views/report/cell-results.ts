import type { AnalysisDefinition, Askable, FigureProps, Results, RunContext } from '../../analyses/define';
import type { AnalysisCell, Cell, SegmentCell, SqlCell } from '../../document/types';
import { paramsInWords } from '../../exports/param-words';
import type { ReportBlock, ReportResult, ReportTable } from '../../exports/report/types';
import { formatDay } from '../../messages/format';
import { narrowedWords } from '../../messages/narrowed-words';
import { say } from '../../messages/say';
import { m } from '../../messages/speak';
import { segmentAsked } from '../../segments/segment-asked';
import type { CellRun, NotebookState } from '../../state/contracts';
import { isSegment, isSql, segmentOf } from '../../state/plans';
import { ROWS, statementAsked } from '../../state/statement-asked';
import { runnableSql } from '../cell/cell-sql';
import { sentWords } from '../sharing/sent-words';
import type { RowsOfCustomers } from './rows-of-customers';
import { shownTable } from './shown-table';
import type { CellStanding } from './standing';

/** How figures come onto paper. */
export interface Draw {
  figure(definition: AnalysisDefinition, props: Omit<FigureProps, 'width'>): Promise<readonly ReportBlock[]>;
  chart(cell: SqlCell, table: Pick<ReportTable, 'shape' | 'rows'>): Promise<readonly ReportBlock[]>;
}

export interface Telling {
  notebook: NotebookState;
  locale: 'en' | 'zh-CN';
  customers: RowsOfCustomers;
  methods: boolean;
  sql: boolean;
  draw: Draw;
}

/** A cell's result as the report tells it; null for a cell that has none. */
export async function resultOf(telling: Telling, standing: CellStanding): Promise<ReportResult | null> {
  const { cell } = standing;
  const run = telling.notebook.run(cell.id);
  if (!run.results || !run.context) return null;
  const known: Known = { telling, standing, run, results: run.results, context: run.context };
  if (isSql(cell)) return ofStatement(known, cell);
  if (isSegment(cell)) return ofSegment(known, cell);
  const definition = telling.notebook.definition(cell);
  return definition && ofAnalysis(known, cell as AnalysisCell, definition);
}

interface Known {
  telling: Telling;
  standing: CellStanding;
  run: CellRun;
  results: Results;
  context: RunContext;
}

/** What is said of every result. */
function common({ standing, run, context }: Known): Omit<ReportResult, 'kind'> {
  return {
    number: standing.number,
    title: standing.title,
    headline: '',
    caution: cautionOf(run, context),
    notes: [],
    params: [],
    filters: narrowedWords(context),
    asOf: context.asOf,
    figure: [],
    table: null,
    definition: null,
    method: null,
    sql: null,
    provenance: '',
  };
}

async function ofAnalysis(
  known: Known,
  cell: AnalysisCell,
  definition: AnalysisDefinition,
): Promise<ReportResult> {
  const { telling, run, results, context } = known;
  const params = { ...run.params, ...displayOnly(definition, telling.notebook.paramsOf(cell)) };
  const base = {
    ...common(known),
    kind: 'analysis' as const,
    params: paramsInWords(definition, params),
    definition: nameOf(definition),
    method: telling.methods ? await methodOf(definition, telling.locale) : null,
    sql: telling.sql ? sqlOf(definition, params, context) : null,
  };
  if ((results[definition.mainResult] ?? []).length === 0)
    return { ...base, caution: joined(telling, [base.caution, m.report_nothing_matches()]) };
  const isTable = cell.view === 'table';
  const figure = isTable
    ? []
    : await telling.draw.figure(definition, {
        results: telling.customers.drawable(results, definition.results),
        params,
        context,
        setParams: () => undefined,
        select: () => undefined,
        selection: null,
      });
  const table = figure.length === 0 ? tableOf(known, definition, definition.mainResult, cell) : null;
  const isLeftOut = figure.length === 0 && table === null;
  return {
    ...base,
    caution: joined(telling, [
      base.caution,
      cell.analysisVersion === definition.version
        ? null
        : m.notebook_version_note({ old: String(cell.analysisVersion), new: String(definition.version) }),
      isLeftOut ? m.report_customers_left_out() : null,
    ]),
    headline: definition.headline(results, params, context),
    notes: definition.notes(results, params, context),
    provenance: definition.provenance(results, params, context),
    figure,
    table,
  };
}

/** Params that only change the drawing are those of the form; the others are those the results were made with. */
function displayOnly(definition: AnalysisDefinition, values: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const param = definition.params[name];
      return param && param.kind !== 'structured' && param.displayOnly;
    }),
  );
}

async function ofSegment(known: Known, cell: SegmentCell): Promise<ReportResult | null> {
  const { telling, results, context } = known;
  const { document } = telling.notebook;
  const segment = document && segmentOf(document, cell);
  if (!segment) return null;
  const definition = segmentAsked(segment);
  const overview = tableOf(known, definition, 'overview', cell);
  const base = common(known);
  return {
    ...base,
    kind: 'analysis',
    headline: definition.headline(results, {}, context),
    provenance: definition.provenance(results, {}, context),
    table: tableOf(known, definition, definition.mainResult, cell) ?? overview,
    method: telling.methods ? await methodOf(definition, telling.locale) : null,
    sql: telling.sql ? sqlOf(definition, {}, context) : null,
  };
}

async function ofStatement(known: Known, cell: SqlCell): Promise<ReportResult> {
  const { telling, run, results, context } = known;
  const asked = statementAsked(cell, cell.sql);
  const rows = results[ROWS] ?? [];
  const shape = run.shapes[ROWS] ?? {};
  const printable = telling.customers.printable({ rows, shape, own: false });
  const base = common(known);
  const figure =
    printable && rows.length > 0 && cell.view === 'plot' ? await telling.draw.chart(cell, printable) : [];
  const table =
    printable && rows.length > 0 && figure.length === 0
      ? shownTable(printable.rows, printable.shape, cell.tables?.[ROWS], telling.locale)
      : null;
  const whyBare = rows.length === 0 ? m.report_nothing_matches() : m.report_customers_left_out();
  return {
    ...base,
    kind: 'sql',
    caution: joined(telling, [base.caution, figure.length === 0 && table === null ? whyBare : null]),
    notes: asked.notes(results, {}, context),
    provenance: asked.provenance(results, {}, context),
    sql: telling.sql ? cell.sql.trim() : null,
    figure,
    table,
  };
}

function tableOf(
  { telling, results }: Known,
  definition: Askable,
  name: string,
  cell: AnalysisCell | SegmentCell,
): ReportTable | null {
  const printable = telling.customers.printable({
    rows: results[name] ?? [],
    shape: definition.results[name] ?? {},
    own: true,
  });
  const view = cell.tables && Object.hasOwn(cell.tables, name) ? cell.tables[name] : undefined;
  return printable && printable.rows.length > 0
    ? shownTable(printable.rows, printable.shape, view, telling.locale)
    : null;
}

const nameOf = (definition: Askable): string =>
  m.notebook_provenance_name({ title: definition.title(), version: String(definition.version) });

async function methodOf(
  { method }: Pick<AnalysisDefinition, 'method'>,
  locale: Telling['locale'],
): Promise<string> {
  return (await method[locale]()).default;
}

function sqlOf(definition: Askable, params: Record<string, unknown>, context: RunContext): string {
  return definition.steps
    .flatMap((step) => ('sql' in step ? [runnableSql(step.sql, definition, params, context).trim()] : []))
    .join('\n\n');
}

/** What a reader must know first, where the numbers are not those of now. */
function cautionOf({ status }: CellRun, context: RunContext): string | null {
  switch (status.kind) {
    case 'stale':
      return m.report_caution_stale({ because: say(status.because), day: formatDay(context.asOf) });
    case 'shared':
      return m.report_sentence({ text: sentWords(status.at, status.source) });
    case 'current':
    case 'empty':
      return null;
    default:
      return m.report_caution_kept({ day: formatDay(context.asOf) });
  }
}

function joined({ locale }: Telling, sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((sentence) => sentence !== null);
  return said.length > 0 ? said.join(locale === 'en' ? ' ' : '') : null;
}

/** The results of a cell that a report may print or draw. */
export function heldBy(
  notebook: NotebookState,
  cell: Cell,
): { rows: Results[string]; shape: Askable['results'][string]; own: boolean }[] {
  const { results, shapes } = notebook.run(cell.id);
  return Object.entries(results ?? {}).map(([name, rows]) => ({
    rows,
    shape: shapes[name] ?? {},
    own: !isSql(cell),
  }));
}
