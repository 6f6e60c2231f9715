import { expect, it } from 'vitest';
import type { NotebookDocument } from '../../../src/document/types';
import { askedAnew } from '../../../src/state/asked-anew';

const documentOf = (asks: Record<string, string>) =>
  ({
    cells: Object.entries(asks).map(([id, text]) => ({ id, kind: 'text', text })),
  }) as unknown as NotebookDocument;
const question = (_document: NotebookDocument, cell: unknown) => (cell as { text: string }).text;

it('runs what is new or asks something else, whatever its place, and stops what is gone', () => {
  const before = documentOf({ same: '1', other: '2', gone: '3' });
  const after = documentOf({ added: '4', other: '5', same: '1' });
  expect(askedAnew(before, after, question)).toEqual({ anew: ['added', 'other'], gone: ['gone'] });
});

it('asks the question in the document a cell stands in: a filter of all is a question of each', () => {
  const before = documentOf({ a: '1', b: '1' });
  const after = { ...documentOf({ a: '1', b: '1' }), title: 'After' };
  const asked = (document: NotebookDocument) => String(document === after);
  expect(askedAnew(before, after, asked)).toEqual({ anew: ['a', 'b'], gone: [] });
});
