import { m } from '../messages/speak';

/** Title and description of the notebook that the sample shop opens in, in the reader's language. */
export function sampleShopNotebook(): { title: string; description: string } {
  return { title: m.sample_title(), description: m.sample_description() };
}
