import { existsSync, openAsBlob, readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { open as openHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { open } from '../../../../src/worker/opening/open';
import { workbookParts } from './packages';

const ORDERS = resolve(import.meta.dirname, '../../../../../shared/data/online_retail/online_retail.csv');
const hasOrders = existsSync(ORDERS);
if (!hasOrders)
  console.warn('Skipped: ../shared/data is not there; Online Retail is not opened as a workbook.');

const ROWS = 541_909;
const folder = mkdtempSync(join(tmpdir(), 'opening-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes an archive to disk entry by entry, each in pieces: none of it is in memory at once. */
async function writeZip(
  path: string,
  entries: Iterable<[name: string, pieces: Iterable<string>]>,
): Promise<File> {
  const handle = await openHandle(path, 'w');
  let written = Promise.resolve();
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    written = written.then(async () => void (await handle.write(chunk)));
  });
  for (const [name, pieces] of entries) {
    const entry = name.endsWith('.rels') ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 1 });
    zip.add(entry);
    for (const piece of pieces) {
      entry.push(Buffer.from(piece));
      await written;
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  await written;
  await handle.close();
  return new File([await openAsBlob(path)], path.split('/').at(-1)!);
}

/** Fields of a line that Python's csv module wrote: quoted only where they must be. */
function fieldsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Days since 1899-12-30, as Excel counts; written with the digits it writes. */
function serial(stamp: string): string {
  const days = Date.parse(`${stamp.replace(' ', 'T')}Z`) / 86_400_000 + 25_569;
  return String(days);
}

/** The sheet as Excel writes it: shared texts, real dates, numbers; numbers of invoices are numbers where they can be. */
function* sheetXml(lines: readonly string[], texts: Map<string, number>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
  const shared = (reference: string, text: string) => {
    if (text === '') return '';
    if (!texts.has(text)) texts.set(text, texts.size);
    return `<c r="${reference}" t="s"><v>${texts.get(text)}</v></c>`;
  };
  let piece = '';
  for (const [index, line] of lines.entries()) {
    const at = index + 1;
    const cells = fieldsOf(line).map((text, column) => {
      const reference = `${'ABCDEFGH'[column]}${at}`;
      if (index > 0 && column === 4) return `<c r="${reference}" s="1"><v>${serial(text)}</v></c>`;
      return index > 0 && /^-?\d+(\.\d+)?$/.test(text)
        ? `<c r="${reference}"><v>${text.replace(/\.0$/, '')}</v></c>`
        : shared(reference, text);
    });
    piece += `<row r="${at}" spans="1:8">${cells.join('')}</row>`;
    if (piece.length < 1_000_000) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}</sheetData></worksheet>`;
}

describe.runIf(hasOrders)('Online Retail', () => {
  const lines = hasOrders ? readFileSync(ORDERS, 'utf8').trimEnd().split(/\r?\n/) : [];

  it('as a workbook of 541,909 rows', { timeout: 60_000 }, async () => {
    const texts = new Map<string, number>();
    const parts = workbookParts([{ name: 'Online Retail', data: '' }], { formats: ['m/d/yy h:mm'] });
    const sharedStrings = 'xl/sharedStrings.xml';
    function* entries(): Generator<[string, Iterable<string>]> {
      for (const [name, part] of Object.entries(parts)) {
        if (name === 'xl/worksheets/sheet1.xml') yield [name, sheetXml(lines, texts)];
        else if (name !== sharedStrings) yield [name, [part as string]];
      }
      yield [
        sharedStrings,
        [
          '<sst>',
          ...[...texts.keys()].map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`),
          '</sst>',
        ],
      ];
    }
    const file = await writeZip(join(folder, 'online_retail.xlsx'), entries());
    const start = performance.now();
    let told = 0;
    const { tables } = await open([file], {}, ({ bytes }) => (told = bytes));
    const seconds = (performance.now() - start) / 1000;
    console.log(`${(file.size / 1e6).toFixed(1)} MB of workbook opened in ${seconds.toFixed(1)} s`);
    const [table] = tables;
    expect(told).toBe(file.size);
    expect(table!.read.columns).toEqual(lines[0]!.split(','));
    const rows = (await table!.text.text()).trimEnd().split('\n');
    expect(rows).toHaveLength(ROWS);
    expect(rows[0]).toBe(
      '2,536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom',
    );
    expect(rows.at(-1)).toBe(
      '541910,581587,22138,BAKING SET 9 PIECE RETROSPOT ,3,2011-12-09 12:50:00,4.95,12680,France',
    );
    // Every stamp comes back from its fraction of a day, every price from its double.
    const differing = rows.filter((row, index) => {
      const [own, wanted] = [fieldsOf(row).slice(1), fieldsOf(lines[index + 1]!)];
      wanted[6] = wanted[6]!.replace(/\.0$/, '');
      wanted[5] = String(Number(wanted[5]));
      return own.join('\t') !== wanted.join('\t');
    });
    expect(differing.slice(0, 3)).toEqual([]);
  });

  it('as thirteen monthly files in an archive', { timeout: 60_000 }, async () => {
    const months = new Map<string, string[]>();
    for (const line of lines.slice(1)) {
      const month = /,(\d{4}-\d\d)-\d\d \d\d:\d\d:\d\d,/.exec(line)![1]!;
      if (!months.has(month)) months.set(month, [lines[0]!]);
      months.get(month)!.push(line);
    }
    const entries = [...months]
      .reverse()
      .map(([month, rows]): [string, Iterable<string>] => [`orders/${month}.csv`, [`${rows.join('\n')}\n`]]);
    const file = await writeZip(join(folder, 'orders.zip'), entries);
    const { tables, passedOver } = await open([file], {}, () => undefined);
    expect(passedOver).toEqual([]);
    expect(tables.map(({ path }) => path[1])).toEqual(
      [...months.keys()].sort().map((month) => `orders/${month}.csv`),
    );
    let rows = 0;
    for (const { text, engine } of tables) {
      rows += (await text.text()).trimEnd().split('\n').length - (engine.header ? 1 : 0);
    }
    expect(rows).toBe(ROWS);
  });
});
