import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownMarkup } from '../../../../src/exports/report/markdown';
import { safeSvg } from '../../../../src/exports/report/safe-svg';
import { parseMarkup } from './parse-markup';

const TEXT_TAGS = new Set(
  'p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del br hr table thead tbody tr th td'.split(' '),
);
/** What HTML and this XML parser read alike. */
const readable = (text: string) =>
  text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '').replace(/&(?=[\w#]+;)/g, '+');

const pieces = fc.constantFrom(
  '<script>',
  '</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '![b](http://x/y.png)',
  '<http://x>',
  '<a href="',
  '">',
  '`',
  '```\n',
  '\n\n',
  '# ',
  '- [x] ',
  '1. ',
  '> ',
  '| a | b |\n|:-:|--:|\n| ',
  '**',
  '_',
  '~~',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<svg onload=x>',
  '[c]: http://x "t"\n',
  '[c]',
  '\\',
  '  \n',
  '---\n',
  'text',
  '<div>\n',
  'www.x.org',
  'a@b.c',
);

describe('Markdown', () => {
  const elementsOf = (text: string) => parseMarkup(`<div>${markdownMarkup(readable(text), 2).html}</div>`);

  it('keeps its structure, and says links and pictures', () => {
    expect(
      markdownMarkup('# T\n\n[the *paper*](https://x.org), ![a chart](y.png), <b>bold</b>\n\n- [x] done', 2)
        .html,
    ).toBe(
      '<h3>T</h3>\n<p>the <em>paper</em>, a chart, &lt;b&gt;bold&lt;/b&gt;</p>\n<ul>\n<li>☑ done</li>\n</ul>\n',
    );
  });

  it('is inert whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 14 }), (parts) => {
        for (const { name, attributes } of elementsOf(parts.join('')).elements.slice(1)) {
          expect(TEXT_TAGS).toContain(name);
          for (const attribute of Object.keys(attributes)) expect(['align', 'start']).toContain(attribute);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('a figure', () => {
  const cleaned = (svg: string) => safeSvg(svg, 'f1-', 'A "label"')?.html ?? null;

  it('keeps its drawing, and gives its ids a name of their own', () => {
    expect(
      cleaned(
        `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" font-family="serif" style="font-family: &quot;Noto Sans&quot;, sans-serif"><defs><clipPath id="c"><rect width="5" height="5"/></clipPath></defs><g clip-path="url(#c)" style="fill: url('#c'); background: red; x"><use href="#c"/><text>a &lt; b &amp; c</text></g></svg>`,
      ),
    ).toBe(
      `<svg width="60" height="20" font-family="'Noto Sans', sans-serif" viewBox="0 0 60 20" preserveAspectRatio="xMinYMin meet" role="img" aria-label="A &quot;label&quot;"><defs><clipPath id="f1-c"><rect width="5" height="5"/></clipPath></defs><g clip-path="url(#f1-c)" fill="url(#f1-c)"><use href="#f1-c"/><text>a &lt; b &amp; c</text></g></svg>`,
    );
  });

  it.each([
    '<script>alert(1)</script>',
    '<script><g/>alert(1)</script>',
    '<foreignObject><body onload="alert(1)"/></foreignObject>',
    '<image href="http://x/y.png"/>',
    '<a href="javascript:alert(1)"><text>x</text></a>',
    '<style>@import url(http://x)</style>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<!-- <script>alert(1)</script> -->',
    '<SCRIPT>alert(1)</SCRIPT>',
  ])('drops %s whole', (bad) => {
    expect(cleaned(`<svg width="1" height="1">${bad}<g/></svg>`)).toMatch(/^<svg [^<>]*><g\/><\/svg>$/);
  });

  it.each([
    'onload="alert(1)"',
    'href="http://x"',
    'xlink:href="data:text/html,x"',
    'fill="url(http://x)"',
    'style="fill: u\\72l(http://x)"',
    'style="background: image-set(\'http://x\')"',
    'fill="url(&#x68;ttp://x)"',
    'xmlns:x="http://x"',
    'id="a&quot;&gt;<b"',
  ])('drops the attribute %s', (bad) => {
    expect(cleaned(`<svg width="1" height="1"><g ${bad} x="1"/></svg>`)).toMatch(
      /<g (x="1")?\/?>|^[^<]*$|<g x="1"\/>/,
    );
    expect(cleaned(`<svg width="1" height="1"><g ${bad} x="1"/></svg>`) ?? '').not.toMatch(
      /alert|http|data:|image-set|<b/,
    );
  });

  it.each(['', 'no figure', '<p>x</p>', '<svg><g></svg>', '<svg', '<script/>'])('%j is none', (text) => {
    expect(cleaned(text)).toBeNull();
  });

  it('closes an ampersand that is left open, and leaves those that are not', () => {
    const made = cleaned('<svg><text x="a & b&c &amp; &lt;">t</text></svg>');
    expect(parseMarkup(made!).elements[1]!.attributes.x).toBe('a & b&c & <');
    const styled = cleaned('<svg><text style="font-family:A &amp; B;fill:red">t</text></svg>');
    expect(parseMarkup(styled!).elements[1]!.attributes).toMatchObject({
      'font-family': 'A & B',
      fill: 'red',
    });
    // By a name that only HTML knows a way out could be spelt.
    const spelt = cleaned('<svg><text x="url&lpar;https://evil.example/)">t</text></svg>');
    expect(parseMarkup(spelt!).elements[1]!.attributes.x).toBe('url&lpar;https://evil.example/)');
  });

  it('is well-formed and inert whatever comes in', () => {
    const bits = fc.constantFrom(
      '<svg>',
      '</svg>',
      '<g>',
      '</g>',
      '<title>',
      '</title>',
      '<script>',
      '</script>',
      '<g x="',
      '">',
      "'",
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      '&amp;',
      'a',
      '<',
      '>',
      '/>',
      ' onload="x"',
      '<text a="</title><script>">',
    );
    let drawn = 0;
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 16 }), (parts) => {
        const made = cleaned(`<svg>${parts.join('')}</svg>`);
        if (made === null) return;
        drawn += 1;
        for (const { name, attributes } of parseMarkup(made).elements) {
          expect(['svg', 'g', 'title', 'text']).toContain(name);
          expect(Object.keys(attributes).filter((key) => key.startsWith('on'))).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(drawn).toBeGreaterThan(100);
  });
});
