import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellsFrom,
  copiedText,
  looksCopied,
  pasteCells,
  type CopiedCells,
} from '../../../src/document/clipboard';
import { newDocument, newTextCell } from '../../../src/document/create';
import { openDocument } from '../../../src/document/open';
import { documentText } from '../../../src/document/save';
import type { NotebookDocument } from '../../../src/document/types';
import { exampleDocument } from './example';

const example = exampleDocument();
const all = example.cells.map(({ id }) => id);

function copied(document: NotebookDocument, ids: readonly string[]): CopiedCells {
  const pasted = cellsFrom(copiedText(document, ids));
  if (!pasted.ok) throw new Error(pasted.reason.key);
  return pasted.copied;
}
const reasonOf = (text: string) => {
  const pasted = cellsFrom(text);
  return pasted.ok ? null : pasted.reason.key;
};

describe('cells on the clipboard', () => {
  it('carry questions and the segments they name, and nothing of the source', () => {
    const text = copiedText(example, all);
    expect(looksCopied(text)).toBe(true);
    expect(JSON.parse(text)).toEqual({
      regulars: 'cells',
      version: example.version,
      cells: example.cells,
      segments: example.segments,
    });
    expect(text).not.toContain(example.sources[0]!.fingerprint.sha256);
    expect(text).not.toContain(example.sources[0]!.name);
    expect(copied(example, ['c-1']).segments).toEqual([]);
    expect(copied(example, ['c-6', 'c-4']).cells.map(({ id }) => id)).toEqual(['c-4', 'c-6']);
  });

  it('are as they were in another notebook, under new ids, where they are put', () => {
    const other = newDocument({ title: 'Other', cells: [newTextCell('one'), newTextCell('two')] });
    const before = structuredClone(other);
    const pasted = pasteCells(other, copied(example, all), 1);
    expect(other).toEqual(before);
    expect(pasted.cells.map(({ kind }) => kind)).toEqual([
      'text',
      ...example.cells.map(({ kind }) => kind),
      'text',
    ]);
    const [segment] = pasted.segments;
    expect(segment).toEqual({ ...example.segments[0], id: segment?.id });
    expect(segment?.id).not.toBe('s-1');
    pasted.cells.slice(1, -1).forEach((cell, index) => {
      const original = example.cells[index]!;
      expect(cell).toEqual({
        ...original,
        id: cell.id,
        ...(original.kind === 'segment' ? { segment: segment?.id } : {}),
      });
      expect(all).not.toContain(cell.id);
    });
    const reopened = openDocument(documentText(pasted));
    expect(reopened.ok && reopened.document).toEqual(pasted);
  });

  it('use a segment that is there already, and give up a name that is taken', () => {
    const pasted = pasteCells(example, copied(example, ['c-5', 'c-6']));
    expect(pasted.segments).toBe(example.segments);
    expect(pasted.cells.at(-1)).toMatchObject({ kind: 'segment', segment: 's-1' });
    expect(pasted.cells.at(-2)).toMatchObject({ kind: 'sql', name: null });
    const fresh = pasteCells(newDocument({ title: '' }), copied(example, ['c-5']));
    expect(fresh.cells[0]).toMatchObject({ name: 'big_orders' });
    // A segment of the same id and another rule is another segment.
    const renamed = { ...example, segments: [{ ...example.segments[0]!, mark: 'lost' }] };
    const both = pasteCells(renamed, copied(example, ['c-6']));
    expect(both.segments.map(({ mark }) => mark)).toEqual(['lost', 'champions']);
    expect(both.cells.at(-1)).toMatchObject({ segment: both.segments[1]!.id });
  });

  it('move the segment of a cell’s own filter along', () => {
    const filtered = {
      ...example,
      cells: [{ ...newTextCell('x'), filters: { segment: 's-1' } }],
    };
    const pasted = pasteCells(newDocument({ title: '' }), copied(filtered, [filtered.cells[0]!.id]));
    expect(pasted.cells[0]).toMatchObject({ filters: { segment: pasted.segments[0]!.id } });
  });

  it('stay out of a notebook that has no room for all of them', () => {
    const full = newDocument({ title: '', cells: Array.from({ length: 498 }, () => newTextCell('x')) });
    expect(pasteCells(full, copied(example, ['c-1', 'c-3', 'c-4']))).toBe(full);
    expect(pasteCells(full, copied(example, ['c-1', 'c-3'])).cells).toHaveLength(500);
  });

  it('are refused with a sentence where the text is something else, damaged or hostile', () => {
    expect(reasonOf('')).toBe('actions_paste_not_cells');
    expect(reasonOf('a,b\n1,2')).toBe('actions_paste_not_cells');
    expect(reasonOf(documentText(example))).toBe('actions_paste_not_cells');
    expect(reasonOf(copiedText(example, all).slice(0, -40))).toBe('actions_paste_damaged');
    expect(reasonOf('{"regulars":"cells","version":2,"cells":[],"segments":[]}')).toBe(
      'actions_paste_not_cells',
    );
    expect(reasonOf('{"regulars":"cells","version":99,"cells":[{"id":"a","kind":"x"}],"segments":[]}')).toBe(
      'document_newer',
    );
    const invalid = ['{"regulars":"cells"}', '{"regulars":"cells","version":2,"cells":{},"segments":[]}'];
    const wrongText = { id: 'a', kind: 'text', title: null, text: 7 };
    invalid.push(JSON.stringify({ regulars: 'cells', version: 2, cells: [wrongText], segments: [] }));
    const long = { id: 'a', kind: 'text', title: null, text: 'x'.repeat(100_001) };
    invalid.push(JSON.stringify({ regulars: 'cells', version: 2, cells: [long], segments: [] }));
    for (const text of invalid) expect(reasonOf(text), text.slice(0, 80)).toBe('document_invalid_field');
    const many = Array.from({ length: 501 }, (_, index) => ({ id: `c${index}`, kind: 'x' }));
    expect(reasonOf(JSON.stringify({ regulars: 'cells', version: 2, cells: many, segments: [] }))).toBe(
      'document_invalid_field',
    );
  });

  it('cannot reach a prototype', () => {
    const text =
      '{"regulars":"cells","version":2,"cells":[{"id":"a","kind":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}],"segments":[]}';
    const pasted = cellsFrom(text);
    expect(pasted.ok && pasted.copied.cells).toEqual([{ id: 'a', kind: 'x' }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('never throws, whatever text is pasted, and what it takes always opens again', () => {
    const near = fc
      .record({
        version: fc.oneof(fc.constant(2), fc.json()),
        cells: fc.jsonValue(),
        segments: fc.jsonValue(),
      })
      .map((value) => JSON.stringify({ regulars: 'cells', ...value }));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), near), (text) => {
        const pasted = cellsFrom(text);
        if (!pasted.ok) return;
        const document = pasteCells(newDocument({ title: '' }), pasted.copied);
        expect(openDocument(documentText(document)).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
