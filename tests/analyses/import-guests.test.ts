import { afterAll, beforeAll, expect, it } from 'vitest';
import { csvFile, ImportEngine } from './import-engine';

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

it('a customer who is called as a guest is named stays somebody else', async () => {
  const { ledger } = await engine.import(
    csvFile(
      'customer_id,order_id,date,amount\nguest 12,11,2024-01-05,10\n,12,2024-01-06,20\nrow 3,,2024-01-07,5\na,row 3,2024-01-08,5\n',
    ),
    {
      mapping: { customer: 'customer_id', order: 'order_id', orderedAt: 'date', amount: 'amount' },
      policies: { guests: 'keep' },
    },
  );
  expect(ledger).toMatchObject({ rowsUsed: 4, customers: 4, orders: 4 });
});
