import { describe, expect, test } from 'vitest';
import { FILE_FONTS, frame, resolveTokens } from '../../../src/plots/standalone';
import { textWidth, wrapText } from '../../../src/plots/text-width';

const TOKENS: Record<string, string> = {
  '--ink': 'light-dark(#211d19, #ebe9e5)',
  '--shade': 'light-dark(rgb(45 40 33 / .38), rgb(0 0 0 / .58))',
  '--plot-main': 'var(--ink)',
  '--loop': 'var(--loop)',
  '--font-sans': '-apple-system, "Segoe UI", sans-serif',
  '--font-serif': 'Charter, serif',
  '--paper': 'light-dark(#fcfbf8, #171513)',
  '--ink-2': '#504b45',
};
const lookup = (name: string) => TOKENS[name] ?? '';

describe('resolveTokens', () => {
  test('tokens become what the light theme shows, through other tokens and nested brackets', () => {
    expect(resolveTokens('<a fill="var(--plot-main)" stroke="var( --shade )"/>', lookup)).toBe(
      '<a fill="#211d19" stroke="rgb(45 40 33 / .38)"/>',
    );
    expect(resolveTokens('light-dark(light-dark(a, b), c) d', lookup)).toBe('a d');
  });

  test('font names stay inside the attribute', () => {
    expect(resolveTokens('<a style="font-family: var(--font-sans)"/>', lookup)).toBe(
      `<a style="font-family: -apple-system, 'Segoe UI', sans-serif"/>`,
    );
  });

  test('an unknown token and a circle are errors', () => {
    expect(() => resolveTokens('var(--inkk)', lookup)).toThrow('--inkk');
    expect(() => resolveTokens('var(--loop)', lookup)).toThrow();
    expect(() => resolveTokens('light-dark(#000', lookup)).toThrow();
  });
});

describe('frame', () => {
  const text = { title: 'A & B < C', footer: ['As of 9 Dec 2011', 'word '.repeat(200)] };
  const svg = resolveTokens(
    frame({ width: 600, height: 100 }, ({ x, y }) => `<svg x="${x}" y="${y}"/>`, text),
    lookup,
  );

  test('says its title, escaped, and stands on paper', () => {
    expect(svg).toContain('<title>A &amp; B &lt; C</title>');
    expect(svg).toContain('fill="#fcfbf8"');
    expect(svg).not.toMatch(/var\(|light-dark/);
  });

  test('says its language, and keeps texts as text', () => {
    expect(svg).toContain('xml:lang="en"');
    expect(svg).toMatch(/<text [^>]*>As of 9 Dec 2011<\/text>/);
  });

  test('grows with its footer and keeps every line inside', () => {
    const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
    const lines = [...svg.matchAll(/<text x="24" y="(\d+)"/g)].map((match) => Number(match[1]));
    expect(lines.length).toBeGreaterThan(4);
    expect(Math.max(...lines)).toBeLessThan(height);
  });
});

describe('wrapText', () => {
  test('no line is wider than asked, and nothing is lost', () => {
    const english =
      'December 2011 has 9 of its 31 days. Hatched cells are still filling and count in no average.';
    const lines = wrapText(english, 200);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(200);
    expect(lines.join(' ')).toBe(english);
  });

  test('Chinese breaks between characters, never before punctuation', () => {
    const chinese = '文件自2010年12月1日起，这一批很可能新老客户混在一起。表格与第一行均值保留。';
    const lines = wrapText(chinese, 120);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join('')).toBe(chinese);
    for (const line of lines) expect(line).not.toMatch(/^[，。]/);
  });
});

describe('the faces of files', () => {
  test.each(Object.entries(FILE_FONTS))(
    '%s has Latin first, Han of three systems, and a generic end',
    (_, stack) => {
      const faces = stack.split(', ').map((face) => face.replaceAll("'", ''));
      expect(faces[0]).toMatch(/^(Segoe UI|Cambria|Consolas)$/);
      expect(faces.some((face) => /^(PingFang SC|Songti SC|Menlo)$/.test(face))).toBe(true);
      expect(faces.some((face) => /^(Microsoft YaHei|SimSun)$/.test(face))).toBe(true);
      expect(faces.some((face) => /^Noto .* CJK SC$/.test(face))).toBe(true);
      expect(faces.at(-1)).toMatch(/^(sans-serif|serif|monospace)$/);
      expect(stack).not.toMatch(/"|-apple|system-ui/);
    },
  );
});
