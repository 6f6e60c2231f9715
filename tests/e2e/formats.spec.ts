import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asMonthlyZip, asWorkbook, retailLines, TRUTH } from '../variants/online-retail';
import { expect, test } from './fixtures';
import { chooseThrough } from './notebook-page';
import { needsRealData } from './real-data';

needsRealData();
// Half a million rows, packed and unpacked on two busy cores.
test.slow();

/** The same half a million lines in the containers clients send, dropped on the real page with nothing said. */
const KINDS = [
  { name: 'online_retail.xlsx', write: asWorkbook, shown: '541,909 rows, 8 columns' },
  { name: 'online_retail.zip', write: asMonthlyZip, shown: '2011-12.csv' },
];

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'regulars-formats-'));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

for (const { name, write, shown } of KINDS) {
  test(`${name} comes to the truth`, async ({ regulars, page }) => {
    const path = join(folder, name);
    writeFileSync(path, write(retailLines()));
    await regulars.openReady();
    await chooseThrough(page.getByRole('button', { name: 'Choose files…' }), path);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(shown, { timeout: 120_000 });
    await dialog
      .getByRole('button', { name: `Import ${TRUTH.orders.toLocaleString('en')} orders` })
      .click({ timeout: 120_000 });
    await expect(dialog).toBeHidden({ timeout: 120_000 });
    const ledger = (await regulars.document())?.sources[0]?.ledger;
    expect({ ...ledger, revenue: ledger?.amountUsed }).toMatchObject(TRUTH);
  });
}
