import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Keys that no source names in full, because they are put together from ids. Each family says from what. */
const PUT_TOGETHER: readonly RegExp[] = [
  // intake/types.ts: FIELDS, SET_ASIDE_REASONS, policies and their choices.
  /^import_(field|reason|policy|choice|preset)_/,
  // The names of segments and schemes, from the tables of rules.
  /^rfm_(segment|scheme)_/,
];

/** Texts that are the same in both languages: names, signs, formulas. */
const SAME_IN_BOTH: readonly RegExp[] = [
  // Nothing but inputs, digits, signs and punctuation.
  /^(\{\w+\}|[\s\d\p{P}\p{S}])*$/u,
  /^(Regulars|SQL|CSV|JSON|SVG|PNG|RFM|R|F|M|FM|n|English|Esc|M?BG\/NBD|Pareto\/NBD|\{title\} v\{version\})$/,
  // Chinese names that stay Chinese in English.
  /^\p{Script=Han}+$/u,
];

/** Latin letters that Chinese readers of the field use as they are. */
const TERMS = new Set(
  `Regulars DuckDB SQL CSV TSV JSON SVG PNG Excel UTF BOM GB GBK Windows RFM R F M Kaplan Meier KM n id ID MB kB KB
   Esc Enter Tab Ctrl Cmd Shift Ctrl+Z WebAssembly Wasm Chrome Edge Firefox Safari Shopify WooCommerce Stripe README
   Online Retail CDNOW UCI API URL HTML GitHub Python pandas Greenwood regulars json csv svg png English s ms h min vs
   p P Q W T H x X k K ISO Web IndexedDB OPFS PDF Markdown B C t D I IANA Wilson
   FM rfm log v gzip Parquet XML UTC Magento Square Etsy SHA MiB age xlsx xlsb xls ods zip Numbers OpenDocument
   BG MBG NBD Pareto r a a+b`.split(/\s+/),
);

const MESSAGES = join(import.meta.dirname, '../../src/messages');
const SOURCE = join(import.meta.dirname, '../../src');

interface Variants {
  declarations: string[];
  selectors: string[];
  match: Record<string, string>;
}
type Message = string | Variants[];
type Area = Record<string, Message>;

const areasOf = (locale: string) =>
  readdirSync(join(MESSAGES, locale))
    .filter((name) => name.endsWith('.json'))
    .sort();
const read = (locale: string, area: string) =>
  JSON.parse(readFileSync(join(MESSAGES, locale, area), 'utf8')) as Area;
const areas = areasOf('en');
const english = new Map(areas.map((area) => [area, read('en', area)]));
const chinese = new Map(areasOf('zh-CN').map((area) => [area, read('zh-CN', area)]));

/** Both texts of every message that has both. */
const pairs = areas.flatMap((area) =>
  Object.entries(english.get(area)!)
    .filter(([key]) => chinese.get(area)?.[key] !== undefined)
    .map(([key, en]) => ({ key, en: textsOf(en), zh: textsOf(chinese.get(area)![key]!) })),
);

function textsOf(message: Message): string[] {
  if (typeof message === 'string') return [message];
  return message.flatMap(({ match }) => Object.values(match));
}

const inputsIn = (texts: string[]) =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))].sort();

const sources = (readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }) as string[])
  .filter((file) => /\.(ts|svelte)$/.test(file) && !/^messages[\\/]compiled/.test(file))
  .map((file) => ({ file, text: readFileSync(join(SOURCE, file), 'utf8') }));

