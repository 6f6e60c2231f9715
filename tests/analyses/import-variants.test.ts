import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asGermanSpreadsheet, asShopifyExport, asUnicodeText, hasOnlineRetail, retailLines, TRUTH, type RetailLine } from '../variants/online-retail'; // prettier-ignore
import { ImportEngine } from './import-engine';

/** The same half a million lines as other programs write them come to the same customers, orders and cents. */
describe.skipIf(!hasOnlineRetail)('Online Retail, as another program wrote it', () => {
  let engine: ImportEngine;
  let lines: RetailLine[];
  beforeAll(async () => {
    engine = await ImportEngine.open();
    lines = retailLines();
    expect(lines).toHaveLength(TRUTH.rowsRead);
  });
  afterAll(() => engine.close());

  it.each([
    ['a German spreadsheet: Windows-1252, “;”, decimal commas, dd.mm.yyyy', asGermanSpreadsheet],
    ['Unicode text: UTF-16, tabs', asUnicodeText],
    ['a platform’s export: order fields on the first line of each order only', asShopifyExport],
  ])(
    '%s',
    async (name, write) => {
      const { ledger } = await engine.import(new File([write(lines)], `${name.split(':')[0]}.csv`));
      expect({ ...ledger, revenue: ledger.amountUsed }).toMatchObject(TRUTH);
    },
    120_000,
  );
});
