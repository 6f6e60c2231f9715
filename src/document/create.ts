import {
  DOCUMENT_VERSION,
  type AnalysisCell,
  type Cell,
  type Filters,
  type NotebookDocument,
  type SavedSegment,
  type SegmentCell,
  type Source,
  type SqlCell,
  type TextCell,
} from './types';

/** 96 random bits as 24 hex digits. `crypto.randomUUID` is missing where the page is served over plain http. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Everything counts, up to the last day the data covers. */
export const NO_FILTERS: Filters = { asOf: null, from: null, to: null, dimensions: {}, segment: null };

export interface NewDocument {
  title: string;
  description?: string;
  sources?: Source[];
  cells?: Cell[];
  locale?: NotebookDocument['locale'];
  asOf?: string | null;
}

export function newDocument(given: NewDocument): NotebookDocument {
  return {
    format: 'regulars',
    version: DOCUMENT_VERSION,
    id: newId(),
    title: given.title,
    description: given.description ?? '',
    sources: given.sources ?? [],
    filters: { ...NO_FILTERS, asOf: given.asOf ?? null },
    cells: given.cells ?? [],
    segments: [],
    locale: given.locale ?? null,
  };
}

/** A cell that runs an analysis as it is defined today; `params` holds only what differs from the defaults. */
export function newAnalysisCell(
  analysis: { id: string; version: number },
  params: Record<string, unknown> = {},
): AnalysisCell {
  return {
    id: newId(),
    kind: 'analysis',
    analysis: analysis.id,
    analysisVersion: analysis.version,
    title: null,
    params,
  };
}

export function newTextCell(text = ''): TextCell {
  return { id: newId(), kind: 'text', title: null, text };
}

export function newSqlCell(sql = '', title: string | null = null): SqlCell {
  return { id: newId(), kind: 'sql', title, name: null, sql };
}

export function newSegmentCell(segment: string): SegmentCell {
  return { id: newId(), kind: 'segment', title: null, segment };
}

/** A saved segment under a new id; a tone that is undefined is left out. */
export function newSegment({
  tone,
  ...rule
}: Pick<SavedSegment, 'name' | 'analysis' | 'mark' | 'customers'> & {
  params: Record<string, unknown>;
  tone?: string | undefined;
}): SavedSegment {
  return { id: newId(), ...rule, ...(tone === undefined ? {} : { tone }) };
}
