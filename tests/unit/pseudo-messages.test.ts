import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accented, accentedMarkdown, accentedModule } from '../tools/pseudo-messages.mjs';

const folder = new URL('../../src/messages/', import.meta.url);
const english = readdirSync(new URL('en/', folder)).flatMap((file) =>
  Object.values(JSON.parse(readFileSync(new URL(`en/${file}`, folder), 'utf8')) as Record<string, unknown>),
);
const plain = english.filter((text): text is string => typeof text === 'string');

describe('the pseudo-locale', () => {
  it('lengthens the catalogue by about a third and leaves no plain letter', () => {
    const lengths = plain.map((text) => text.replace(/\{\w+\}/g, ''));
    const all = lengths.join('');
    const longer = accented(all);
    expect([...longer].length / [...all].length).toBeGreaterThan(1.25);
    expect([...longer].length / [...all].length).toBeLessThan(1.4);
    expect(longer).not.toMatch(/[A-Za-z]/);
  });

  it('accents every English text of a compiled module, and nothing else', () => {
    const code = [
      "import { getLocale } from '../runtime.js';",
      'const en_a_b = /** @type {(i: X) => LocalizedString} */ (i) => {const plural = registry.plural("en", i?.count, {});',
      '\tif (plural === "one") return /** @type {LocalizedString} */ (`One **row**\\n of ${i?.name}`);',
      '\treturn /** @type {LocalizedString} */ (`${i?.n} rows`);',
      '};',
      '',
      'const zh_cn2_a_b = /** @type {(i: X) => LocalizedString} */ (i) => {',
      '\treturn /** @type {LocalizedString} */ (`${i?.n} CSV`)',
      '};',
      '',
      '/**',
      '* "one" One row',
      '*/',
      'export const a_b = () => en_a_b()',
    ].join('\n');
    const made = accentedModule(code);
    expect(made).toContain('(`Óñéé **ŕóóŵ**\\n óóƒ ${i?.name}`)');
    expect(made).toContain('(`${i?.n} ŕóóŵš`)');
    expect(made.replace('Óñéé **ŕóóŵ**\\n óóƒ', 'One **row**\\n of').replace('ŕóóŵš', 'rows')).toBe(code);
  });

  it('keeps code, addresses and links of method notes', () => {
    expect(accentedMarkdown('Use `n` of [it](https://a.b/c) <br> now')).toBe(
      'Úšéé `n` óóƒ [ííţ](https://a.b/c) <br> ñóóŵ',
    );
  });
});
