import { expect, test } from './fixtures';
test('smoke', async ({ regulars, page, canary }) => {
  await regulars.openReady({locale:'zh-CN'});
  await page.waitForTimeout(5000);
  console.log(await regulars.refusal(regulars.importFile({name:'x.csv',text:'a,b\n'})));
});
test('control', async ({ page, canary }) => {
  await page.goto('http://example.com/').catch(() => 0);
  console.log(canary.log.map(c=>c.headers.host ?? c.url));
  canary.clear();
});
