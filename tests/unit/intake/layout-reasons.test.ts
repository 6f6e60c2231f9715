import { describe, expect, it } from 'vitest';
import { LAYOUT_REASON_INPUTS } from '../../../src/intake/layout-reasons';
import english from '../../../src/messages/en/layout.json';
import chinese from '../../../src/messages/zh-CN/layout.json';
import { sayReason } from '../../../src/messages/reasons';
import { overwriteGetLocale } from '../../../src/messages/speak';

const languages: Record<'en' | 'zh-CN', Record<string, unknown>> = { en: english, 'zh-CN': chinese };

describe.each(['en', 'zh-CN'] as const)('what opening says, in %s', (locale) => {
  it.each(Object.entries(LAYOUT_REASON_INPUTS))('%s', (key, inputs) => {
    const printed = JSON.stringify(languages[locale][key]).match(/\{(\w+)\}/g) ?? [];
    const expected = inputs.filter((input) => input !== 'count').map((input) => `{${input}}`);
    expect([...new Set(printed)].sort()).toEqual(expected.sort());
    overwriteGetLocale(() => locale);
    for (const n of [1, 5]) {
      const values = Object.fromEntries(inputs.map((input) => [input, n]));
      expect(sayReason({ key, values })).not.toMatch(/[{}]|undefined/);
    }
  });

  it('has no sentence that is not listed', () => {
    expect(Object.keys(languages[locale]).sort()).toEqual(Object.keys(LAYOUT_REASON_INPUTS).sort());
  });
});
