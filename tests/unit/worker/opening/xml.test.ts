import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { XmlError, XmlReader } from '../../../../src/worker/opening/xml';

type Event = string[];
const NAMES = ['r', 's', 't', 'space'];

/** Names opened and closed, with attributes and text, pieces of text together. */
function readInPieces(text: string, size: number): Event[] {
  const events: Event[] = [];
  const add = (event: Event) => events.push(event);
  const reader = new XmlReader({
    open: (name, attributes) =>
      add(['open', name, ...NAMES.map((attribute) => attributes.get(attribute) ?? '-')]),
    close: (name) => add(['close', name]),
    text: (piece) => {
      if (events.at(-1)?.[0] === 'text') events.at(-1)![1] += piece;
      else add(['text', piece]);
    },
  });
  for (let at = 0; at < text.length; at += size) reader.write(text.slice(at, at + size));
  reader.end();
  return events.filter(([kind, value]) => kind !== 'text' || value !== '');
}

/** The same events as a parser that validates gives them. */
function readBySaxes(text: string): Event[] {
  const events: Event[] = [];
  const parser = new SaxesParser();
  const add = (piece: string) => {
    if (events.at(-1)?.[0] === 'text') events.at(-1)![1] += piece;
    else events.push(['text', piece]);
  };
  const local = (name: string) => name.split(':').at(-1)!;
  let depth = 0;
  parser.on('opentag', ({ name, attributes }) => {
    depth++;
    const byName = new Map(Object.entries(attributes).map(([key, value]) => [local(key), value]));
    events.push(['open', local(name), ...NAMES.map((attribute) => byName.get(attribute) ?? '-')]);
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    events.push(['close', local(name)]);
  });
  parser.on('text', (piece) => depth > 0 && add(piece));
  parser.on('cdata', add);
  parser.write(text).close();
  return events.filter(([kind, value]) => kind !== 'text' || value !== '');
}

const plain = fc.stringMatching(/^[a-z0-9 >\]'"=/éж漢\n]{0,12}$/).map((text) => text.replaceAll(']]>', ''));
const escaped = plain.map((text) => `${text.replaceAll('>', '&gt;')}&amp;&#65;&#x42;&lt;`);
const space = fc.constantFrom('', ' ', '\n  ');
const attribute = fc
  .tuple(fc.constantFrom('r', 's', 't', 'xml:space'), space, fc.constantFrom('"', "'"), plain)
  .map(
    ([name, gap, quote, value]) =>
      [
        name,
        `${name}${gap}=${gap}${quote}${value.replace(/["'\n]/g, '').replaceAll('<', '')}${quote}`,
      ] as const,
  );
const attributes = fc
  .uniqueArray(attribute, { selector: ([name]) => name, maxLength: 3 })
  .map((list) => list.map(([, text]) => ` ${text}`).join(''));
const name = fc.constantFrom('row', 'c', 'v', 'x:c', 'is');

const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc
    .array(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        plain,
        escaped,
        plain.map((text) => `<!--${text.replaceAll('-', '')}-->`),
        plain.map((text) => `<![CDATA[${text}<&]]>`),
        plain.map((text) => `<?pi ${text.replaceAll('?>', '').replaceAll('>', '')}?>`),
        tie('element'),
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join('')),
  element: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(name, attributes, space).map(([tag, list, gap]) => `<${tag}${list}${gap}/>`),
    fc
      .tuple(name, attributes, space, tie('content'))
      .map(([tag, list, gap, inner]) => `<${tag}${list}${gap}>${inner}</${tag}${gap}>`),
  ),
}));

describe('the reader of XML', () => {
  it('tells what saxes tells, however the text is cut', () => {
    fc.assert(
      fc.property(element, fc.integer({ min: 1, max: 9 }), (body, size) => {
        const text = `<?xml version="1.0"?>\n<!-- head -->${body}\n`;
        const expected = readBySaxes(text);
        expect(readInPieces(text, size)).toEqual(expected);
        expect(readInPieces(text, text.length)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '<a>',
    '<a></b>',
    '</a>',
    '<a/><b/>',
    '<a b></a>',
    '<a b=c/>',
    '<a b="c/>',
    '< a/>',
    'text',
    '',
    '<a/>text',
    '<!DOCTYPE a><a/>',
    '<a><!ELEMENT b></a>',
    '<a>&nbsp;</a>',
    '<a>&constructor;</a>',
    '<a>a & b</a>',
    '<a b="&x;"/>',
    '<a>&#xFFFFFF;</a>',
    '<a><![CDATA[b</a>',
    '<a><!-- b</a>',
  ])('refuses %j', (text) => {
    // An attribute's value is read when it is asked for.
    expect(() => readInPieces(text.replace(' b="&', ' r="&'), text.length || 1)).toThrow(XmlError);
  });
});
