import type { Askable, ParamValues, RunContext } from '../analyses/define';
import type { Source } from '../document/types';
import { paramsInWords, type ParamWords } from './param-words';

/** Where numbers come from. Written into JSON; a CSV carries its as-of day in the file's name and nothing else, so that it stays one table. */
export interface Provenance {
  /** The notebook's title. */
  notebook: string;
  /** What the table shows, in the reader's language. */
  title: string;
  /** Null for a table that is of no analysis. */
  analysis: { id: string; version: number; result: string; definition: string } | null;
  params: ParamValues;
  /** The same parameters as the page says them. */
  settings?: ParamWords[];
  /** What was left out, a line each; absent where nothing was. */
  filters?: string[];
  asOf: string | null;
  /** First and last day the data covers, and the day up to which every order is known. */
  window: RunContext['window'] | null;
  sources: { name: string; bytes: number; sha256: string; rowsRead: number; rowsUsed: number }[];
}

export interface ProvenanceOf {
  notebook: string;
  definition: Askable;
  /** The cell's own name; the analysis' title where it has none. */
  title?: string | null;
  result: string;
  params: ParamValues;
  /** A line each, in the reader's language. */
  filters?: readonly string[];
  context: RunContext;
  sources: readonly Source[];
}

export function provenanceOf(of: ProvenanceOf): Provenance {
  const { definition, context } = of;
  return {
    notebook: of.notebook,
    title: of.title ?? definition.title(),
    analysis: {
      id: definition.id,
      version: definition.version,
      result: of.result,
      definition: definition.summary(),
    },
    params: of.params,
    settings: paramsInWords(definition, of.params),
    ...(of.filters && of.filters.length > 0 ? { filters: [...of.filters] } : {}),
    asOf: context.asOf,
    window: context.window,
    sources: of.sources.map(({ name, fingerprint, ledger }) => ({
      name,
      bytes: fingerprint.bytes,
      sha256: fingerprint.sha256,
      rowsRead: ledger.rowsRead,
      rowsUsed: ledger.rowsUsed,
    })),
  };
}
