import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { newAnalysisCell, newDocument, newTextCell } from '../../../src/document/create';
import { overwriteGetLocale } from '../../../src/messages/speak';
import type { App } from '../../../src/state/contracts';
import type { Target } from '../../../src/views/actions/action';
import { cellTitle } from '../../../src/views/actions/cell-title';
import { headingsOf } from '../../../src/views/actions/headings';
import { gapAt, nearestGap, placeAfter, scrollStep } from '../../../src/views/actions/reorder';
import { entriesFor, search } from '../../../src/views/palette/entries';
import { unseenHits, unseenOf } from '../../../src/views/palette/find';
import { folded, matchWords, occurrences, pieces, wordsOf } from '../../../src/views/palette/match';

afterEach(() => overwriteGetLocale(() => 'en'));
const words = fc.string({ unit: fc.constantFrom(...'abÄé İ回头客Ｃß１𝒳e\u0301-'), maxLength: 12 });

describe('matching', () => {
  it('folds case, accents and full width, letter by letter', () => {
    expect(folded('ÄÖ Café ＳＱＬ１')).toBe('ao cafe sql1');
    fc.assert(fc.property(words, (text) => folded(text).length === text.length));
  });

  it('finds any piece of a text, and says where', () => {
    fc.assert(
      fc.property(words, fc.nat(12), fc.nat(12), (text, from, length) => {
        const piece = text.slice(from, from + length);
        const found = matchWords(wordsOf(piece), text);
        expect(found).not.toBeNull();
        const shown = pieces(text, found!.runs);
        expect(shown.map((part) => part.text).join('')).toBe(text);
        const marked = shown.filter((part) => part.marked).map((part) => folded(part.text));
        for (const word of wordsOf(piece)) expect(marked.some((part) => part.includes(word))).toBe(true);
      }),
    );
  });

  it('finds every place, none over another, as a plain search would', () => {
    expect(occurrences('Coffee, coffee; COFFEE', 'coffee')).toEqual([
      [0, 6],
      [8, 14],
      [16, 22],
    ]);
    expect(occurrences('aaaa', 'aa')).toEqual([
      [0, 2],
      [2, 4],
    ]);
    expect(occurrences('anything', '  ')).toEqual([]);
    fc.assert(
      fc.property(words, words, (text, sought) => {
        const count = folded(sought.trim()) === '' ? 0 : folded(text).split(folded(sought.trim())).length - 1;
        expect(occurrences(text, sought)).toHaveLength(count);
      }),
    );
  });

  it('takes the first letters of words, not letters from anywhere', () => {
    expect(matchWords(['rfm'], 'RFM segments')).not.toBeNull();
    expect(matchWords(['cr'], 'Cohort retention')?.runs).toEqual([
      [0, 1],
      [7, 8],
    ]);
    expect(matchWords(['coret'], 'Cohort retention')?.runs).toEqual([
      [0, 2],
      [7, 10],
    ]);
    expect(matchWords(['ott'], 'Cohort retention')).toBeNull();
    expect(matchWords(['留存'], '同期群留存')?.runs).toEqual([[3, 5]]);
    expect(matchWords(['群存'], '同期群留存')).toBeNull();
  });

  it('prefers a whole start to a start of a word, and that to the middle', () => {
    const scores = ['Run all', 'Re-run', 'Brunch'].map((text) => matchWords(['run'], text)!.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(3);
  });
});

const analyses = [
  { id: 'cohort-retention', title: () => 'Cohort retention', summary: () => 'Who comes back' },
  { id: 'rfm-segments', title: () => 'RFM segments', summary: () => 'Customers by tier' },
];
const cohort = newAnalysisCell({ id: 'cohort-retention', version: 1 });
const note = newTextCell('# Findings for the board\n\nwords');
const document = {
  ...newDocument({ title: 'Shop', cells: [cohort, note] }),
  segments: [
    { id: 's', name: 'At Risk', analysis: 'rfm-segments', params: {}, mark: 'at-risk', customers: 3 },
  ],
};
const notebook = {
  ...{ document, analyses, hasData: true, canUndo: true, canRedo: false },
  recent: [{ id: 'n', title: 'Tea shop', customers: 12, asOf: '2024-01-31', at: new Date(0) }],
  run: () => ({ status: { kind: 'idle' } }),
};
const app = { notebook, preferences: { locale: 'en', theme: 'system' } } as unknown as App;
const page = {
  cells: document.cells,
  titleOf: (cell: (typeof document.cells)[number]) =>
    cellTitle(cell, document, analyses.find(({ id }) => id === cell.analysis) as never),
  beside: () => null,
} as unknown as Target['page'];
const listed = (query: string, recent: string[] = [], only: Parameters<typeof search>[2] = null) =>
  search(entriesFor(app, { page, cell: cohort }, null), query, only, recent).map(({ id }) => id);

describe('the command palette', () => {
  it('finds actions, cells, analyses, segments, templates and notebooks', () => {
    expect(listed('undo')[0]).toBe('action/undo');
    expect(listed('findings board')[0]).toBe(`cell/${note.id}`);
    expect(listed('rfm')).toContain('analysis/rfm-segments');
    expect(listed('at risk')).toContain('segment/s');
    expect(listed('health check')).toContain('template/client-check');
    expect(listed('tea shop')[0]).toBe('notebook/n');
    expect(listed('qqqq')).toEqual([]);
  });

  it('understands either language, whichever is shown', () => {
    expect(listed('撤销')).toContain('action/undo');
    expect(listed('查找')).toContain('action/find');
    expect(listed('会员')).toContain('template/member-board');
    overwriteGetLocale(() => 'zh-CN');
    expect(listed('undo')).toContain('action/undo');
    expect(listed('撤')[0]).toBe('action/undo');
  });

  it('lists what was used lately first, until words say otherwise', () => {
    const recent = ['action/collapse-all', 'action/save-file'];
    expect(listed('', recent).slice(0, 2)).toEqual(recent);
    expect(listed('redo', recent)).not.toContain('action/redo');
    expect(listed('undo', recent)[0]).toBe('action/undo');
    expect(listed('', [], 'template')).toHaveLength(4);
    expect(listed('', [], 'segment')).toEqual(['segment/s']);
    expect(listed('').some((id) => id.startsWith('notebook/'))).toBe(false);
  });
});

describe('the outline', () => {
  it('has the headings of a text, not the comments of its code', () => {
    const text =
      '# One #\n\n## **Two** and `three`\n```sql\n# not this\n```\n#nor this\n###### [Six](http://x)\n~~~~\n## no\n~~~\n## no\n~~~~\n### After';
    expect(headingsOf(text)).toEqual([
      { level: 1, text: 'One' },
      { level: 2, text: 'Two and three' },
      { level: 6, text: 'Six' },
      { level: 3, text: 'After' },
    ]);
    expect(headingsOf('')).toEqual([]);
  });

  it('calls a cell by its author’s name, else by what it holds', () => {
    expect(cellTitle(note, document, null)).toBe('Findings for the board');
    expect(cellTitle({ ...note, title: 'Mine' }, document, null)).toBe('Mine');
    expect(cellTitle({ id: 'x', kind: 'segment', title: null, segment: 's' }, document, null)).toBe(
      'At Risk',
    );
    expect(cellTitle({ id: 'x', kind: 'segment', title: null, segment: '?' }, document, null)).toBe(
      'Segment',
    );
    expect(cellTitle({ id: 'x', kind: 'hologram' }, document, null)).toBe('A cell of another version');
  });
});

describe('what the page does not show', () => {
  it('is searched too: SQL behind another view, the text of a folded cell', () => {
    const sqlOf = () => 'select customer_id from orders';
    const hidden = (cell: Parameters<typeof unseenOf>[0], query: string) =>
      unseenHits(cell.id, unseenOf(cell, sqlOf), query).map((hit) => hit.hidden);
    expect(hidden(cohort, 'CUSTOMER_ID')).toEqual(['sql']);
    expect(hidden({ ...cohort, view: 'sql' }, 'customer_id')).toEqual([]);
    expect(hidden({ ...cohort, view: 'sql', collapsed: true }, 'customer_id')).toEqual(['sql']);
    expect(hidden(note, 'board')).toEqual([]);
    expect(hidden({ ...note, collapsed: true }, 'board')).toEqual(['folded']);
    expect(hidden({ ...note, collapsed: true }, 'customer_id')).toEqual([]);
  });
});

describe('dragging', () => {
  const heights = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 });

  it('drops into the gap nearest to the pointer, and counts places as they are afterwards', () => {
    fc.assert(
      fc.property(heights, fc.nat(11), fc.integer({ min: -200, max: 9000 }), (sizes, chosen, y) => {
        let top = 0;
        const spans = sizes.map((size) => ({ top, bottom: (top += size) }));
        const from = chosen % sizes.length;
        const gap = nearestGap(y, spans);
        for (let other = 0; other <= spans.length; other += 1) {
          expect(Math.abs(gapAt(gap, spans) - y)).toBeLessThanOrEqual(Math.abs(gapAt(other, spans) - y));
        }
        // Independently: mark the gap in the list, take the item out, look where the mark's item stands.
        const marked: (number | null)[] = sizes.map((_, index) => index);
        marked.splice(gap, 0, null);
        const others = marked.filter((item) => item !== from);
        expect(placeAfter(from, gap)).toBe(others.indexOf(null));
      }),
    );
  });

  it('scrolls only at the edges, faster the nearer', () => {
    expect(scrollStep(400, 800)).toBe(0);
    expect(scrollStep(10, 800)).toBeLessThan(scrollStep(60, 800));
    expect(scrollStep(795, 800)).toBeGreaterThan(scrollStep(740, 800));
    expect(scrollStep(-500, 800)).toBe(-22);
  });
});
