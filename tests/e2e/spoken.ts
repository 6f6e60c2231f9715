import { readFileSync } from 'node:fs';

export type Locale = 'en' | 'zh-CN';

/** A message as the catalogue has it, with its inputs filled in: what the page must say, word for word. */
export function spoken(
  locale: Locale,
  area: string,
  key: string,
  values: Record<string, string> = {},
): string {
  const path = new URL(`../../src/messages/${locale}/${area}.json`, import.meta.url);
  const message = (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)[key];
  if (typeof message !== 'string') throw new Error(`${locale}/${area}.json has no plain text “${key}”`);
  return message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
