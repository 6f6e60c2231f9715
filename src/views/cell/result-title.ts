import type { Askable } from '../../analyses/define';

/** What a result is called; its public name, which scripts use, where the analysis gives it no other. */
export function resultTitle(definition: Pick<Askable, 'resultTitles'>, name: string): string {
  return definition.resultTitles?.[name]?.() ?? name;
}
