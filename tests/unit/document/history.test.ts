import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setTitle } from '../../../src/document/edits';
import { record, redo, startHistory, undo } from '../../../src/document/history';
import { exampleDocument } from './example';

const document = exampleDocument();
const titled = (title: string) => setTitle(document, title);

describe('history', () => {
  it('undoes and redoes to the very documents', () => {
    const [a, b] = [titled('a'), titled('b')];
    const two = record(record(startHistory(document), a), b);
    expect(undo(two).present).toBe(a);
    expect(undo(undo(two)).present).toBe(document);
    expect(redo(redo(undo(undo(two)))).present).toBe(b);
  });

  it('stays where it is at its ends', () => {
    const start = startHistory(document);
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
    expect(record(start, document)).toBe(start);
  });

  it('forgets what was undone when something else is done', () => {
    const other = record(undo(record(startHistory(document), titled('a'))), titled('b'));
    expect(redo(other)).toBe(other);
    expect(undo(other).present).toBe(document);
  });

  it('makes one step of typing in one field', () => {
    const typed = ['S', 'Sp', 'Spr'].reduce(
      (history, title, at) => record(history, titled(title), { field: 'title', at: at * 300 }),
      startHistory(document),
    );
    expect(typed.present.title).toBe('Spr');
    expect(undo(typed).present).toBe(document);
  });

  it('makes a new step after a pause, in another field, and after an undo', () => {
    const first = record(startHistory(document), titled('a'), { field: 'title', at: 0 });
    expect(record(first, titled('b'), { field: 'title', at: 1_000 }).past).toHaveLength(2);
    expect(record(first, titled('b'), { field: 'description', at: 10 }).past).toHaveLength(2);
    expect(record(first, titled('b')).past).toHaveLength(2);
    const again = record(undo(first), titled('c'), { field: 'title', at: 20 });
    expect(undo(again).present).toBe(document);
  });

  it('keeps the last 200 steps', () => {
    let history = startHistory(document);
    for (let step = 0; step < 300; step += 1) history = record(history, titled(String(step)));
    expect(history.past).toHaveLength(200);
    for (let step = 0; step < 300; step += 1) history = undo(history);
    expect(history.present.title).toBe('99');
  });

  it('undo of all and redo of all meet the same ends, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('undo', 'redo', 'a', 'b', 'c'), { maxLength: 60 }), (steps) => {
        let history = startHistory(document);
        for (const step of steps) {
          if (step === 'undo') history = undo(history);
          else if (step === 'redo') history = redo(history);
          else history = record(history, titled(step));
        }
        const { present } = history;
        const back = history.past.reduce((h) => undo(h), history);
        expect(back.present).toBe(document);
        expect(history.past.reduce((h) => redo(h), back).present).toBe(present);
      }),
    );
  });
});
