import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnalysisDefinition, CellValue, ColumnType } from '../../../src/analyses/define';
import { paramsWithDefaults } from '../../../src/analyses/params';
import { ANALYSES } from '../../../src/analyses/registry';
import { openDocument } from '../../../src/document/open';
import type { SharedTable } from '../../../src/document/types';
import { sentFor } from '../../../src/state/sent-results';
import { exampleDocument } from '../document/example';
import { CONTEXT } from './arbitraries';

/** Values that a made-up file may have where a run never does. */
const VALUES: Record<ColumnType, readonly CellValue[]> = {
  text: [null, '', '<img src=x onerror=ran=1>', '__proto__', 'complete'],
  integer: [null, 0, -1, 3, 1e15],
  number: [null, 0, -1.5, 2, 'NaN', 'Infinity'],
  money: [null, 0, -1.5, 1e300, 'NaN'],
  share: [null, 0, 0.5, -3, 7, 'NaN'],
  date: [null, '0001-01-01', '9999-12-31', '2024-02-29'],
  boolean: [null, true, false],
};

function tableOf(shape: AnalysisDefinition['results'][string]): fc.Arbitrary<SharedTable> {
  const columns = Object.entries(shape).map(([name, { type }]) => ({ name, type }));
  const row = fc.tuple(...columns.map(({ type }) => fc.constantFrom(...VALUES[type])));
  return fc.array(row, { maxLength: 4 }).map((rows) => ({ columns, rows }));
}

describe('results of a made-up file', () => {
  it.each(ANALYSES.map((definition) => [definition.id, definition] as const))(
    '%s: are described or refused, never thrown',
    (id, definition) => {
      const results = fc.record(
        Object.fromEntries(Object.entries(definition.results).map(([name, shape]) => [name, tableOf(shape)])),
      );
      fc.assert(
        fc.property(results, (tables) => {
          const [cell = { id: 'c-1', kind: 'analysis' }] = exampleDocument().cells;
          const shown = { ...cell, kind: 'analysis', analysis: id, analysisVersion: 1, params: {} };
          const sent = {
            question: '',
            params: paramsWithDefaults(definition, {}),
            context: CONTEXT,
            status: 'current',
            results: tables,
          };
          const opened = openDocument({
            ...exampleDocument(),
            cells: [shown],
            shared: {
              at: '2025-01-01T00:00:00.000Z',
              sources: [],
              rowsOfCustomers: 'none',
              results: { [shown.id]: sent },
            },
          });
          expect(opened).toMatchObject({ ok: true });
          if (!opened.ok) return;
          const params = paramsWithDefaults(definition, {});
          const asked = { document: opened.document, analyses: ANALYSES, covered: null };
          const plan = { definition, params, context: CONTEXT, members: null };
          const run = sentFor(asked, shown.id, plan);
          if (!run?.results || !run.context || !run.results[definition.mainResult]?.length) return;
          const said = [
            definition.headline(run.results, params, run.context),
            definition.provenance(run.results, params, run.context),
            definition.notes(run.results, params, run.context),
          ];
          expect(said.slice(0, 2).every((text) => typeof text === 'string')).toBe(true);
        }),
        { numRuns: 40 },
      );
    },
  );
});
