import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setVariables } from '../../src/orders/literals';
import { policyVariables } from '../../src/orders/policy-variables';
import { groupOrders } from '../../src/worker/import/group-orders';
import { csvFile, ImportEngine } from './import-engine';
import { generatedFiles } from './import-files';

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const grouped = (): string[] =>
  engine
    .rows('from staging.grouped')
    .map((row) => JSON.stringify(row))
    .sort();

it('orders grouped part by part are those grouped at once', async () => {
  let parts = 0;
  await fc.assert(
    fc.asyncProperty(generatedFiles(), fc.integer({ min: 1, max: 12 }), async (file, rowsAtOnce) => {
      const { text, read, mapping, readings, policies } = file;
      const importer = await engine.importer(csvFile(text), read);
      await importer.stage(engine.lane, { mapping, policies }, false, () => undefined);
      await importer.assess(engine.lane, { mapping, readings, policies }, () => undefined);
      engine.engine.execute(setVariables(policyVariables(mapping, readings, policies)));
      await groupOrders(engine.lane);
      const atOnce = grouped();
      const before = engine.lane.log.length;
      await groupOrders(engine.lane, rowsAtOnce);
      expect(grouped()).toEqual(atOnce);
      const statements = engine.lane.log.slice(before).filter((sql) => sql.includes('staging.grouped'));
      expect(statements.length).toBe(
        Math.max(
          1,
          Math.ceil(
            Number(engine.rows('select count(*)::integer as n from staging.lines')[0]!.n) / rowsAtOnce,
          ),
        ),
      );
      parts = Math.max(parts, statements.length);
    }),
    { numRuns: 20, interruptAfterTimeLimit: 30_000 },
  );
  expect(parts).toBeGreaterThan(3);
}, 60_000);
