import type { Askable, ParamDefinition, ParamValues } from './define';

/** Params with defaults filled and what is unknown or unusable left out, so that a notebook of another version still runs. */
export function paramsWithDefaults(definition: Askable, given: ParamValues): ParamValues {
  const filled: ParamValues = {};
  for (const [name, param] of Object.entries(definition.params)) {
    if (usable(param, given[name], filled)) filled[name] = given[name];
    else
      filled[name] = param.kind === 'choice' && param.defaultFor ? param.defaultFor(filled) : param.default;
  }
  return filled;
}

/** True where a value can be used for a param as it stands; `before` are the params defined before it, already filled. */
export function usable(param: ParamDefinition, value: unknown, before: ParamValues = {}): boolean {
  if (value === undefined || value === null) return false;
  switch (param.kind) {
    case 'choice':
      return param.options.some((option) => option.value === value && (option.when?.(before) ?? true));
    case 'number':
      return typeof value === 'number' && value >= param.minimum && value <= param.maximum;
    case 'structured':
      try {
        param.validate(value);
        return true;
      } catch {
        return false;
      }
  }
}
