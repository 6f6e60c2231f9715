import { DOCUMENT_VERSION, type AnalysisCell, type NotebookDocument, type Source } from './types';

/** 96 random bits as 24 hex digits. `crypto.randomUUID` is missing where the page is served over plain http. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export interface NewDocument {
  title: string;
  description?: string;
  sources?: Source[];
  cells?: AnalysisCell[];
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
    filters: { asOf: given.asOf ?? null },
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
