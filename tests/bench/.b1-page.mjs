import { serve, BenchPage } from './page.mjs';
const t0=Date.now(); const log=(...x)=>console.log(((Date.now()-t0)/1000).toFixed(1),...x);
const server = await serve('/tmp/dist-e2e');
const page = await BenchPage.open(server.address);
try {
page.page.on('pageerror',(e)=>log('pageerror',e.message)); page.page.on('console',(c)=>c.type()==='error'&&log('console',c.text()));
const lim=(n,p,ms=60000)=>{let t;return Promise.race([p,new Promise((_,r)=>{t=setTimeout(()=>r(new Error('late '+n)),ms)})]).finally(()=>clearTimeout(t))};
const state=async()=>log(JSON.stringify(await page.page.evaluate(()=>[...document.querySelectorAll('[data-cell]')].map(c=>[c.dataset.cell,window.bench.statusOf(c),!!c.querySelector('.headline')]))));
await page.import('/tmp/regulars-bench/orders-fbaf5bd3-20000.csv'); log('imported');
try { log(await lim('settle',page.settle())); } catch(e){ log(e.message); await state(); }
log(JSON.stringify(await page.page.evaluate(()=>window.regulars.getDocument().cells.map(c=>[c.kind,c.analysis]))));
try { const e=await lim('every',page.openEvery(),90000); log(e.analyses.length,e.milliseconds);
 for (const {id} of e.analyses) log(id, JSON.stringify(await lim(id,page.runCell(id),15000).catch((x)=>x.message)));
} catch(e){ log(e.message);} await state();
log('cancel', await lim('cc',page.cancelCell('basket-affinity',10)).catch(x=>x.message));
log('back', await lim('back',page.openImported()).catch(x=>x.message)); await state();
} finally { await page.close(); await server.close(); log('closed'); }
