import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paramsWithDefaults } from '../../../src/analyses/params';
import rfmMigration from '../../../src/analyses/rfm-migration';
import rfmSegments from '../../../src/analyses/rfm-segments';
import {
  appliedScheme,
  differsFrom,
  schemeParams,
  takingScheme,
} from '../../../src/analyses/rfm-segments/applied-scheme';
import { settingsOf } from '../../../src/analyses/rfm-segments/settings';
import { openDocument } from '../../../src/document/open';
import { documentText } from '../../../src/document/save';
import { removeScheme, saveScheme, schemeNamed } from '../../../src/document/saved-schemes';
import type { NotebookDocument } from '../../../src/document/types';
import { exampleDocument } from './example';

const reopened = (document: NotebookDocument): NotebookDocument => {
  const opened = openDocument(documentText(document));
  if (!opened.ok) throw new Error(opened.reason.key);
  return opened.document;
};

const own = {
  scheme: 'zh-four',
  cut: 'fixed',
  orders: 'days',
  cutPoints: { r: [30], f: [3], m: [200] },
  rules: { scheme: 'zh-four', rows: [{ segment: '贵宾', r: [2, 2], f: [1, 2], m: [1, 2] }] },
};

describe('schemes saved in a notebook', () => {
  test('a name saved again is the next version, unless nothing changed; the file keeps both name and version', () => {
    const first = saveScheme(exampleDocument(), { name: ' VIP ', params: own }, 's-1');
    expect(first.schemes).toEqual([{ id: 's-1', name: 'VIP', version: 1, params: own }]);
    expect(saveScheme(first, { name: 'VIP', params: { ...own } })).toBe(first);
    const second = saveScheme(first, { name: 'VIP', params: { ...own, orders: 'each' } });
    expect(schemeNamed(second, 'VIP')).toMatchObject({ id: 's-1', version: 2, params: { orders: 'each' } });
    expect(first.schemes?.[0]?.version).toBe(1);
    expect(reopened(second).schemes).toEqual(second.schemes);
    expect(saveScheme(first, { name: '  ', params: own })).toBe(first);
    expect(removeScheme(first, 'other')).toBe(first);
    expect(documentText(removeScheme(first, 's-1'))).toBe(documentText(exampleDocument()));
  });

  test('a cell of either analysis that takes a scheme scores by it, and says when it no longer does', () => {
    const document = reopened(saveScheme(exampleDocument(), { name: 'VIP', params: schemeParams(own) }));
    const scheme = schemeNamed(document, 'VIP')!;
    for (const analysis of [rfmSegments, rfmMigration]) {
      const params = paramsWithDefaults(analysis, { ...takingScheme(scheme) });
      expect(appliedScheme(params)).toEqual({ id: scheme.id, name: 'VIP', version: 1 });
      expect(differsFrom(scheme, params)).toBe(false);
      expect(differsFrom(scheme, { ...params, orders: 'each' })).toBe(true);
      expect(settingsOf(params)).toMatchObject({
        cut: 'fixed',
        cutPoints: own.cutPoints,
        edited: true,
        rules: own.rules.rows,
      });
    }
  });

  test('a file with schemes that are none is refused', () => {
    for (const scheme of [
      { id: 'a', name: 'A', version: 0, params: {} },
      { id: 'a', name: '', version: 1, params: {} },
      { id: 'a', name: 'A', version: 1 },
    ]) {
      const text = JSON.stringify({ ...exampleDocument(), schemes: [scheme] });
      expect(openDocument(text).ok).toBe(false);
    }
  });

  test('whatever is saved in whatever order: names stay unique and versions count the changes', () => {
    const step = fc.record({ name: fc.constantFrom('A', 'B', ' A'), days: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const versions = new Map<string, { days: boolean; version: number }>();
        let document = exampleDocument();
        for (const { name, days } of steps) {
          document = saveScheme(document, { name, params: { orders: days ? 'days' : 'each' } });
          const known = versions.get(name.trim());
          if (!known) versions.set(name.trim(), { days, version: 1 });
          else if (known.days !== days) versions.set(name.trim(), { days, version: known.version + 1 });
        }
        const saved = document.schemes ?? [];
        expect(saved.map((scheme) => [scheme.name, scheme.version])).toEqual(
          [...versions].map(([name, { version }]) => [name, version]),
        );
      }),
      { numRuns: 50 },
    );
  });
});
