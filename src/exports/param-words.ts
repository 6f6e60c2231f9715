import type { Askable, ParamValues } from '../analyses/define';
import { formatNumber } from '../messages/format';
import { m } from '../messages/speak';

/** A parameter as its form says it. */
export interface ParamWords {
  label: string;
  value: string;
}

/** The parameters that count, in the reader's language; structured ones (cut points, rules) only where they were changed. */
export function paramsInWords(definition: Pick<Askable, 'params'>, params: ParamValues): ParamWords[] {
  return Object.entries(definition.params).flatMap(([name, param]): ParamWords[] => {
    const value = params[name];
    if (value === null || value === undefined) return [];
    if (param.kind === 'structured') return [{ label: param.label(), value: m.report_param_changed() }];
    if (param.when && !param.when(params)) return [];
    if (param.kind === 'number') return [{ label: param.label(), value: plainNumber(value) }];
    const option = param.options.find((candidate) => candidate.value === value);
    return [{ label: param.label(), value: option?.label() ?? String(value) }];
  });
}

function plainNumber(value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return String(value);
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  return formatNumber(value, decimals);
}
