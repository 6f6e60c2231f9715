import type { Failure } from '../engine/protocol';
import type { Reason } from '../intake/types';
import { m } from '../messages/speak';

/** A failure as one sentence in the reader's language. */
export async function failureText(failure: Failure): Promise<string> {
  if (failure.kind === 'refused') return reasonText(failure.reason);
  if (failure.kind === 'cancelled') return m.state_cancelled();
  if (failure.kind === 'out-of-memory') return m.state_out_of_memory();
  return failure.message;
}

/** Reasons can name any message: their code is no part of the first paint. */
export const loadReasons = () => import('../messages/reasons');

/** A reason as one sentence. */
export async function reasonText(reason: Reason): Promise<string> {
  const { sayReason } = await loadReasons();
  return sayReason(reason);
}
