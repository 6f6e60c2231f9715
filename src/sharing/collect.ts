import type { ColumnTypes, Row, RunContext } from '../analyses/define';
import { MAX_SHARED_COLUMNS, MAX_SHARED_ROWS, MAX_SHARED_VALUES } from '../document/shared-limits';
import type {
  CustomerRows,
  NotebookDocument,
  SharedCell,
  SharedResults,
  SharedTable,
} from '../document/types';
import type { Reason } from '../intake/types';
import { isOfCustomers, MANY_ROWS, type KnownIds } from './customer-columns';
import { idsIn, pseudonymised, pseudonyms, secretDraw, type Draw } from './pseudonyms';
import { toTable } from './tables';

/** A cell with results, as the notebook has it. */
export interface CellWithResults {
  cellId: string;
  /** In the reader's language. */
  title: string;
  question: string;
  params: Record<string, unknown>;
  context: RunContext;
  status: SharedCell['status'];
  headline: string | null;
  results: ResultOfCell[];
}

export interface ResultOfCell {
  name: string;
  title: string;
  /** Null for a lazy result that was not asked for yet. */
  rows: readonly Row[] | null;
  /** The columns' types; undefined where only the rows tell. */
  shape: ColumnTypes | undefined;
  /** True for columns of an analysis of ours, whose names say what they hold; false for a reader's own statement. */
  ownColumns: boolean;
}

/** One result that could leave, and why it is not among those that do without being asked for. */
export interface Offer {
  /** Names the offer in choices. */
  id: string;
  cellId: string;
  cellTitle: string;
  result: string;
  title: string;
  /** Null until its rows are loaded. */
  table: SharedTable | null;
  columns: string[];
  /** Rows, or values, of single customers. */
  ofCustomers: boolean;
  /** A reader's own statement with so many rows that they may well be customers. */
  manyRows: boolean;
  stale: boolean;
  /** Chosen where the reader says nothing: aggregates that are current. */
  byDefault: boolean;
  ownColumns: boolean;
}

export const offerId = (cellId: string, result: string): string => `${cellId}/${result}`;

/** Everything that could leave. `known` answers for the ids of the open shop's customers. */
export function offersOf(cells: readonly CellWithResults[], known: KnownIds): Offer[] {
  return cells.flatMap((cell) =>
    cell.results.map(({ name, title, rows, shape, ownColumns }) => {
      const judged = toTable(rows ?? [], shape);
      const ofCustomers = isOfCustomers(judged, ownColumns ? null : known);
      const manyRows = !ownColumns && (rows?.length ?? 0) > MANY_ROWS;
      const stale = cell.status === 'stale';
      return {
        id: offerId(cell.cellId, name),
        cellId: cell.cellId,
        cellTitle: cell.title,
        result: name,
        title,
        table: rows && judged,
        columns: judged.columns.map((column) => column.name),
        ofCustomers,
        manyRows,
        stale,
        byDefault: rows !== null && !ofCustomers && !manyRows && !stale,
        ownColumns,
      };
    }),
  );
}

export interface Choice {
  /** Ids of offers. */
  offers: ReadonlySet<string>;
  /** `none` leaves rows of customers out even where their offer is chosen. */
  customers: CustomerRows;
}

export const defaultChoice = (offers: readonly Offer[]): Choice => ({
  offers: new Set(offers.filter(({ byDefault }) => byDefault).map(({ id }) => id)),
  customers: 'none',
});

/** Results that leave under a choice: the very tables the file will hold, by offer. */
export function leaving(
  offers: readonly Offer[],
  choice: Choice,
  known: KnownIds,
  draw: Draw = secretDraw,
): Map<string, SharedTable> {
  const chosen = offers.filter(
    ({ id, table, ofCustomers }) =>
      table && choice.offers.has(id) && !(ofCustomers && choice.customers === 'none'),
  );
  const judge = (offer: Offer) => (offer.ownColumns ? null : known);
  const renamed = choice.customers === 'pseudonyms' ? chosen.filter(({ ofCustomers }) => ofCustomers) : [];
  const names = pseudonyms(
    renamed.flatMap((offer) => (offer.table ? idsIn(offer.table, judge(offer)) : [])),
    draw,
  );
  return new Map(
    chosen.map((offer) => {
      const table = offer.table as SharedTable;
      return [offer.id, renamed.includes(offer) ? pseudonymised(table, names, judge(offer)) : table] as const;
    }),
  );
}

/** Why a file with these tables would not open again; null where it would. */
export function tooMuch(tables: ReadonlyMap<string, SharedTable>): Reason | null {
  let values = 0;
  for (const { columns, rows } of tables.values()) {
    if (rows.length > MAX_SHARED_ROWS)
      return { key: 'sharing_too_many_rows', values: { rows: rows.length, limit: MAX_SHARED_ROWS } };
    if (columns.length > MAX_SHARED_COLUMNS)
      return {
        key: 'sharing_too_many_columns',
        values: { columns: columns.length, limit: MAX_SHARED_COLUMNS },
      };
    values += columns.length * rows.length;
  }
  return values > MAX_SHARED_VALUES
    ? { key: 'sharing_too_many_values', values: { values, limit: MAX_SHARED_VALUES } }
    : null;
}

/** The tables of a choice, with what they answer and where they come from. */
export function sharedResults(
  document: NotebookDocument,
  cells: readonly CellWithResults[],
  offers: readonly Offer[],
  tables: ReadonlyMap<string, SharedTable>,
  of: { at: Date; customers: CustomerRows; scope: SharedResults['scope'] | null },
): SharedResults {
  const results: Record<string, SharedCell> = {};
  for (const cell of cells) {
    const own = cell.results.flatMap(({ name }) => {
      const table = tables.get(offerId(cell.cellId, name));
      return table ? [[name, table] as const] : [];
    });
    if (own.length === 0) continue;
    results[cell.cellId] = {
      question: cell.question,
      params: cell.params,
      context: cell.context,
      status: cell.status,
      ...(cell.headline === null ? {} : { headline: cell.headline }),
      results: Object.fromEntries(own),
    };
  }
  const hasCustomers = offers.some(({ id, ofCustomers }) => ofCustomers && tables.has(id));
  return {
    at: of.at.toISOString(),
    sources: document.sources.map(({ name, fingerprint }) => ({ name, sha256: fingerprint.sha256 })),
    rowsOfCustomers: hasCustomers ? of.customers : 'none',
    ...(of.scope ? { scope: of.scope } : {}),
    results,
  };
}
