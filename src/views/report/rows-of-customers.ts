import type { ResultShape, Results, Row } from '../../analyses/define';
import type { CustomerRows, SharedTable } from '../../document/types';
import { isOfCustomers, touches, type KnownIds } from '../../sharing/customer-columns';
import { idsIn, pseudonymised, pseudonyms, secretDraw, type Draw } from '../../sharing/pseudonyms';
import { toRows, toTable } from '../../sharing/tables';

/** A result, and whether its columns are an analysis' own, whose names say what they hold. */
export interface Held {
  rows: readonly Row[];
  shape: ResultShape;
  own: boolean;
}

/**
 * What a report says of single customers: nothing, their pseudonyms, or what the client's file says. Pseudonyms are
 * random, and the same throughout one report.
 */
export class RowsOfCustomers {
  private readonly names: ReadonlyMap<string, string>;

  /** `known` answers for the ids of the open shop's customers; `all` are the results that may be printed. */
  constructor(
    readonly choice: CustomerRows,
    private readonly known: KnownIds,
    all: readonly Held[],
    draw: Draw = secretDraw,
  ) {
    const ids = choice === 'real' ? [] : all.flatMap((held) => idsIn(tableOf(held), this.judge(held)));
    this.names = pseudonyms(ids, draw);
  }

  /** A table as it may be printed; null where it is of customers and these stay out. */
  printable(held: Held): Pick<Held, 'rows' | 'shape'> | null {
    const { rows, shape } = held;
    if (this.choice === 'real') return { rows, shape };
    const table = tableOf(held);
    if (!isOfCustomers(table, this.judge(held))) return { rows, shape };
    if (this.choice === 'none') return null;
    const renamed = pseudonymised(table, this.names, this.judge(held));
    const kept = renamed.columns.flatMap(({ name, type }) => {
      const column = shape[name];
      return column ? [[name, { ...column, type }] as const] : [];
    });
    return { rows: toRows(renamed), shape: Object.fromEntries(kept) };
  }

  /** Results as a figure may draw them: rows stay in their places, and name nobody unless they are to. */
  drawable(results: Results, shapes: Readonly<Record<string, ResultShape>>): Results {
    if (this.choice === 'real') return results;
    return Object.fromEntries(
      Object.entries(results).map(([name, rows]) => [name, this.anonymous(rows, shapes[name] ?? {})]),
    );
  }

  private anonymous(rows: Row[], shape: ResultShape): Row[] {
    const { columns, rows: values } = toTable([], shape);
    const kinds = touches({ columns, rows: values }, null);
    const touched = columns.map(({ name }, at) => ({ name, kind: kinds[at] ?? 'none' }));
    if (touched.every(({ kind }) => kind === 'none')) return rows;
    return rows.map((row) => {
      const copy = { ...row };
      for (const { name, kind } of touched) {
        if (kind === 'contact') copy[name] = null;
        if (kind === 'key') copy[name] = this.names.get(String(row[name])) ?? null;
      }
      return copy;
    });
  }

  private judge({ own }: Held): KnownIds | null {
    return own ? null : this.known;
  }
}

const tableOf = ({ rows, shape }: Held): SharedTable => toTable(rows, shape);
