import type { ParamValues, Row } from '../analyses/define';
import type { NotebookDocument } from '../document/types';
import { decodeBytes } from '../engine/decode';
import type { AsideLine, OpenedTable } from '../engine/opening-protocol';
import type { ImportReport } from '../engine/protocol';
import type { Mapping, Policies, ReadOptions } from '../intake/types';
import type { Engine } from './engine.svelte';
import type { Imports } from './imports.svelte';
import { failureText, reasonText } from './failure-text';
import { newOpener } from './new-opener';
import type { OpenReport } from './contracts';
import type { Notebook } from './notebook.svelte';
import type { Sharing } from './sharing.svelte';

/** What the page does, for the console, a bookmarklet or a browser driver: `window.regulars`. Every promise rejects with a plain sentence. */
export interface RegularsApi {
  readonly version: string;
  /** Settles once the engine runs and the page is sealed. */
  readonly ready: Promise<void>;
  /** The same path as a drop, without the dialog: what is not given is guessed. Opens a new notebook. */
  importFiles(
    files: File[],
    options?: { mapping?: Partial<Mapping>; policies?: Partial<Policies> },
  ): Promise<ImportReport>;
  /** A file as import reads it, before any meaning is given to it. */
  readTable(
    file: File,
    options?: Partial<ReadOptions>,
  ): Promise<{
    columns: string[];
    rows: string[][];
    evidence: OpenedTable['evidence'];
    /** Lines that are no rows of the table, each with why. */
    setAside: AsideLine[];
    /** What was mended while reading, in the reader's language. */
    notes: string[];
  }>;
  listAnalyses(): { id: string; title: string; params: Record<string, unknown> }[];
  /** Named results of an analysis over the open notebook's data; dates as ISO text, numbers as numbers. `asOf` is a param of all. */
  run(analysisId: string, params?: Record<string, unknown>): Promise<Record<string, Row[]>>;
  /** One SQL statement over the views `orders`, `customers`, `order_lines`, `data_window`. */
  query(sql: string): Promise<Row[]>;
  getDocument(): NotebookDocument | null;
  openDocument(document: unknown): Promise<OpenReport>;
  /**
   * `csv` and `json` of a cell's result, `svg` and `png` of its figure as it is drawn. `cell` is a cell's id or its
   * analysis; `result` one of its results, the main one when absent; `segment` keeps the customers of one segment.
   * `notebook` is the notebook's own file: with `results` `none` (the default), `aggregates`, or `customers`, whose rows
   * are under pseudonyms.
   */
  exportAs(
    format: string,
    target: { cell?: string; segment?: string; result?: string; results?: SharedKind },
  ): Promise<Blob>;
}

const SHARED_KINDS = ['none', 'aggregates', 'customers'] as const;
export type SharedKind = (typeof SHARED_KINDS)[number];

export function regularsApi(
  engine: Engine,
  notebook: Notebook,
  imports: Imports,
  sharing: () => Promise<Sharing>,
): RegularsApi {
  const ready = Promise.all([engine.client(), notebook.loaded]).then(() => undefined);
  return {
    version: __REGULARS_VERSION__,
    ready,
    async importFiles(files, options = {}) {
      if (files.length === 0) throw new RangeError('Give at least one file');
      return imports.importDirectly(files, options);
    },
    async readTable(file, options) {
      const outcome = await (await newOpener()).readTable(file, options);
      if (!outcome.ok) throw new Error(await failureText(outcome.failure));
      const { notes, ...table } = outcome.value;
      return { ...table, notes: await Promise.all(notes.map(reasonText)) };
    },
    listAnalyses: () =>
      notebook.analyses.map(({ id, title, params }) => ({
        id,
        title: title(),
        params: Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default])),
      })),
    run: (analysisId, params: ParamValues = {}) => notebook.runAnalysis(analysisId, params),
    async query(sql) {
      const client = await engine.client();
      const outcome = await notebook.facts.whileNarrowed(() => client.query(client.newJob(), sql));
      if (!outcome.ok) throw new Error(await failureText(outcome.failure));
      return decodeBytes(outcome.value);
    },
    getDocument: () => (notebook.document ? structuredClone(notebook.document) : null),
    openDocument: (document) => notebook.openValue(document),
    async exportAs(format, target = {}) {
      if (format !== 'notebook') return exportAs(notebook, format, target);
      const { results = 'none' } = target;
      if (!SHARED_KINDS.includes(results))
        throw new RangeError(`results is one of ${SHARED_KINDS.join(', ')}, not “${String(results)}”`);
      return (await sharing()).notebookFile(results);
    },
  };
}

async function exportAs(
  notebook: Notebook,
  format: string,
  target: { cell?: string; segment?: string; result?: string },
): Promise<Blob> {
  const wanted = target.cell ?? (target.segment === undefined ? undefined : 'rfm-segments');
  const cell = notebook.document?.cells.find(({ id, analysis }) => id === wanted || analysis === wanted);
  if (!cell) throw new Error(`The notebook has no cell “${wanted}”`);
  if (format !== 'svg' && format !== 'png')
    return notebook.exports.tableAs(cell.id, format, target.result, target.segment);
  const element = document.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cell.id)}"]`);
  const blob = element && (await notebook.exports.figureAs(cell.id, format, element));
  if (!blob) throw new Error(`The figure of ${wanted} is not drawn`);
  return blob;
}

declare global {
  const __REGULARS_VERSION__: string;
  interface Window {
    regulars: RegularsApi;
  }
}
