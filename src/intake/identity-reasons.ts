import type { Reason } from './types';

/**
 * Every sentence that is said about who is one customer, with the inputs it carries, as in reasons.ts. `column` and
 * `example` are quoted from the file.
 */
export const IDENTITY_REASON_INPUTS = {
  identity_suggest: ['count', 'n', 'column', 'example'],
  identity_suggest_guests: ['count', 'n', 'column'],
} as const;

type IdentityReasonKey = keyof typeof IDENTITY_REASON_INPUTS;

/** A reason whose inputs are checked when it is written. */
export function identityReason<Key extends IdentityReasonKey>(
  key: Key,
  values: Record<(typeof IDENTITY_REASON_INPUTS)[Key][number], string | number>,
): Reason {
  return { key, values };
}
