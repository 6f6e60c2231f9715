import type { AnalysisDefinition } from './define';
import { familiesOf } from './families';

const folders = import.meta.glob<{ default: AnalysisDefinition }>('./*/index.ts', { eager: true });

/** Every analysis there is, one a folder, in the order a reader meets them. */
export const ANALYSES: readonly AnalysisDefinition[] = familiesOf(
  Object.values(folders).map((folder) => folder.default),
).flatMap((family) => family.analyses);
