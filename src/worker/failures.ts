import type { Failure, Outcome } from '../engine/protocol';
import type { Reason } from '../intake/types';

/** Thrown inside the worker where a file cannot be used; turned into data at the boundary. */
export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(reason.key);
  }
}

/** Thrown where a job was cancelled. */
export class Cancelled extends Error {}

/** Runs a job and returns what is expected to go wrong as data; only mistakes of ours are thrown. */
export async function settled<T>(job: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await job() };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}

/** An error from the engine or ours as data. DuckDB writes its own as JSON (`errors_as_json`), some with a prefix before it. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Refused) return { kind: 'refused', reason: error.reason };
  if (error instanceof Cancelled) return { kind: 'cancelled' };
  const message = error instanceof Error ? error.message : String(error);
  if (/query was canceled|interrupted/i.test(message)) return { kind: 'cancelled' };
  const details = engineDetails(message);
  const text = details?.exception_message ?? message;
  if (
    /out of memory|malloc of size|memory access out of bounds|allocation failure/i.test(
      `${details?.exception_type ?? ''} ${text}`,
    )
  ) {
    return { kind: 'out-of-memory', message: text };
  }
  // A trap leaves the instance in an unknown state: it must be started again.
  if (
    error instanceof WebAssembly.RuntimeError ||
    /unreachable|table index is out of bounds|signature mismatch/.test(text)
  ) {
    return { kind: 'engine-lost', message: text };
  }
  return {
    kind: 'sql',
    message: text,
    position: details?.position === undefined ? null : Number(details.position),
    candidates:
      details?.candidates
        ?.split(',')
        .map((name) => name.trim())
        .filter(Boolean) ?? [],
  };
}

interface EngineDetails {
  exception_type?: string;
  exception_message?: string;
  position?: string;
  candidates?: string;
}

function engineDetails(message: string): EngineDetails | null {
  const start = message.indexOf('{');
  if (start < 0) return null;
  try {
    const parsed: unknown = JSON.parse(message.slice(start, message.lastIndexOf('}') + 1));
    return typeof parsed === 'object' && parsed !== null ? parsed : null;
  } catch {
    // Not every message with a brace is JSON; then the message itself is all there is.
    return null;
  }
}
