import { it } from 'vitest';
import { ImportEngine, csvFile } from './import-engine';
it('x', async () => {
  const e = await ImportEngine.open();
  const t = (s: string) => { try { console.log(s, JSON.stringify(e.rows(s))); } catch (x) { console.log(s, String(x).slice(0, 300)); } };
  await e.import(csvFile('customer_id,order_id,date,amount\na,1,2024-01-05,1.50\nb,2,2024-01-06,2\na,3,2024-02-06,"1,234.5"\n'));

  t('from shop.orders'); t('from shop.customers');
  t("select table_schema, table_name from information_schema.tables order by all");
  for (const v of ["'12\u00a0'", "'\t12 '", "'1_000'", "'1e3'", "'+12'", "'.5'", "'5.'", "'１２'", "'\u300012'", "'1.23456'", "'0x1f'", "'1 2'", "'- 5'", "'--5'", "'1e-2'", "'99999999999999.99995'", "'nan'", "'inf'", "''"]) t(`select try_cast(${v} as decimal(18,4))::varchar as v`);
  for (const v of ["'2011-12-09\t'", "'2011-12-09\u00a0'", "'\t2011-12-09'", "'2011-1-5'", "'2024-01-15 23:10+08'", "'2011-12-09 12:5'", "'2011-12-09 24:00:00'", "'2011-12-09T12:50:00'", "'infinity'", "'epoch'", "'now'", "'today'", "'2011-12-09 12:50:00.9'", "'20111209'", "'2011/12/09'", "'9999999-12-09'", "'2011-12-09 (BC)'"]) t(`select try_cast(left(trim(${v}), 19) as timestamp)::varchar as v`);
  e.close();
});
