import { describe, expect, it } from 'vitest';
import type { AnalysisDefinition } from '../../../src/analyses/define';
import type { NotebookDocument, SharedResults } from '../../../src/document/types';
import { pinResults, unpinResults } from '../../../src/sharing/pins';
import { sharedRuns } from '../../../src/sharing/shared-runs';
import { exampleDocument } from '../document/example';
import { CONTEXT, sharedOf, tableOf } from './arbitraries';

const label = () => 'x';
/** What sharing reads of the definition of cohort retention. */
const retention = {
  id: 'cohort-retention',
  mainResult: 'cells',
  results: {
    cells: { cohort: { type: 'date', label }, rate: { type: 'share', label } },
    averages: { age: { type: 'integer', label } },
  },
} as unknown as AnalysisDefinition;

const cells = tableOf({ cohort: 'date', rate: 'share', later: 'text' }, [['2011-12-01', 0.5, null]]);
const runs = (shared: SharedResults, document: NotebookDocument = exampleDocument()) =>
  sharedRuns({ ...document, shared }, [retention]);

describe('results that came with a notebook', () => {
  it('are runs of their cells, labelled with when and from what', () => {
    const shared = sharedOf({ 'c-1': { cells }, 'c-5': { rows: tableOf({ n: 'number' }, [['NaN']]) } });
    const found = runs(shared);
    expect([...found.keys()]).toEqual(['c-1', 'c-5']);
    expect(found.get('c-1')).toEqual({
      status: { kind: 'shared', at: shared.at, source: shared.sources[0] },
      results: { cells: [{ cohort: '2011-12-01', rate: 0.5, later: null }] },
      params: {},
      context: CONTEXT,
      question: '["q"]',
      shapes: retention.results,
    });
    expect(found.get('c-5')?.results).toEqual({ rows: [{ n: NaN }] });
    expect(found.get('c-5')?.shapes.rows?.n?.label()).toBe('n');
  });

  it('of other columns or types than the analysis draws are not drawn', () => {
    const averages = tableOf({ age: 'text' }, [['one']]);
    expect(runs(sharedOf({ 'c-1': { cells, averages } })).get('c-1')?.results).not.toHaveProperty('averages');
    const endless = tableOf({ age: 'integer' }, [[1_000_000_000]]);
    expect(runs(sharedOf({ 'c-1': { cells, averages: endless } })).get('c-1')?.results).not.toHaveProperty(
      'averages',
    );
    const short = tableOf({ cohort: 'date' }, [['2011-12-01']]);
    expect(runs(sharedOf({ 'c-1': { cells: short } })).size).toBe(0);
    expect(runs(sharedOf({ 'c-1': { toString: cells } })).size).toBe(0);
  });

  it('of cells that are not there, or of no known analysis, are nobody’s', () => {
    expect(runs(sharedOf({ 'c-3': { cells }, elsewhere: { cells } })).size).toBe(0);
    expect(sharedRuns(exampleDocument(), [retention]).size).toBe(0);
  });
});

describe('pinned results', () => {
  const results = sharedOf({ 'c-1': { cells } });
  const pinned = (count: number) =>
    Array.from({ length: count }, (_, at) => `p${at}`).reduce(
      (document, id) => pinResults(document, results, { id, name: ` ${id} ` }),
      exampleDocument(),
    );

  it('are twelve at most, the newest last, and leave nothing behind', () => {
    const document = pinned(14);
    expect(document.pinned?.map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, at) => `p${at + 2}`),
    );
    expect(unpinResults(pinned(1), 'p0')).toEqual(exampleDocument());
    expect(unpinResults(document, 'none')).toBe(document);
  });

  it('are aggregates: never rows of customers', () => {
    const document = exampleDocument();
    const real = { ...results, rowsOfCustomers: 'real' as const };
    expect(pinResults(document, real, { id: 'p', name: 'May' })).toBe(document);
  });
});
