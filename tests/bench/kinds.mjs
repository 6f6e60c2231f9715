import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { workbook } from '../variants/workbook.mjs';
import { repeated, spreadOf } from './measure.mjs';
import { BenchPage } from './page.mjs';

/** The same orders in other kinds of file, made once beside the plain one. */
const KINDS = {
  'plain CSV': { ending: 'csv', write: null },
  'GB18030 CSV': { ending: 'gb18030.csv', write: inGb18030 },
  'zip of a CSV': {
    ending: 'zip',
    write: (text) => zipSync({ 'orders.csv': [strToU8(text), { level: 6 }] }),
  },
  'Excel workbook': { ending: 'xlsx', write: asWorkbook },
};

/**
 * Imports of each kind, taking turns so that whatever else the machine does falls on all.
 * @returns {Promise<{ kind: string, bytes: number, page: import('./measure.mjs').Spread, same: boolean }[]>}
 */
export async function measureKinds({ address, file, repeats, say }) {
  const files = Object.entries(KINDS).map(([kind, { ending, write }]) => ({
    kind,
    path: write ? made(file.path, ending, write) : file.path,
    times: [],
    reports: [],
  }));
  await repeated(repeats, async () => {
    for (const each of files) {
      const page = await BenchPage.open(address);
      const { milliseconds, report } = await page.import(each.path);
      each.times.push(milliseconds);
      each.reports.push(report);
      await page.close();
    }
  });
  const key = ({ rowsRead, rowsUsed, orders, customers, revenue }) =>
    JSON.stringify([rowsRead, rowsUsed, orders, customers, revenue]);
  const expected = key(files[0].reports[0]);
  return files.map(({ kind, path, times, reports }) => {
    const page = spreadOf(times);
    say(`${kind}: ${(page.median / 1000).toFixed(2)} s`);
    return {
      kind,
      bytes: statSync(path).size,
      page,
      same: reports.every((report) => key(report) === expected),
    };
  });
}

function made(plain, ending, write) {
  const path = plain.replace(/csv$/, ending);
  if (!existsSync(path)) writeFileSync(path, write(readFileSync(plain, 'utf8')));
  return path;
}

/** With Chinese headings and names, or nothing would tell it from UTF-8. */
function inGb18030(text) {
  const [header, ...lines] = text.split('\n');
  const headings = { order_no: '订单号', ordered_at: '下单时间', customer_id: '会员编号', product_name: '商品名称', quantity: '数量', unit_price: '单价' }; // prettier-ignore
  const at = header.split(',').indexOf('product_name');
  const named = lines.map((line) => {
    if (line === '') return line;
    let place = 0;
    for (let column = 0; column < at; column += 1) place = line.indexOf(',', place) + 1;
    return line[place] === '"'
      ? `${line.slice(0, place + 1)}会员商品${line.slice(place + 1)}`
      : `${line.slice(0, place)}会员商品${line.slice(place)}`;
  });
  const translated = header
    .split(',')
    .map((name) => headings[name] ?? name)
    .join(',');
  return encodeGb18030([translated, ...named].join('\n'));
}

/** Characters of one and two bytes, which are all that this file has; others throw. */
function encodeGb18030(text) {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      codes.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
    }
  }
  const bytes = Buffer.alloc(text.length * 2);
  let at = 0;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 0x80) at = bytes.writeUInt8(code, at);
    else {
      const pair = codes.get(character);
      if (!pair) throw new Error(`No two bytes for ${character}`);
      at = bytes.writeUInt8(pair[1], bytes.writeUInt8(pair[0], at));
    }
  }
  return bytes.subarray(0, at);
}

function asWorkbook(text) {
  const [header, ...lines] = text.split('\n').filter(Boolean);
  return workbook({
    header: header.split(','),
    rows: lines.map(fieldsOf),
    numbers: ['quantity', 'unit_price', 'discount'],
    moments: ['ordered_at'],
  });
}

function fieldsOf(line) {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
}
