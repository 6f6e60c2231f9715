import { m } from './speak';

/** Why a value identifies nobody, as it is said: a name for each of the refusals of intake. */
export const REFUSAL_NAMES = {
  masked: m.identity_refusal_masked,
  stand_in: m.identity_refusal_stand_in,
  damaged: m.identity_refusal_damaged,
  unreadable: m.identity_refusal_unreadable,
  shared: m.identity_refusal_shared,
} satisfies Record<string, () => string>;
