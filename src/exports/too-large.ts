/** A table that a format cannot hold. The message is one sentence, in the reader's language, that names the way out. */
export class TableTooLarge extends Error {
  override name = 'TableTooLarge';
}
