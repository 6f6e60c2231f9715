import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import { csvFile, ImportEngine } from './import-engine';

/** Amounts that bear several currencies' signs, in a file without a column that names them. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

const SIGNS = ['$', '€', 'US$', '$', '＄'];
const text = `customer,order,date,amount\n${Array.from(
  { length: 50 },
  (_, index) =>
    `c${index % 7},${index},2024-01-${String(1 + (index % 28)).padStart(2, '0')},${SIGNS[index % 5]}10.00\n`,
).join('')}`;

it('are never added: the import asks which of them counts', async () => {
  const importer = await engine.importer(csvFile(text));
  const staged = await importer.stage(engine.lane, {}, false, () => undefined);
  const choices = { mapping: staged.mapping, readings: staged.readings, policies: DEFAULT_POLICIES };
  const assessment = await importer.assess(engine.lane, choices, () => undefined);
  expect(assessment.questions).toHaveLength(1);
  expect(assessment.currencies.map(({ value, rows }) => [value, rows])).toEqual([
    ['$', 30],
    ['US$', 10],
    ['€', 10],
  ]);
  await expect(importer.build(engine.lane, choices, () => undefined)).rejects.toMatchObject({
    reason: assessment.questions[0],
  });
});

it('one of them, and another by its rate', async () => {
  const policies = { ...DEFAULT_POLICIES, currency: '$', rates: { US$: 1, '€': 1.1 } };
  const { ledger } = await engine.import(csvFile(text), { policies });
  expect(ledger).toMatchObject({ rowsRead: 50, rowsUsed: 50, amountUsed: '510.0000' });
  const alone = await engine.import(csvFile(text), { policies: { ...policies, rates: {} } });
  expect(alone.ledger).toMatchObject({ rowsRead: 50, rowsUsed: 30, amountUsed: '300.0000' });
});

it('a single sign is no question', async () => {
  const { ledger } = await engine.import(csvFile(text.replaceAll(/US\$|€|＄/g, '$')));
  expect(ledger.rowsUsed).toBe(50);
});
