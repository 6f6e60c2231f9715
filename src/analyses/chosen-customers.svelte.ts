import type { FigureProps, Members, ResultShape, Row, Selection } from './define';

/** Columns that say nothing where they repeat another, or are blank: of files without names. */
const NAMES = { name: 'customer_key', product_name: 'product' } as const;

type Figure = Pick<FigureProps, 'context' | 'fetch' | 'select' | 'selection'>;

/** Customers as they are listed: rows with `customer_key`, and the columns that say something of them. */
export interface ListedCustomers {
  rows: Row[];
  shape: ResultShape;
}

/** What can be chosen: its mark, its title, and the customers it stands for. */
export interface Choice {
  mark: string;
  title: string;
  /** A query, or a way of one's own: for customers that may have come with the results. */
  members: Members | (() => Promise<ListedCustomers>);
  /** What else the selection says of the mark; `revenue` where it is not the rows' own. */
  also?: Partial<Pick<Selection, 'tone' | 'detail' | 'revenue'>>;
}

/**
 * Choosing the customers behind a mark of a figure: read when the mark is clicked, let go when it is clicked again.
 * What a later click or a later run has overtaken is dropped.
 */
export class ChosenCustomers {
  /** What is being read; null while nothing is. */
  pending = $state.raw<{ mark: string; title: string } | null>(null);
  /** What could not be read, and why. */
  failure = $state.raw<{ mark: string; title: string; reason: string } | null>(null);

  /**
   * @param figure the figure's props as they are now
   * @param shape columns of the customers, with `revenue` among them
   */
  constructor(
    private readonly figure: () => Figure,
    private readonly shape: ResultShape,
  ) {}

  /** False where there is no engine to ask: in a report, or in results that were sent. */
  get canChoose(): boolean {
    return this.figure().fetch !== undefined;
  }

  isChosen(mark: string): boolean {
    return this.figure().selection?.mark === mark;
  }

  isPending(mark: string): boolean {
    return this.pending?.mark === mark;
  }

  async toggle({ mark, title, members, also }: Choice): Promise<void> {
    const { context, select } = this.figure();
    const read = typeof members === 'function' ? members : this.reading(members);
    if (!read) return;
    this.failure = null;
    if (this.isChosen(mark)) {
      this.pending = null;
      select(null);
      return;
    }
    const asked = { mark, title };
    this.pending = asked;
    const isOvertaken = () => this.pending !== asked || this.figure().context !== context;
    try {
      const { rows, shape } = await read();
      if (isOvertaken()) return;
      const revenue = rows.reduce((sum, row) => sum + Number(row.revenue), 0);
      select({ title, mark, rows, shape, revenue, ...also });
    } catch (error) {
      if (isOvertaken()) return;
      this.failure = { mark, title, reason: error instanceof Error ? error.message : String(error) };
    } finally {
      // After a run in between too: nothing is being read for what is shown now.
      if (this.pending === asked) this.pending = null;
    }
  }

  /** From the engine; null without one. */
  private reading({ sql, variables }: Members): (() => Promise<ListedCustomers>) | null {
    const { fetch } = this.figure();
    if (!fetch) return null;
    return async () => {
      const rows = await fetch(sql, variables, this.shape);
      return { rows, shape: told(this.shape, rows) };
    };
  }
}

/** The columns that tell something of these rows. */
function told(shape: ResultShape, rows: readonly Row[]): ResultShape {
  const isSilent = (column: string): boolean => {
    const repeated = NAMES[column as keyof typeof NAMES];
    return (
      repeated !== undefined && rows.every((row) => row[column] === null || row[column] === row[repeated])
    );
  };
  return Object.fromEntries(Object.entries(shape).filter(([column]) => !isSilent(column)));
}
