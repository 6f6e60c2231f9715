import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAnalysisCell, newDocument, newId } from '../../../src/document/create';
import * as edits from '../../../src/document/edits';
import { openDocument } from '../../../src/document/open';
import type { NotebookDocument } from '../../../src/document/types';
import { exampleDocument, exampleSource } from './example';

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
const ids = (document: NotebookDocument) => document.cells.map(({ id }) => id);

describe('edits', () => {
  const document = frozen(exampleDocument());

  it('set title, description and as-of day', () => {
    expect(edits.setTitle(document, 'New').title).toBe('New');
    expect(edits.setDescription(document, '').description).toBe('');
    expect(edits.setAsOf(document, '2011-11-30').filters).toEqual({ asOf: '2011-11-30', channel: ['web'] });
    expect(edits.setAsOf(document, null).filters.asOf).toBeNull();
    expect(() => edits.setAsOf(document, '2011-11-31')).toThrow(RangeError);
  });

  it('add, remove and move cells', () => {
    const cell = newAnalysisCell({ id: 'repurchase-interval', version: 2 });
    expect(ids(edits.addCell(document, cell))).toEqual(['c-1', 'c-2', 'c-3', cell.id]);
    expect(ids(edits.addCell(document, cell, 0))[0]).toBe(cell.id);
    expect(ids(edits.addCell(document, cell, 99))[3]).toBe(cell.id);
    expect(ids(edits.removeCell(document, 'c-2'))).toEqual(['c-1', 'c-3']);
    expect(ids(edits.moveCell(document, 'c-1', 1))).toEqual(['c-2', 'c-1', 'c-3']);
    expect(ids(edits.moveCell(document, 'c-3', -1))).toEqual(['c-1', 'c-3', 'c-2']);
  });

  it('rename a cell, set its view and params', () => {
    expect(edits.renameCell(document, 'c-1', 'Months').cells[0]?.title).toBe('Months');
    expect(edits.renameCell(document, 'c-3', '  ').cells[2]?.title).toBeNull();
    expect(edits.setCellView(document, 'c-1', 'sql').cells[0]?.view).toBe('sql');
    const changed = edits.setParams(document, 'c-1', { grain: 'week', breaks: undefined, measure: 'orders' });
    expect(changed.cells[0]?.params).toEqual({ grain: 'week', measure: 'orders' });
    expect(changed.cells[0]?.pinned).toEqual({ by: 'a later version' });
  });

  it('add and remove segments, set a source', () => {
    const segment = { ...document.segments[0]!, id: 's-2' };
    const two = edits.addSegment(document, segment);
    expect(two.segments.map(({ id }) => id)).toEqual(['s-1', 's-2']);
    expect(edits.removeSegment(two, 's-1').segments).toEqual([segment]);
    const source = { ...exampleSource, name: 'later.csv' };
    expect(edits.setSource(document, source).sources).toEqual([source]);
    expect(edits.setSource(document, { ...source, id: 'source-2' }).sources).toHaveLength(2);
  });

  it('that change nothing return the very document', () => {
    const same = [
      edits.setTitle(document, document.title),
      edits.setDescription(document, document.description),
      edits.setAsOf(document, '2011-12-09'),
      edits.addCell(document, document.cells[0]!),
      edits.removeCell(document, 'no such'),
      edits.moveCell(document, 'c-1', -1),
      edits.moveCell(document, 'c-3', 1),
      edits.moveCell(document, 'no such', 1),
      edits.renameCell(document, 'c-1', null),
      edits.renameCell(document, 'c-2', 'an unknown cell'),
      edits.setParams(document, 'c-1', { grain: 'month' }),
      edits.setParams(document, 'c-1', { missing: undefined }),
      edits.setCellView(document, 'no such', 'sql'),
      edits.addSegment(document, document.segments[0]!),
      edits.removeSegment(document, 'no such'),
      edits.setSource(document, document.sources[0]!),
    ];
    for (const result of same) expect(result).toBe(document);
  });

  it('of any text and order leave a notebook that opens again', () => {
    const text = fc.string({ maxLength: 3_000, unit: 'binary' });
    const edit = fc.oneof(
      text.map((t) => (d: NotebookDocument) => edits.setTitle(d, t)),
      text.map((t) => (d: NotebookDocument) => edits.setDescription(d, t.repeat(50))),
      text.map((t) => (d: NotebookDocument) => edits.renameCell(d, 'c-1', t)),
      text.map(
        (t) => (d: NotebookDocument) => edits.setParams(d, 'c-1', { [t.slice(0, 20)]: t.slice(0, 9) }),
      ),
      text.map(
        (t) => (d: NotebookDocument) => edits.addSegment(d, { ...d.segments[0]!, id: newId(), name: t }),
      ),
      fc.constant((d: NotebookDocument) => edits.moveCell(d, 'c-1', 1)),
      fc.constant((d: NotebookDocument) => edits.addCell(d, newAnalysisCell({ id: 'x', version: 1 }))),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), (steps) => {
        const edited = steps.reduce((d, step) => step(d), document);
        expect(openDocument(edited).ok).toBe(true);
      }),
    );
  });
});

describe('a new notebook', () => {
  it('opens as it is', () => {
    const cells = [newAnalysisCell({ id: 'cohort-retention', version: 1 }, { grain: 'week' })];
    const document = newDocument({ title: 'Spring', sources: [exampleSource], cells, locale: 'en' });
    expect(openDocument(document)).toEqual({ ok: true, document });
  });

  it('has an id of its own', () => {
    const made = new Set(Array.from({ length: 1_000 }, () => newDocument({ title: '' }).id));
    expect(made.size).toBe(1_000);
    expect([...made][0]).toMatch(/^[0-9a-f]{24}$/);
  });
});
