import { describe, expect, it } from 'vitest';
import cohortRetention from '../../../src/analyses/cohort-retention';
import rfmSegments from '../../../src/analyses/rfm-segments';
import { newDocument } from '../../../src/document/create';
import { setCellFilters, setFilters } from '../../../src/document/edits';
import type { NotebookDocument, SavedSegment } from '../../../src/document/types';
import { narrowedBy, narrowedWords, withoutFilter } from '../../../src/messages/narrowed-words';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { planOf, questionOf } from '../../../src/state/plans';
import { contextOf, filtersOf, membersOf, ownFiltersOf } from '../../../src/state/scope';
import { usualRanges } from '../../../src/views/notebook/filters/day-ranges';

const covered = { firstDay: '2010-12-01', lastDay: '2011-12-09' };
const analyses = [cohortRetention, rfmSegments];
const champions: SavedSegment = {
  id: 's1',
  name: 'Champions',
  analysis: 'rfm-segments',
  params: {},
  mark: 'Champions',
  customers: 3,
};
const cell = {
  id: 'c1',
  kind: 'analysis' as const,
  title: null,
  analysis: 'cohort-retention',
  analysisVersion: 1,
  params: {},
};
const document: NotebookDocument = {
  ...newDocument({ title: 'T', description: '', sources: [], cells: [cell] }),
  segments: [champions, { ...champions, id: 's2', analysis: 'of-tomorrow' }],
};
const asked = (changed: NotebookDocument) => ({ document: changed, analyses, covered });
const ofCell = (changed: NotebookDocument) => {
  const [found] = changed.cells;
  if (!found) throw new Error('The cell is gone');
  return found;
};

describe('the window that filters leave', () => {
  it.each([
    [{}, '2010-12-01', '2011-12-09'],
    [{ asOf: '2011-06-30' }, '2010-12-01', '2011-06-30'],
    [{ asOf: '2012-06-30' }, '2010-12-01', '2011-12-09'],
    [{ from: '2011-03-01', to: '2011-05-31' }, '2011-03-01', '2011-05-31'],
    [{ from: '2009-01-01', to: '2020-01-01' }, '2010-12-01', '2011-12-09'],
    [{ asOf: '2011-04-15', to: '2011-05-31' }, '2010-12-01', '2011-04-15'],
  ])('%j: complete from %s to %s', (change, firstDay, observedThrough) => {
    const { filters } = setFilters(document, change);
    expect(contextOf(document, covered, filters).window).toEqual({
      firstDay,
      lastDay: covered.lastDay,
      observedThrough,
    });
  });

  it('is narrowed by anything but the as-of day, and by no empty list or segment that is gone', () => {
    const narrowed = (change: Parameters<typeof setFilters>[1]) =>
      contextOf(document, covered, setFilters(document, change).filters).narrowed;
    expect(narrowed({ asOf: '2011-06-30' })).toBeUndefined();
    expect(narrowed({ dimensions: { channel: [] }, segment: 'gone' })).toBeUndefined();
    expect(narrowed({ dimensions: { channel: [''] } })?.dimensions).toEqual({ channel: [''] });
    expect(narrowed({ segment: 's1' })?.segment).toEqual({ id: 's1', name: 'Champions' });
  });
});

it('a cell overrides one filter and keeps the notebook’s others', () => {
  const changed = setCellFilters(setFilters(document, { from: '2011-01-01', segment: 's1' }), 'c1', {
    segment: null,
  });
  const found = ofCell(changed);
  expect(ownFiltersOf(found)).toEqual({ segment: null });
  expect(filtersOf(changed, found)).toMatchObject({ from: '2011-01-01', segment: null });
  const reset = setCellFilters(changed, 'c1', { segment: undefined });
  expect(ownFiltersOf(ofCell(reset))).toBeNull();
});

