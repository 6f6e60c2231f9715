import { describe, expect, it } from 'vitest';
import { VALUE_REASON_INPUTS } from '../../../src/intake/value-reasons';
import english from '../../../src/messages/en/values.json';
import chinese from '../../../src/messages/zh-CN/values.json';

/** Inputs that a message prints. */
const printed = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

describe.each([
  ['en', english],
  ['zh-CN', chinese],
] as const)('reasons about values in %s', (_, messages) => {
  it.each(Object.entries(VALUE_REASON_INPUTS))('%s is said with its inputs', (key, inputs) => {
    expect(printed((messages as Record<string, string>)[key] ?? '')).toEqual([...inputs].sort());
  });

  it('has no sentence that intake cannot say', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(VALUE_REASON_INPUTS).sort());
  });
});
