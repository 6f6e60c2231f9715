import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocument, openDocumentFile, type Opened } from '../../../src/document/open';
import { documentText } from '../../../src/document/save';
import { say } from '../../../src/messages/say';
import { exampleDocument } from './example';

function reasonOf(opened: Opened) {
  if (opened.ok) throw new Error('was opened');
  expect(say(opened.reason)).toMatch(/\.$/);
  return opened.reason;
}

/** The example with one field at a path set. */
function withField(path: (string | number)[], value: unknown): unknown {
  const document = exampleDocument() as unknown as Record<string | number, unknown>;
  let at = document;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) as string;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return document;
}

describe('a notebook file', () => {
  it('opens from its text as it was saved, unknown cells and fields and all', () => {
    const document = exampleDocument();
    expect(openDocument(documentText(document))).toEqual({ ok: true, document });
  });

  it('gives the same bytes when opened and saved again', () => {
    const text = documentText(exampleDocument());
    const opened = openDocument(text);
    expect(opened.ok && documentText(opened.document)).toBe(text);
    expect(Object.keys(JSON.parse(text) as object).slice(0, 4)).toEqual(['format', 'version', 'id', 'title']);
  });

  it('keeps the order of known fields whatever order they came in', () => {
    const document = exampleDocument();
    const reversed = Object.fromEntries(Object.entries(document).reverse());
    const opened = openDocument(reversed);
    expect(opened.ok && documentText(opened.document)).toBe(documentText(document));
  });

  it('opens from an object too, and shares nothing with it', () => {
    const given = exampleDocument();
    const opened = openDocument(Object.freeze(given));
    expect(opened.ok && opened.document).toEqual(given);
    expect(opened.ok && opened.document.cells).not.toBe(given.cells);
  });

  it('of before there were so many policies opens with the defaults of the new ones', () => {
    const example = JSON.parse(documentText(exampleDocument())) as { sources: { policies: object }[] };
    const added = new Set([
      ...['unpaid', 'testOrders', 'nonProducts', 'overlaps', 'rates', 'tax', 'shipping', 'fileTimeZone'],
    ]);
    const old = {
      ...example,
      sources: example.sources.map((source) => ({
        ...source,
        policies: Object.fromEntries(
          Object.entries(source.policies).filter(([policy]) => !added.has(policy)),
        ),
      })),
    };
    const opened = openDocument(JSON.stringify(old));
    expect(opened.ok && documentText(opened.document)).toBe(documentText(exampleDocument()));
  });

  it('takes a byte order mark and blanks around it', () => {
    expect(openDocument(`\uFEFF\n${documentText(exampleDocument())}\n`).ok).toBe(true);
  });
});

