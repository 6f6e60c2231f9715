import { expect, test } from './fixtures';
import { FILES, longLine } from './wrong-files';
test('look', async ({ regulars, page }, info) => {
  test.setTimeout(300000);
  await regulars.openReady();
  const all = {...FILES, long: longLine(info.outputPath('long.csv'), 0), longLate: longLine(info.outputPath('late.csv'), 100000)};
  for (const [k, f] of Object.entries(all)) {
    const t = Date.now();
    console.log(k, '| API:', (await regulars.refusal(regulars.importFile(f))).slice(0, 300), Date.now() - t);
    await page.evaluate(() => { location.hash = ''; location.reload() });
    await page.waitForTimeout(500);
    await regulars.ready();
    await regulars.drop(f);
    await expect(page.getByRole('dialog').getByRole('button', {name: /^(Import|Choose another)/})).toBeVisible();
    await page.waitForTimeout(1000);
    console.log(k, '| DIALOG:', (await page.getByRole('dialog').innerText()).replace(/\s+/g, ' ').replace(/(.{200}).*(.{300})$/, '$1 … $2'));
    await page.getByRole('dialog').getByRole('button', {name: /^(Cancel|Close)$/}).last().click();
  }
});
