import { describe, expect, it } from 'vitest';
import { storageName } from '../../../src/storage/location';
import { loadPreferences, savePreferences } from '../../../src/storage/preferences';

function storage(initial: Record<string, string> = {}) {
  const values = new Map(Object.entries(initial));
  return () => ({
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  });
}
const blocked = () => {
  throw new DOMException('', 'SecurityError');
};

describe('preferences', () => {
  it('come back as they were kept', () => {
    const place = storage();
    expect(savePreferences({ locale: 'zh-CN', theme: 'dark' }, place)).toBe(true);
    expect(loadPreferences(place, ['en'])).toEqual({ locale: 'zh-CN', theme: 'dark' });
  });

  it.each([
    [[], 'en'],
    [['zh'], 'zh-CN'],
    [['zh-TW', 'en'], 'zh-CN'],
    [['de', 'zh-CN'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr'], 'en'],
  ])('follow the browser speaking %j: %s', (languages, locale) => {
    expect(loadPreferences(storage(), languages)).toEqual({ locale, theme: 'system' });
  });

  it.each(['', 'null', '7', '{', '{"locale":"xx","theme":{}}', '[]'])('survive %j', (text) => {
    const place = storage({ [storageName('preferences')]: text });
    expect(loadPreferences(place, [])).toEqual({ locale: 'en', theme: 'system' });
  });

  it('do without storage', () => {
    expect(loadPreferences(blocked, ['zh'])).toEqual({ locale: 'zh-CN', theme: 'system' });
    expect(savePreferences({ locale: 'en', theme: 'light' }, blocked)).toBe(false);
  });
});

describe('names in storage', () => {
  it('differ by the folder the page is served from, not by its file', () => {
    expect(storageName('x', '/regulars/index.html')).toBe('regulars:/regulars/:x');
    expect(storageName('x', '/regulars/')).toBe('regulars:/regulars/:x');
    expect(storageName('x', '/other/')).not.toBe(storageName('x', '/regulars/'));
  });
});
