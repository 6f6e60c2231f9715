import type { KernelName, Row } from '../analyses/define';
import { kaplanMeierRows } from './kaplan-meier';

/** A numeric step over the rows of an earlier one; pure, run in the worker. */
export type Kernel = (rows: Row[], options: Record<string, number>) => Row[];

export const KERNELS: Record<KernelName, Kernel> = {
  'kaplan-meier': kaplanMeierRows,
};
