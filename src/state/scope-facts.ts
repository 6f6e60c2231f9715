import { contextVariables } from '../analyses/context';
import type { ColumnTypes, Row, SqlLiteral } from '../analyses/define';
import type { Dimension, Filters, NotebookDocument } from '../document/types';
import { DIMENSIONS } from '../document/types';
import type { EngineClient } from '../engine/client';
import { decodeBytes } from '../engine/decode';
import type { Outcome, RunRequest } from '../engine/protocol';
import scopeTotalsSql from '../orders/scope-totals.sql?raw';
import scopeValuesSql from '../orders/scope-values.sql?raw';
import { failureText } from './failure-text';
import type { Asked } from './plans';
import { contextOf, membersOf, type Covered } from './scope';

/** What filters leave. */
export interface ScopeTotals {
  customers: number;
  orders: number;
  revenue: number;
}

/** A value of a dimension, `''` for blank, and how many orders have it. */
export interface DimensionValue {
  value: string;
  orders: number;
}

/** Questions about filters rather than of cells: what they leave, and what there is to choose from. */
export class ScopeFacts {
  constructor(
    private readonly client: () => Promise<EngineClient>,
    private readonly inLine: <T>(work: () => Promise<T>) => Promise<T>,
    /** Null without data. */
    private readonly asked: () => Asked | null,
  ) {}

  /** Null without data. Rejects with the engine's sentence. */
  async totals(filters: Filters): Promise<ScopeTotals | null> {
    const [row] = await this.rows(filters, scopeTotalsSql, {}, TOTALS);
    return row
      ? { customers: Number(row.customers), orders: Number(row.orders), revenue: Number(row.revenue) }
      : null;
  }

  /** Values among the orders that the other filters leave, most orders first. Rejects with the engine's sentence. */
  async values(dimension: Dimension, filters: Filters): Promise<DimensionValue[]> {
    const { [dimension]: _, ...others } = filters.dimensions;
    const rows = await this.rows(
      { ...filters, dimensions: others },
      scopeValuesSql,
      { p_dimension: dimension },
      VALUES,
    );
    return rows.map(({ value, orders }) => ({ value: String(value), orders: Number(orders) }));
  }

  /** Does something while the views are narrowed as the notebook is; without data, as they stand. */
  async whileNarrowed<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.client();
    return this.inLine(async () => {
      const asked = this.asked();
      if (asked?.covered)
        await client.run(client.newJob(), requestOf(asked, asked.covered, asked.document.filters));
      return work();
    });
  }

  private async rows(
    filters: Filters,
    sql: string,
    variables: Record<string, SqlLiteral>,
    shape: ColumnTypes,
  ): Promise<Row[]> {
    const asked = this.asked();
    if (!asked?.covered) return [];
    const narrowing = requestOf(asked, asked.covered, filters);
    const request: RunRequest = {
      ...narrowing,
      steps: [{ name: 'rows', sql }],
      variables: { ...narrowing.variables, ...variables },
      results: { rows: shape },
    };
    const client = await this.client();
    const outcome: Outcome<Row[]> = await this.inLine(async () => {
      const ran = await client.run(client.newJob(), request);
      if (!ran.ok) return ran;
      const payload = ran.value.results.rows;
      return {
        ok: true,
        value: payload && 'arrow' in payload ? await decodeBytes(payload.arrow, shape) : [],
      };
    });
    if (!outcome.ok) throw new Error(await failureText(outcome.failure));
    return outcome.value;
  }
}

/** A run of nothing that leaves the views narrowed. */
function requestOf({ document, analyses }: Asked, covered: Covered, filters: Filters): RunRequest {
  const context = contextOf(document, covered, filters);
  return {
    steps: [],
    variables: contextVariables(context),
    results: {},
    members: membersOf(document, covered, context, analyses),
  };
}

const TOTALS = {
  customers: { type: 'integer' },
  orders: { type: 'integer' },
  revenue: { type: 'money' },
} satisfies ColumnTypes;

const VALUES = { value: { type: 'text' }, orders: { type: 'integer' } } satisfies ColumnTypes;

/** The dimensions that the file has a column for. */
export function dimensionsOf(document: NotebookDocument): Dimension[] {
  const mapped = document.sources.map(({ mapping }) => mapping);
  return DIMENSIONS.filter((dimension) =>
    mapped.some((mapping) =>
      dimension === 'first_product' ? (mapping.product ?? mapping.productName) : mapping[dimension],
    ),
  );
}
