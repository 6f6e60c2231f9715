import * as messages from './compiled/messages.js';
import type { Reason } from '../intake/types';

type Speakable = (inputs: Record<string, string | number>) => string;

/**
 * Says a reason in the reader's language. Names every message there is, so it is kept out of the first paint.
 * Throws on a key that does not exist: a test speaks every reason there is.
 */
export function say(reason: Reason): string {
  const message = (messages as unknown as Record<string, Speakable | undefined>)[reason.key];
  if (!message) throw new Error(`No message named ${reason.key}`);
  return message(reason.values ?? {});
}
