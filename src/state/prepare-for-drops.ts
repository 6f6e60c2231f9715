import type { Engine } from './engine.svelte';
import { loadReasons } from './failure-text';
import { loadOpener } from './new-opener';

/** Milliseconds of quiet after which a page just opened may do what nobody waits for. */
const QUIET = 1_500;
/** Characters of the sample shop that a rehearsal reads: some hundred lines. */
const EXAMPLE = 20_000;

/**
 * Has everything at hand that a dropped file needs: first the code, so that a page gone offline still reads, then, where
 * the page stands empty for a moment, a rehearsal: some lines of the sample shop are opened and imported up to the end,
 * and dropped. Engines compile what runs for the first time; the first file of a visit is read a third of a second sooner.
 */
export async function prepareForDrops(engine: Engine, isEmpty: () => boolean): Promise<void> {
  try {
    const client = await engine.client();
    const [{ Opener }] = await Promise.all([loadOpener(), loadReasons()]);
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    if (!isEmpty()) return;
    const opened = await Opener.prepare(await example());
    if (opened && isEmpty()) await client.rehearse(opened.tables);
  } catch {
    // Whatever failed is met again, and told, by the first drop.
  }
}

async function example(): Promise<File> {
  const { sampleShopDays } = await import('../sample-shop/generate');
  const days: string[] = [];
  let length = 0;
  for (const day of sampleShopDays({ lines: 2_000 })) {
    days.push(day);
    length += day.length;
    if (length > EXAMPLE) break;
  }
  return new File(days, 'example.csv');
}
