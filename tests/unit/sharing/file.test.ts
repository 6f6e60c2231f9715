import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDocument } from '../../../src/document/open';
import { documentText, questionsOnly } from '../../../src/document/save';
import type { NotebookDocument, SharedResults, SharedTable } from '../../../src/document/types';
import { toRows, toTable } from '../../../src/sharing/tables';
import { exampleDocument } from '../document/example';
import { anyResult, sharedOf, tableOf } from './arbitraries';

const withShared = (shared: SharedResults): NotebookDocument => ({ ...exampleDocument(), shared });
const numbers = tableOf({ month: 'date', rate: 'share' }, [['2011-12-01', 0.25]]);

function opened(document: NotebookDocument): NotebookDocument {
  const result = openDocument(documentText(document));
  if (!result.ok) throw new Error(JSON.stringify(result.reason));
  return result.document;
}

describe('results in a file', () => {
  it('come back to the last bit, whatever they are', () => {
    fc.assert(
      fc.property(anyResult, ({ shape, rows }) => {
        const document = withShared(sharedOf({ 'c-1': { cells: toTable(rows, shape) } }));
        const back = opened(document).shared?.results['c-1']?.results['cells'];
        expect(toRows(back as SharedTable)).toEqual(rows);
        expect(documentText(opened(document))).toBe(documentText(document));
      }),
      { numRuns: 200 },
    );
  });

  it('are a line a row, and the rest of the file is as without them', () => {
    const text = documentText(withShared(sharedOf({ 'c-1': { cells: numbers } })));
    expect(text).toContain('\n              ["2011-12-01",0.25]\n');
    expect(JSON.parse(text)).toEqual(withShared(sharedOf({ 'c-1': { cells: numbers } })));
    expect(text.startsWith(documentText(exampleDocument()).slice(0, -3))).toBe(true);
  });

  it('stay behind when only the questions are saved', () => {
    const shared = sharedOf({ 'c-1': { cells: numbers } });
    const pinned = [{ ...shared, id: 'p', name: 'May', rowsOfCustomers: 'none' as const }];
    const document = { ...withShared(shared), pinned };
    expect(opened(document)).toEqual(document);
    expect(questionsOnly(document)).toEqual(exampleDocument());
    const plain = exampleDocument();
    expect(questionsOnly(plain)).toBe(plain);
  });

  it('of 600,000 values open in a second or so', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at, at / 7, null, true, '2011-12-09']);
    const columns = { a: 'text', b: 'integer', c: 'number', d: 'money', e: 'boolean', f: 'date' } as const;
    const text = documentText(withShared(sharedOf({ c: { r: tableOf(columns, rows) } })));
    const began = performance.now();
    expect(openDocument(text).ok).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('results that are not what they say', () => {
  const path = (shared: unknown): string => {
    const result = openDocument(JSON.stringify({ ...exampleDocument(), shared }));
    if (result.ok) throw new Error('was opened');
    expect(result.reason.key).toBe('document_invalid_field');
    return String(result.reason.values?.path);
  };
  const table = (change: object) => sharedOf({ 'c-1': { cells: { ...numbers, ...change } as SharedTable } });

  it.each<[string, object]>([
    ['a row too short', { rows: [['2011-12-01']] }],
    ['a row that is an object', { rows: [{ length: 2 }] }],
    ['a value that is an object', { rows: [['2011-12-01', { toString: 'x' }]] }],
    ['a number as text', { rows: [['2011-12-01', '0.25']] }],
    ['a day that does not exist', { rows: [['2011-02-30', 1]] }],
    ['no rows at all', { rows: 'many' }],
    ['a column twice', { columns: [numbers.columns[0], numbers.columns[0]] }],
    ['a column that reaches a prototype', { columns: [{ name: '__proto__', type: 'text' }] }],
    ['a column of no known type', { columns: [{ name: 'a', type: 'html' }] }],
    ['a text of a megabyte', { columns: [{ name: 'a', type: 'text' }], rows: [['x'.repeat(10_001)]] }],
    ['more rows than a table has', { columns: [], rows: Array.from({ length: 200_001 }, () => []) }],
  ])('%s: refused at its place', (_, change) => {
    expect(path(table(change))).toMatch(/^shared\.results\.c-1\.results\.cells/);
  });

  it('of another kind altogether: refused', () => {
    expect(path('all')).toBe('shared');
    expect(path({ ...sharedOf({}), at: 'yesterday' })).toBe('shared.at');
    expect(path({ ...sharedOf({}), rowsOfCustomers: 'all' })).toBe('shared.rowsOfCustomers');
  });

  it('script and prototypes in every text: opened as texts', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const hostile = JSON.stringify(
      withShared(sharedOf({ 'c-1': { cells: tableOf({ [evil]: 'text' }, [[evil]]) } })),
    ).replace('"results":', '"__proto__": {"polluted": 1}, "results":');
    const result = openDocument(hostile);
    expect(result.ok && result.document.shared?.results['c-1']?.results['cells']?.rows).toEqual([[evil]]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
