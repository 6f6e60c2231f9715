import { contextVariables } from '../analyses/context';
import type { Row, SqlLiteral } from '../analyses/define';
import type { NotebookDocument, SqlCell } from '../document/types';
import columnsSql from '../statements/columns.sql?raw';
import { dependencyOrder } from '../statements/dependencies';
import { offsetOfError } from '../statements/position';
import { schemaOf, type SchemaRelation } from '../statements/schema';
import type { CellRuns } from './cell-runs.svelte';
import type { StatementError, StatementsState } from './contracts';
import { isSql, type RunPlan } from './plans';
import { ROWS } from './statement-asked';

/** What statements ask of the notebook. */
export interface StatementSource {
  readonly document: NotebookDocument | null;
  readonly hasData: boolean;
  planFor(cellId: string): RunPlan | null;
}

/** The notebook's SQL cells among themselves: what they can read, what they do read, where a mistake is. */
export class Statements implements StatementsState {
  private columns = $state.raw<{ relation: string; name: string; type: string }[]>([]);
  private isLearning = false;
  readonly all = $derived.by(() => this.source.document?.cells.filter(isSql) ?? []);
  readonly relations: readonly SchemaRelation[] = $derived.by(() =>
    schemaOf(
      this.columns,
      this.all.flatMap((cell) =>
        cell.name === null ? [] : [{ name: cell.name, columns: this.found(cell) }],
      ),
    ),
  );
  private readonly dependencies = $derived(dependencyOrder(this.all));

  constructor(
    private readonly source: StatementSource,
    private readonly runs: CellRuns,
  ) {}

  /** Reads what the canonical views hold, once: they are the same for every shop. Without an engine it is tried again. */
  learn(): void {
    if (this.isLearning || this.columns.length > 0) return;
    this.isLearning = true;
    void this.readColumns()
      .catch((problem: unknown) => console.error(problem))
      .finally(() => (this.isLearning = false));
  }

  private async readColumns(): Promise<void> {
    const rows = await this.runs.read(columnsSql, {});
    this.columns = rows.map(({ relation, name, type }) => ({
      relation: String(relation),
      name: String(name),
      type: String(type),
    }));
  }

  readsBy(cellId: string): string[] {
    const read = this.dependencies.reads.get(cellId) ?? [];
    return this.all.flatMap(({ id, name }) => (read.includes(id) && name !== null ? [name] : []));
  }

  error(cellId: string): StatementError | null {
    const fault = this.fault(cellId);
    if (fault?.cell !== cellId) return null;
    const { from, message, candidates } = fault;
    return { from, message, candidates };
  }

  errorIn(cellId: string): SqlCell | null {
    const fault = this.fault(cellId);
    if (!fault || fault.cell === cellId) return null;
    return this.all.find(({ id }) => id === fault.cell) ?? null;
  }

  /** What the engine had against the statement of a cell, in the text of whichever cell it stands. */
  private fault(cellId: string): (StatementError & { cell: string }) | null {
    const { status } = this.runs.of(cellId);
    const plan = this.source.planFor(cellId);
    if (status.kind !== 'failed' || status.failure.kind !== 'sql' || !plan?.origin) return null;
    const { message, position, candidates } = status.failure;
    const [step] = plan.definition.steps;
    if (position === null || !step || !('sql' in step)) return null;
    const origin = plan.origin(offsetOfError(step.sql, position, message));
    return origin && { cell: origin.cell, from: origin.offset, message, candidates };
  }

  /** Rows of a query of the page's own, in the scope of a cell. Rejects with the engine's sentence where it fails. */
  async look(cellId: string, sql: string, variables: Record<string, SqlLiteral>): Promise<Row[]> {
    const plan = this.source.planFor(cellId);
    if (!plan || !this.source.hasData) return [];
    return this.runs.read(sql, { ...contextVariables(plan.context), ...variables }, plan.members);
  }

  private found(cell: SqlCell): { name: string; type: string }[] {
    const shape = this.runs.of(cell.id).shapes[ROWS] ?? {};
    return Object.entries(shape).map(([name, { type }]) => ({ name, type }));
  }
}
