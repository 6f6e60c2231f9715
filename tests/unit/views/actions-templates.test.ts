import { afterEach, describe, expect, it } from 'vitest';
import { paramsWithDefaults } from '../../../src/analyses/params';
import { ANALYSES } from '../../../src/analyses/registry';
import { schemeOf } from '../../../src/analyses/rfm-segments/schemes';
import { openDocument } from '../../../src/document/open';
import type { AnalysisCell, SegmentCell, TextCell } from '../../../src/document/types';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { copyOf, startedFrom, startedOver } from '../../../src/state/started';
import { contentsOf } from '../../../src/templates/cells';
import { TEMPLATE_IDS, TEMPLATES } from '../../../src/templates/templates';
import { exampleDocument } from '../document/example';

afterEach(() => overwriteGetLocale(() => 'en'));
const ALL = [...TEMPLATE_IDS, 'sample-shop'] as const;
const kinds = (cells: { kind: string }[]) => cells.map(({ kind }) => kind);

describe.each(['en', 'zh-CN'] as const)('templates in %s', (locale) => {
  it.each(ALL)('%s makes a notebook that opens again, with params that its analyses take', async (id) => {
    overwriteGetLocale(() => locale);
    const document = await startedFrom(id, { title: 'Shop' }, ANALYSES);
    expect(openDocument(structuredClone(document))).toEqual({ ok: true, document });
    for (const cell of document.cells.filter(({ kind }) => kind === 'analysis') as AnalysisCell[]) {
      const definition = ANALYSES.find((analysis) => analysis.id === cell.analysis)!;
      expect(cell.analysisVersion).toBe(definition.version);
      expect(paramsWithDefaults(definition, cell.params)).toMatchObject(cell.params);
    }
    for (const cell of document.cells.filter(({ kind }) => kind === 'text') as TextCell[]) {
      expect(cell.text).toMatch(/^## \S/);
      expect(/\p{Script=Han}/u.test(cell.text)).toBe(locale === 'zh-CN');
    }
    const saved = document.segments.map((segment) => segment.id);
    const shown = document.cells.filter(({ kind }) => kind === 'segment') as SegmentCell[];
    expect(shown.map(({ segment }) => segment)).toEqual(saved);
  });
});

describe('what a notebook starts with', () => {
  it('each template is named and described differently', () => {
    expect(TEMPLATES.map(({ id }) => id)).toEqual([...TEMPLATE_IDS]);
    for (const locale of ['en', 'zh-CN'] as const) {
      const said = TEMPLATES.flatMap(({ title, summary }) => [
        title({}, { locale }),
        summary({}, { locale }),
      ]);
      expect(new Set(said).size).toBe(said.length);
    }
    expect(contentsOf('blank', ANALYSES).cells).toEqual([]);
    expect(
      kinds(contentsOf('repurchase-review', ANALYSES).cells).filter((kind) => kind === 'analysis'),
    ).toHaveLength(3);
  });

  it('an analysis that is not there stays out, with the words that lead to it', () => {
    const without = ANALYSES.filter(({ id }) => id !== 'rfm-segments');
    const { cells } = contentsOf('repurchase-review', without);
    const whole = contentsOf('repurchase-review', ANALYSES).cells;
    expect(cells).toHaveLength(whole.length - 2);
    expect(JSON.stringify(cells)).not.toContain('carries the revenue');
    expect(JSON.stringify(whole)).toContain('Who carries the revenue');
    expect(contentsOf('sample-shop', without).segments).toEqual([]);
    expect(kinds(contentsOf('sample-shop', []).cells)).not.toContain('analysis');
  });

  it('a segment that is saved at once is one that its analysis knows', () => {
    const segments = ALL.flatMap((id) => contentsOf(id, ANALYSES).segments);
    expect(segments.map(({ analysis }) => analysis)).toEqual(['rfm-segments']);
    const names = schemeOf('r-rfm').segments.map(({ name }) => name);
    for (const { mark } of segments) expect(names).toContain(mark);
  });

  it('a copy and a new start share the sources and nothing else', async () => {
    const document = exampleDocument();
    const copy = copyOf(document);
    expect(copy).toEqual({ ...document, id: copy.id, title: '回头客 & co. (copy)' });
    expect(copy.id).not.toBe(document.id);
    copy.cells.length = 0;
    expect(document.cells).toHaveLength(6);
    const over = await startedOver(document, 'blank', ANALYSES);
    expect(over).toMatchObject({
      title: 'Blank: 回头客 & co.',
      sources: document.sources,
      cells: [],
      segments: [],
    });
    expect(over.id).not.toBe(document.id);
  });
});
