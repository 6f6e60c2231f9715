import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { bytesOf, inline, number, row, workbookParts, zipped } from '../unit/worker/opening/packages';
import { pollutedFiles, SOURCE } from '../unit/worker/opening/polluted-files';

/** Bytes of one file, and its name. */
export interface Sample {
  name: string;
  bytes: Uint8Array;
}

/** A kind of file: entries that are damaged first, and how they are packed. */
export interface Kind {
  kind: string;
  /** What can be damaged: texts, parts of a package. */
  parts: Record<string, Uint8Array>;
  pack: (parts: Record<string, Uint8Array>) => Sample;
}

const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const latin = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const alone = (kind: string, name: string, bytes: Uint8Array): Kind => ({
  kind,
  parts: { [name]: bytes },
  pack: (parts) => ({ name, bytes: parts[name] ?? bytes }),
});

/** Kinds whose bytes are damaged inside, before they are packed, and outside. */
export function kinds(): Kind[] {
  const texts = [...pollutedFiles(40)].map(({ text }) => text);
  const text = texts[0] ?? '';
  const records = SOURCE.rows.map((cells) =>
    Object.fromEntries(SOURCE.columns.map((name, at) => [name, cells[at] ?? ''])),
  );
  const cells = SOURCE.rows.map((values, index) =>
    row(
      index + 2,
      inline(`A${index + 2}`, String(values[3])),
      number(`B${index + 2}`, String(index + 0.5)),
      number(`C${index + 2}`, String(43_000 + index), 1),
    ),
  );
  const sheet = row(1, inline('A1', 'Item'), inline('B1', 'Amount'), inline('C1', 'Day')) + cells.join('');
  const workbook = Object.fromEntries(
    Object.entries(workbookParts([{ name: 'Orders', data: sheet }])).map(([name, part]) => [
      name,
      typeof part === 'string' ? bytesOf(part) : part,
    ]),
  );
  const parquet = new Uint8Array(
    parquetWriteBuffer({
      columnData: SOURCE.columns.map((name, at) => ({ name, data: SOURCE.rows.map((values) => values[at] ?? ''), type: 'STRING' as const })), // prettier-ignore
    }),
  );
  return [
    ...texts.map((one, index) => alone('text', `orders-${index}.csv`, bytesOf(one))),
    alone('text in UTF-16', 'orders.csv', utf16(text)),
    alone('text in Windows-1252', 'orders.txt', latin(text.replaceAll('Chair', 'Stühle'))),
    alone('JSON', 'orders.json', bytesOf(JSON.stringify(records))),
    alone('NDJSON', 'orders.ndjson', bytesOf(records.map((one) => JSON.stringify(one)).join('\n'))),
    alone('Parquet', 'orders.parquet', parquet),
    {
      kind: 'gzip',
      parts: { 'orders.csv': bytesOf(text) },
      pack: (parts) => ({ name: 'orders.csv.gz', bytes: gzipSync(parts['orders.csv'] ?? '') }),
    },
    {
      kind: 'zip',
      parts: { '1.csv': bytesOf(text), '2.csv': bytesOf(texts[1] ?? ''), 'notes.txt': bytesOf('read me') },
      pack: (parts) => ({ name: 'months.zip', bytes: zipped(parts) }),
    },
    { kind: 'workbook', parts: workbook, pack: (parts) => ({ name: 'orders.xlsx', bytes: zipped(parts) }) },
  ];
}
