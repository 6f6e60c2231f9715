import { gzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import { withRawTexts } from '../../src/state/raw-texts';
import { Importer } from '../../src/worker/import/importer';
import { open } from '../../src/worker/opening/open';
import { rawTexts } from '../../src/worker/opening/raw-texts';
import { ImportEngine } from './import-engine';

/** The text of rows set aside is what stands in the client's file, letter for letter. */
vi.mock('../../src/state/new-opener', () => ({
  newOpener: () =>
    Promise.resolve({
      rawTexts: async (...given: Parameters<typeof rawTexts>) => ({
        ok: true,
        value: await rawTexts(...given),
      }),
    }),
}));

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());
const silent = () => undefined;

async function setAside(...files: File[]) {
  const { tables } = await open(files, {}, silent);
  const importer = Importer.open(engine.database, tables);
  const staged = await importer.stage(engine.lane, {}, false, silent);
  const choices = { mapping: staged.mapping, readings: staged.readings, policies: DEFAULT_POLICIES };
  const rows = await importer.setAside(engine.lane, choices);
  const raw = await withRawTexts(files, staged.tables, rows);
  expect(raw.map(({ reason, values }) => [reason, values])).toEqual(rows.map(({ reason, values }) => [reason, values])); // prettier-ignore
  return { engineReads: staged.tables.map(({ engine: { numbered } }) => !numbered), rows, raw };
}

const said = (rows: Awaited<ReturnType<typeof setAside>>['raw']) =>
  rows.map(({ file, line, text }) => [file, line, text]);

const HEAD = 'order_id,customer_id,order_date,amount,note\n';
const good = (n: number): string => `${n},c${n % 7},2024-01-${String(1 + (n % 28)).padStart(2, '0')},${n}.50,"so, so"\n`; // prettier-ignore
const rows = (from: number, to: number): string => Array.from({ length: to - from }, (_, n) => good(from + n)).join(''); // prettier-ignore
const bad = (n: number): string => `"${n}","c1",soon,"1.50","said ""no"", and\nleft"`;

it('a file the engine reads itself, in quotes that were not needed, over several lines', async () => {
  const text = `${HEAD}${rows(1, 30)}${bad(31)}\n${rows(32, 40)}41,c2,2024-01-05,much,\n`;
  const { engineReads, raw } = await setAside(new File([text], 'a.csv'));
  expect(engineReads).toEqual([true]);
  expect(said(raw)).toEqual([
    [0, 31, bad(31)],
    [0, 41, '41,c2,2024-01-05,much,'],
  ]);
});

it('a large one, where blank lines and broken rows stand far behind its head: the line is its own as well', async () => {
  const parts = [
    HEAD,
    rows(1, 90_000),
    '\n\n',
    bad(1),
    '\n',
    rows(90_000, 150_000),
    '7,c1,2024-01-05,1,x,y,z\n',
  ];
  const text = parts.join('');
  expect(text.length).toBeGreaterThan(4_300_000);
  const { engineReads, rows: counted, raw } = await setAside(new File(parts, 'large.csv'));
  expect(engineReads).toEqual([true]);
  const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;
  expect(said(raw)).toEqual([
    [0, lineOf(bad(1)), bad(1)],
    [0, lineOf('7,c1,2024-01-05,1,x'), '7,c1,2024-01-05,1,x,y,z'],
  ]);
  expect(counted.map(({ line }) => line)).not.toEqual(raw.map(({ line }) => line));
});

it('archives, other encodings and layouts: by the line of the file inside', async () => {
  const latin = Buffer.from(
    `Bestellungen\n\n${HEAD}${rows(1, 30)}31;x\n`.replaceAll(',', ';').replace('1;c1;2024-01-02;1.50;"so; so"', '1;c1;morgen;1.50;"grün"'),
    'latin1',
  ); // prettier-ignore
  const zip = zipSync({
    '2024-01.csv': new TextEncoder().encode(`${HEAD}${rows(1, 30)}${bad(31)}\n${good(32)}`),
    '2024-02.csv': new TextEncoder().encode(`${HEAD}${rows(40, 60)}, "c1"  ,,"2",\n${good(70)}`),
  });
  const packed = await setAside(new File([gzipSync(latin) as BlobPart], 'b.csv.gz'));
  expect(packed.engineReads).toEqual([false]);
  expect(said(packed.raw)).toContainEqual([0, 4, '1;c1;morgen;1.50;"grün"']);
  const months = await setAside(new File([zip as BlobPart], 'months.zip'));
  expect(said(months.raw)).toEqual([
    [0, 31, bad(31)],
    [1, 22, ', "c1"  ,,"2",'],
  ]);
});

it('JSON has no lines of text, and its rows stay as they were written', async () => {
  const records = Array.from({ length: 12 }, (_, n) => ({ order_id: n, customer_id: `c${n % 3}`, order_date: n === 5 ? 'soon' : '2024-01-05', amount: n + 1 })); // prettier-ignore
  const { rows: before, raw } = await setAside(new File([JSON.stringify(records)], 'a.json'));
  expect(raw).toEqual(before);
  expect(raw.map(({ text }) => text)).toEqual(['5,c2,soon,6']);
});