describe('a file that cannot be opened is refused with one sentence', () => {
  it.each([
    ['', 'document_not_json'],
    ['order,customer\n1,2\n', 'document_not_json'],
    ['\u0089PNG\r\n', 'document_not_json'],
    ['{"format": regulars}', 'document_not_json'],
    ['null', 'document_not_regulars'],
    ['[1, 2]', 'document_not_regulars'],
    ['{"type":"excalidraw","version":2}', 'document_not_regulars'],
    ['{"format":"regulars"}', 'document_invalid_field'],
    ['{"format":"regulars","version":1.5}', 'document_invalid_field'],
    ['{"format":"regulars","version":"1"}', 'document_invalid_field'],
    ['{"format":"regulars","version":0}', 'document_invalid_field'],
  ])('%j: %s', (text, key) => {
    expect(reasonOf(openDocument(text)).key).toBe(key);
  });

  it('cut anywhere, it is truncated or not JSON, never opened and never thrown', () => {
    const text = documentText(exampleDocument()).trimEnd();
    for (let length = 1; length < text.length; length += 7) {
      expect(reasonOf(openDocument(text.slice(0, length))).key).toBe('document_truncated');
    }
  });

  it('of a newer version: names both versions', () => {
    const newer = { ...exampleDocument(), version: 7, cells: 'of another shape' };
    expect(reasonOf(openDocument(newer))).toEqual({
      key: 'document_newer',
      values: { version: 7, known: 2 },
    });
  });

  it('too large: before it is read', async () => {
    const file = new Blob([new Uint8Array(50_000_001)]);
    const opened = await openDocumentFile(
      Object.assign(file, { text: () => Promise.reject(new Error('read')) }),
    );
    expect(reasonOf(opened)).toEqual({ key: 'document_too_large', values: { megabytes: 51, limit: 50 } });
    expect((await openDocumentFile(new Blob([documentText(exampleDocument())]))).ok).toBe(true);
  });

  it.each<[(string | number)[], unknown, string]>([
    [['id'], 'a/b', 'id'],
    [['title'], 7, 'title'],
    [['title'], 'x'.repeat(1001), 'title'],
    [['description'], undefined, 'description'],
    [['cells'], {}, 'cells'],
    [['cells'], Array.from({ length: 501 }, (_, at) => ({ id: `c${at}`, kind: 'note' })), 'cells'],
    [['cells', 0, 'analysis'], null, 'cells[0].analysis'],
    [['cells', 1, 'kind'], undefined, 'cells[1].kind'],
    [['cells', 1, 'id'], '', 'cells[1].id'],
    [['cells', 2], 'text', 'cells[2]'],
    [['filters', 'asOf'], '2011-02-30', 'filters.asOf'],
    [['locale'], 'fr', 'locale'],
    [['sources', 0, 'fingerprint', 'sha256'], 'abc', 'sources[0].fingerprint.sha256'],
    [['sources', 0, 'read', 'delimiter'], 'xx', 'sources[0].read.delimiter'],
    [['sources', 0, 'mapping', 'customer'], 5, 'sources[0].mapping.customer'],
    [['sources', 0, 'ledger', 'amountUsed'], '=1+1', 'sources[0].ledger.amountUsed'],
    [['segments', 0, 'customers'], -1, 'segments[0].customers'],
  ])('with another value at %j: names the field', (path, value, named) => {
    const reason = reasonOf(openDocument(withField(path, value)));
    expect(reason).toEqual({ key: 'document_invalid_field', values: { path: named } });
  });

  it('with two cells of one id', () => {
    const reason = reasonOf(openDocument(withField(['cells', 2, 'id'], 'c-1')));
    expect(reason).toEqual({ key: 'document_repeated_id', values: { path: 'cells[2].id' } });
  });

  it('too deep, in a circle, or of things JSON cannot write', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 10_000; level += 1) deep = [deep];
    expect(reasonOf(openDocument(withField(['future'], deep))).key).toBe('document_too_deep');
    const circle = exampleDocument();
    circle.future = circle;
    expect(reasonOf(openDocument(circle)).key).toBe('document_too_deep');
    const path = { key: 'document_invalid_field', values: { path: 'future.run' } };
    expect(reasonOf(openDocument(withField(['future'], { run: () => 1 })))).toEqual(path);
  });
});

describe('a hostile file', () => {
  it('cannot reach a prototype by its keys', () => {
    const text = documentText(exampleDocument()).replace(
      '"future": {',
      '"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "future": {"__proto__": {"polluted": 1}, ',
    );
    const opened = openDocument(text.replace('"grain":', '"__proto__": {"polluted": 1}, "grain":'));
    expect(opened.ok).toBe(true);
    if (!opened.ok) return;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(opened.document.polluted).toBeUndefined();
    expect(documentText(opened.document)).toBe(documentText(exampleDocument()));
  });

  it('keeps columns of such names, which are values and not keys', () => {
    const opened = openDocument(exampleDocument());
    expect(opened.ok && opened.document.sources[0]?.mapping.quantity).toBe('__proto__');
  });

  it('of any JSON is refused or opened, never thrown', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom('cells', 'sources', 'filters', 'segments', 'x'),
        (json, field) => {
          const text = `{"format":"regulars","version":1,"${field}":${json}}`;
          expect(reasonOf(openDocument(text)).key).toMatch(/^document_/);
          const within = openDocument(withField([field], JSON.parse(json)));
          if (within.ok) expect(openDocument(documentText(within.document))).toEqual(within);
        },
      ),
    );
  });
});
