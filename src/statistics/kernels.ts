import type { KernelName, KernelOptions, Row } from '../analyses/define';
import { kaplanMeierRows } from './kaplan-meier';

/**
 * A numeric step over the rows of earlier ones; pure, run in the worker. One that takes long is a generator: it yields
 * now and then, which is where it can be cancelled.
 */
export type Kernel = (
  rows: Row[],
  options: KernelOptions,
  others: readonly Row[][],
) => Row[] | Generator<void, Row[]>;

export const KERNELS: Record<KernelName, Kernel> = {
  'kaplan-meier': kaplanMeierRows,
};

/** Runs a kernel in one go, however long it takes. */
export function kernelRows(
  name: KernelName,
  rows: Row[],
  options: KernelOptions = {},
  others: readonly Row[][] = [],
): Row[] {
  const made = KERNELS[name](rows, options, others);
  if (Array.isArray(made)) return made;
  let part = made.next();
  while (!part.done) part = made.next();
  return part.value;
}
