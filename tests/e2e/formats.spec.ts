import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asWorkbook, retailLines, TRUTH } from '../variants/online-retail';
import { expect, test } from './fixtures';
import { chooseThrough } from './notebook-page';
import { needsRealData } from './real-data';

needsRealData();
// Half a million rows, packed and unpacked on two busy cores.
test.slow();

// By the same code in the worker's tests each time (import-variants.test); in the page where a run may take its time.
test.skip(process.env.REGULARS_TIMES !== '1', 'Half a minute of unpacking: with REGULARS_TIMES=1');

/** Half a million lines as a workbook, dropped on the real page with nothing said; the other variants: import-variants.test. */
test('online_retail.xlsx comes to the truth', async ({ regulars, page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-formats-'));
  try {
    const path = join(folder, 'online_retail.xlsx');
    writeFileSync(path, asWorkbook(retailLines()));
    await regulars.openReady();
    await chooseThrough(page.getByRole('button', { name: 'Choose files…' }), path);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('541,909 rows, 8 columns', { timeout: 120_000 });
    await dialog
      .getByRole('button', { name: `Import ${TRUTH.orders.toLocaleString('en')} orders` })
      .click({ timeout: 120_000 });
    await expect(dialog).toBeHidden({ timeout: 120_000 });
    const ledger = (await regulars.document())?.sources[0]?.ledger;
    expect({ ...ledger, revenue: ledger?.amountUsed }).toMatchObject(TRUTH);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