describe('messages', () => {
  it('the same area files are there in both languages, and the compiler reads each of them', () => {
    expect(areasOf('zh-CN')).toEqual(areas);
    const settings = JSON.parse(
      readFileSync(join(MESSAGES, 'project.inlang/settings.json'), 'utf8'),
    ) as Record<string, { pathPattern: string[] }>;
    const { pathPattern } = settings['plugin.inlang.messageFormat']!;
    expect(pathPattern.map((path) => path.replace('./{locale}/', '')).sort()).toEqual(areas);
  });

  it('no key is in two areas', () => {
    const places = new Map<string, string[]>();
    for (const [area, texts] of english) {
      for (const key of Object.keys(texts)) places.set(key, [...(places.get(key) ?? []), area]);
    }
    const twice = [...places].filter(([, found]) => found.length > 1);
    expect(twice.map(([key, found]) => `${key}: ${found.join(', ')}`)).toEqual([]);
  });

  it('both languages have the same keys', () => {
    const missing = areas.flatMap((area) => {
      const [en, zh] = [english.get(area)!, chinese.get(area) ?? {}];
      return [
        ...Object.keys(en)
          .filter((key) => !(key in zh))
          .map((key) => `${area}: ${key} is not in zh-CN`),
        ...Object.keys(zh)
          .filter((key) => !(key in en))
          .map((key) => `${area}: ${key} is not in en`),
      ];
    });
    expect(missing).toEqual([]);
  });

  it('both texts of a message use the same inputs', () => {
    const different = pairs.filter(({ en, zh }) => inputsIn(en).join() !== inputsIn(zh).join());
    expect(different.map(({ key, en, zh }) => `${key}: en {${inputsIn(en)}}, zh {${inputsIn(zh)}}`)).toEqual(
      [],
    );
  });

  it('a plural has a text for every other number', () => {
    const bad = areas.flatMap((area) =>
      Object.entries(english.get(area)!).flatMap(([key, message]) => {
        if (typeof message === 'string') return [];
        const plurals = message.filter(({ declarations }) =>
          declarations.some((text) => text.includes(': plural')),
        );
        const cases = plurals.flatMap(({ match }) => Object.keys(match)).join(' ');
        return plurals.length === 0 || /=(other|\*)/.test(cases) ? [] : [`${key}: ${cases}`];
      }),
    );
    expect(bad).toEqual([]);
  });

  it('nothing is left untranslated', () => {
    const same = pairs.filter(({ en, zh }) => zh.some((text) => en.includes(text)));
    const unsaid = same.filter(
      ({ zh }) => !SAME_IN_BOTH.some((allowed) => zh.every((text) => allowed.test(text))),
    );
    expect(unsaid.map(({ key, zh }) => `${key}: ${zh.join(' | ')}`)).toEqual([]);
  });

  it('Chinese texts hold no Latin words but the terms of the field', () => {
    const found = pairs.flatMap(({ key, zh }) => {
      const plain = zh.map((text) => text.replace(/\{\w+\}/g, ' ')).join(' ');
      const words = [...plain.matchAll(/[A-Za-z][A-Za-z+]*/g)].map(([word]) => word);
      const foreign = words.filter((word) => !TERMS.has(word));
      return foreign.length ? [`${key}: ${foreign.join(', ')}`] : [];
    });
    expect(found).toEqual([]);
  });

  it('Chinese texts have no spaces by hand between Han and Latin, and full-width punctuation', () => {
    const found = pairs.flatMap(({ key, zh }) =>
      zh
        .filter((text) =>
          /\p{Script=Han} [\w{]|[\w}] \p{Script=Han}|\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u.test(
            text,
          ),
        )
        .map((text) => `${key}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('no text is empty', () => {
    const found = pairs.filter(({ en, zh }) => [...en, ...zh].some((text) => text.trim() === ''));
    expect(found.map(({ key }) => key)).toEqual([]);
  });

  it('every message is said somewhere', () => {
    const named = new Set(
      sources.flatMap(({ text }) => text.match(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/gi) ?? []),
    );
    const keys = areas.flatMap((area) => Object.keys(english.get(area)!));
    const unsaid = keys.filter((key) => !named.has(key) && !PUT_TOGETHER.some((family) => family.test(key)));
    expect(unsaid).toEqual([]);
  });

  it('every key named in a reason exists', () => {
    const keys = new Set(areas.flatMap((area) => Object.keys(english.get(area)!)));
    const unknown = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\bkey: '([a-z0-9]+(?:_[a-z0-9]+)+)'/g)]
        .filter(([, key]) => !keys.has(key!))
        .map(([, key]) => `${file}: ${key}`),
    );
    expect(unknown).toEqual([]);
  });
});
