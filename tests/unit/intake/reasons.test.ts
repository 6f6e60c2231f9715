import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASON_INPUTS } from '../../../src/intake/reasons';
import english from '../../../src/messages/en/import.json';
import chinese from '../../../src/messages/zh-CN/import.json';
import { say } from '../../../src/messages/say';
import { overwriteGetLocale } from '../../../src/messages/speak';

const keys = Object.entries(REASON_INPUTS);
const languages = { en: english, 'zh-CN': chinese } as unknown as Record<
  'en' | 'zh-CN',
  Record<string, unknown>
>;

/** Inputs that a message prints; the one that chooses the plural is not printed. */
function printed(message: unknown): string[] {
  return [...new Set(JSON.stringify(message).match(/\{(\w+)\}/g) ?? [])]
    .map((name) => name.slice(1, -1))
    .sort();
}

describe.each(['en', 'zh-CN'] as const)('reasons in %s', (locale) => {
  it.each(keys)('%s is said with its inputs', (key, inputs) => {
    expect(printed(languages[locale][key])).toEqual(inputs.filter((input) => input !== 'count').sort());
    overwriteGetLocale(() => locale);
    const values = Object.fromEntries(inputs.map((input, index) => [input, index + 2]));
    expect(say({ key, values })).not.toMatch(/[{}]|undefined/);
  });

  it('has no sentence that intake cannot say', () => {
    const said = Object.keys(languages[locale]).filter((key) => key.startsWith('intake_'));
    expect(said.filter((key) => !(key in REASON_INPUTS))).toEqual([]);
  });
});

it('ends every refusal with what to do', () => {
  for (const [key] of keys.filter(([key]) => /^intake_(refused|no)_/.test(key))) {
    expect(String(languages.en[key])).toMatch(
      /(Export|export|Choose|choose|Open|Unpack|Save|Check)[^.]*(\.[^.]*)*\.$/,
    );
    expect(String(languages['zh-CN'][key])).toMatch(/请|改为/);
  }
});

it('finds every reason used somewhere in the source', () => {
  const folders = ['src/intake', 'src/worker/import'];
  const source = folders
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('/reasons.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const unused = keys.map(([key]) => key).filter((key) => !source.includes(`'${key}'`));
  expect(unused).toEqual([]);
});
