import type { AnalysisDefinition } from './define';

const folders = import.meta.glob<{ default: AnalysisDefinition }>('./*/index.ts', { eager: true });

/** Every analysis there is, one a folder, in the order a reader meets them. */
export const ANALYSES: readonly AnalysisDefinition[] = Object.values(folders).map((folder) => folder.default);

export function analysisById(id: string): AnalysisDefinition | null {
  return ANALYSES.find((analysis) => analysis.id === id) ?? null;
}
