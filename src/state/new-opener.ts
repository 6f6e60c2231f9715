import type { Opener } from '../engine/opener';

/** The opener's code: no part of the first paint, but there before a file is, so that a page gone offline still reads. */
export const loadOpener = () => import('../engine/opener');

export async function newOpener(): Promise<Opener> {
  const { Opener } = await loadOpener();
  return new Opener();
}