it('members are asked for over the whole shop as of the day, whatever else narrows', () => {
  const changed = setFilters(document, {
    asOf: '2011-06-30',
    from: '2011-03-01',
    dimensions: { channel: ['web'] },
    segment: 's1',
  });
  const context = contextOf(changed, covered, changed.filters);
  const members = membersOf(changed, covered, context, analyses);
  expect(members?.variables).toMatchObject({
    p_as_of: { date: '2011-06-30' },
    p_first_day: { date: '2010-12-01' },
    p_from: null,
    p_channel: [],
    p_in_segment: false,
    p_narrowed: false,
    p_segment: 'Champions',
  });
  const unknown = setFilters(document, { segment: 's2' });
  expect(membersOf(unknown, covered, contextOf(unknown, covered, unknown.filters), analyses)).toBeNull();
});

it('a segment cell asks for its own segment, in the place of the notebook’s; none where its rule is unknown', () => {
  const segmentCell = (segment: string) => ({ id: 'c2', kind: 'segment' as const, title: null, segment });
  const changed = setFilters(document, { from: '2011-03-01', segment: 's1' });
  const plan = planOf(asked(changed), segmentCell('s1'));
  expect(plan?.context.narrowed).toMatchObject({ from: '2011-03-01', segment: null });
  expect(plan?.members?.variables.p_segment).toBe('Champions');
  expect(planOf(asked(changed), segmentCell('s2'))).toBeNull();
  expect(planOf(asked(changed), segmentCell('gone'))).toBeNull();
  // The rule is part of the question: another mark is run anew.
  const other = { ...document, segments: [{ ...champions, mark: 'Lost' }] };
  const question = (of: NotebookDocument) => {
    const found = planOf(asked(of), segmentCell('s1'));
    return found && questionOf(found);
  };
  expect(question(other)).not.toBe(question(document));
});

describe('in words', () => {
  const { filters } = setFilters(document, {
    from: '2011-03-01',
    to: '2011-05-31',
    dimensions: { channel: ['web', ''], first_product: ['a', 'b', 'c', 'd', 'e', 'f'] },
    segment: 's1',
  });
  const context = contextOf(document, covered, filters);
  const plain = (texts: string[]) => texts.map((text) => text.replaceAll('\u00a0', ' '));

  it('each filter is one line, in both languages', () => {
    expect(plain(narrowedWords(context))).toEqual([
      'Ordered 1 Mar 2011 – 31 May 2011',
      'Channel: web, (blank)',
      'First product: a, b, c, d and 2 more',
      'Segment: Champions',
    ]);
    overwriteGetLocale(() => 'zh-CN');
    expect(narrowedWords(context)).toEqual([
      '下单于2011年3月1日至2011年5月31日',
      '渠道：web、（空白）',
      '首件商品：a、b、c、d等，另2项',
      '分群：Champions',
    ]);
    overwriteGetLocale(() => 'en');
    expect(narrowedWords({})).toEqual([]);
  });

  it('letting go of each, one after the other, leaves nothing narrowed', () => {
    let left = filters;
    for (const { by } of narrowedBy(context.narrowed!)) left = { ...left, ...withoutFilter(left, by) };
    expect(contextOf(document, covered, left).narrowed).toBeUndefined();
  });
});

it('usual ranges hold whole years of days, leap years too', () => {
  const range = (asOf: string, id: string) => {
    const found = usualRanges(asOf).find((one) => one.id === id);
    return [found?.from, found?.to];
  };
  expect(range('2011-12-09', 'months')).toEqual(['2010-12-10', '2011-12-09']);
  expect(range('2024-02-29', 'months')).toEqual(['2023-03-01', '2024-02-29']);
  expect(range('2025-02-28', 'months')).toEqual(['2024-02-29', '2025-02-28']);
  expect(range('2024-03-30', 'days')).toEqual(['2024-01-01', '2024-03-30']);
  expect(range('2024-03-30', 'year')).toEqual(['2024-01-01', '2024-03-30']);
  expect(range('2024-03-30', 'previous-year')).toEqual(['2023-01-01', '2023-12-31']);
});
