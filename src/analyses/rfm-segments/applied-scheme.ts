import { m } from '../../messages/speak';
import type { SavedScheme } from '../../document/types';
import type { ParamValues } from '../define';

/** Which saved scheme a cell took, and which version of it. */
export interface AppliedScheme {
  id: string;
  name: string;
  version: number;
}

/** What a scheme is: everything that decides who is in which segment. Names are public: notebooks hold them. */
const SCHEME_PARAMS = ['scheme', 'cut', 'orders', 'cutPoints', 'rules', 'weights'] as const;

/** The params of a cell that make up its scheme, null where the default holds; nothing shared with the cell. */
export function schemeParams(params: ParamValues): ParamValues {
  const chosen = SCHEME_PARAMS.map((name) => [name, params[name] ?? null]);
  return JSON.parse(JSON.stringify(Object.fromEntries(chosen))) as ParamValues;
}

/** What a cell changes to take a scheme. Anything else that the scheme's file brings is left alone. */
export function takingScheme({ id, name, version, params }: SavedScheme): ParamValues {
  return { ...schemeParams(params), applied: { id, name, version } };
}

/** True where a cell scores otherwise than the scheme. */
export function differsFrom(scheme: SavedScheme, params: ParamValues): boolean {
  return JSON.stringify(schemeParams(scheme.params)) !== JSON.stringify(schemeParams(params));
}

export function appliedScheme(params: ParamValues): AppliedScheme | null {
  return params.applied ? validateApplied(params.applied) : null;
}

/** `{id, name, version}`. Throws a sentence for the reader. */
export function validateApplied(value: unknown): AppliedScheme {
  const { id, name, version } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof version !== 'number')
    throw new Error(m.rfm_applied_bad());
  return { id, name, version };
}
