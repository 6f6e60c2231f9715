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
    expect(edits.setAsOf(document, '2011-11-30').filters).toEqual({
      ...document.filters,
      asOf: '2011-11-30',
    });
    expect(edits.setAsOf(document, null).filters.asOf).toBeNull();
    expect(() => edits.setAsOf(document, '2011-11-31')).toThrow(RangeError);
  });

  it('add, remove and move cells', () => {
    const cell = newAnalysisCell({ id: 'repurchase-interval', version: 2 });
    expect(ids(edits.addCell(document, cell))).toEqual([...ids(document), cell.id]);
    expect(ids(edits.addCell(document, cell, 0))[0]).toBe(cell.id);
    expect(ids(edits.addCell(document, cell, 99)).at(-1)).toBe(cell.id);
    expect(ids(edits.removeCell(document, 'c-2'))).toEqual(ids(document).filter((id) => id !== 'c-2'));
    const three = { ...document, cells: document.cells.slice(0, 3) };
    expect(ids(edits.moveCell(three, 'c-1', 1))).toEqual(['c-2', 'c-1', 'c-3']);
    expect(ids(edits.moveCell(three, 'c-3', -1))).toEqual(['c-1', 'c-3', 'c-2']);
    expect(ids(edits.placeCell(three, 'c-1', 2))).toEqual(['c-2', 'c-3', 'c-1']);
    expect(ids(edits.placeCell(three, 'c-3', -5))).toEqual(['c-3', 'c-1', 'c-2']);
  });

  it('duplicate a cell below itself, under an id of its own; a copied statement has no name', () => {
    const copied = edits.duplicateCell(document, 'c-5', 'copy');
    expect(ids(copied).slice(-3)).toEqual(['c-5', 'copy', 'c-6']);
    const [original, copy] = [copied.cells.at(-3)!, copied.cells.at(-2)!];
    expect(copy).toEqual({ ...original, id: 'copy', name: null });
    expect(copy.tables).not.toBe(original.tables);
    expect(edits.duplicateCell(document, 'c-2').cells).toHaveLength(document.cells.length + 1);
  });

  it('collapse, write and ask: each kind takes what it has, and no other', () => {
    const cell = (d: NotebookDocument, id: string) => d.cells.find((one) => one.id === id);
    expect(cell(edits.collapseCell(document, 'c-1', true), 'c-1')?.collapsed).toBe(true);
    expect(cell(edits.collapseCell(document, 'c-4', false), 'c-4')).not.toHaveProperty('collapsed');
    expect(cell(edits.setText(document, 'c-4', 'New'), 'c-4')?.text).toBe('New');
    expect(cell(edits.setSql(document, 'c-5', { sql: 'select 1', name: null }), 'c-5')).toMatchObject({
      sql: 'select 1',
      name: null,
    });
    const view = { sort: [], hidden: ['amount'], widths: {}, filters: {} };
    const shown = cell(edits.setTableView(document, 'c-1', 'cells', view), 'c-1');
    expect(shown?.tables).toEqual({ cells: view });
    expect(cell(edits.acceptVersion(document, 'c-1', 2), 'c-1')?.analysisVersion).toBe(2);
    for (const untouched of [
      edits.setText(document, 'c-1', 'no text cell'),
      edits.setSql(document, 'c-4', { sql: 'no SQL cell' }),
      edits.collapseCell(document, 'c-2', true),
      edits.setTableView(document, 'c-4', 'rows', view),
    ]) {
      expect(untouched).toBe(document);
    }
  });

  it('filter the notebook and single cells; a cell may go back to the notebook’s', () => {
    expect(edits.setFilters(document, { from: null, to: '2011-06-30' }).filters).toEqual({
      ...document.filters,
      from: null,
      to: '2011-06-30',
    });
    expect(() => edits.setFilters(document, { from: '2011-02-30' })).toThrow(RangeError);
    const own = edits.setCellFilters(document, 'c-1', { dimensions: { channel: ['web'] }, to: null });
    expect(own.cells[0]?.filters).toEqual({ dimensions: { channel: ['web'] }, to: null });
    expect(edits.setCellFilters(own, 'c-1', { dimensions: undefined, to: undefined }).cells[0]).toEqual(
      document.cells[0],
    );
  });

  it('remove a segment and every filter by it', () => {
    const own = edits.setCellFilters(document, 'c-1', { segment: 's-1', to: null });
    const without = edits.removeSegment(own, 's-1');
    expect(without.filters.segment).toBeNull();
    expect(without.cells[0]?.filters).toEqual({ to: null });
    expect(without.cells.some(({ segment }) => segment === 's-1')).toBe(true);
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
      edits.moveCell(document, 'c-6', 1),
      edits.placeCell(document, 'c-2', 1),
      edits.duplicateCell(document, 'no such'),
      edits.collapseCell(document, 'c-1', false),
      edits.setFilters(document, { asOf: '2011-12-09' }),
      edits.setCellFilters(document, 'c-1', { to: undefined }),
      edits.setText(document, 'c-4', String(document.cells[3]?.text)),
      edits.acceptVersion(document, 'c-1', 1),
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
        (t) => (d: NotebookDocument) =>
          edits.addSegment(d, { ...document.segments[0]!, id: newId(), name: t }),
      ),
      text.map((t) => (d: NotebookDocument) => edits.setText(d, 'c-4', t.repeat(50))),
      text.map((t) => (d: NotebookDocument) => edits.setSql(d, 'c-5', { sql: t.repeat(50) })),
      fc.constant((d: NotebookDocument) => edits.duplicateCell(d, 'c-5')),
      fc.constant((d: NotebookDocument) => edits.removeSegment(d, 's-1')),
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
