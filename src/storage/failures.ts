import type { Reason } from '../intake/types';
import { nameOf } from './key-value';

/** True where the browser says that there is no room. Firefox has a name of its own. */
export function isOutOfRoom(error: unknown): boolean {
  const name = nameOf(error);
  return name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED';
}

/** A failure of storage as a sentence that says what to do. */
export function storageFailure(error: unknown): Reason {
  if (isOutOfRoom(error)) return { key: 'document_storage_full' };
  const name = nameOf(error);
  // No `indexedDB` at all is a ReferenceError or a TypeError; a private window or a blocked site a SecurityError.
  const blocked = ['SecurityError', 'NotAllowedError', 'ReferenceError', 'TypeError'];
  if (blocked.includes(name)) return { key: 'document_storage_blocked' };
  return { key: 'document_storage_failed', values: { detail: name || String(error) } };
}
