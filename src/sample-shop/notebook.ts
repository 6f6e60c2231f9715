import { m } from '../messages/speak';

/** The finished notebook that the sample shop opens in, in the reader's language: its name, and what it is made of. */
export function sampleShopNotebook(): { title: string; description: string; start: 'sample-shop' } {
  return { title: m.sample_title(), description: m.sample_description(), start: 'sample-shop' };
}
