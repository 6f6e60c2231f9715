import type { AnalysisDefinition } from './define';

const folders = import.meta.glob<{ default: AnalysisDefinition }>('./*/index.ts', { eager: true });

/** Who comes back, who they are, when: a new notebook starts so. Analyses not named here follow by id. */
const ORDER = ['cohort-retention', 'rfm-segments', 'repurchase-interval'];
const place = ({ id }: AnalysisDefinition): number => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);

/** Every analysis there is, one a folder, in the order a reader meets them. */
export const ANALYSES: readonly AnalysisDefinition[] = Object.values(folders)
  .map((folder) => folder.default)
  .sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1));
