import { m } from '../messages/speak';
import { fileName } from './file-name';
import type { ExportTable, TableOptions } from './table';

/** A way to write a table. Its code is loaded when first used. */
export interface TableFormat {
  id: string;
  /** Without the dot. */
  extension: string;
  mime: string;
  /** In the reader's language. */
  title: () => string;
  /** Rejects with `TableTooLarge`, whose message is for the reader, where the format cannot hold the table. */
  write: (table: ExportTable, options?: TableOptions) => Promise<Blob>;
}

/** Every format for tables, in the order of the menu. A new one is a new entry. */
export const TABLE_FORMATS = {
  csv: {
    id: 'csv',
    extension: 'csv',
    mime: 'text/csv',
    title: () => m.export_csv(),
    write: async (table, options) => (await import('./csv')).writeCsv(table, options),
  },
  json: {
    id: 'json',
    extension: 'json',
    mime: 'application/json',
    title: () => m.export_json(),
    write: async (table) => (await import('./json')).writeJson(table),
  },
  xlsx: {
    id: 'xlsx',
    extension: 'xlsx',
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    title: () => m.report_format_xlsx(),
    write: async (table, options) => (await import('./xlsx')).writeXlsx(table, options),
  },
  parquet: {
    id: 'parquet',
    extension: 'parquet',
    mime: 'application/vnd.apache.parquet',
    title: () => m.report_format_parquet(),
    write: async (table, options) => (await import('./parquet')).writeParquet(table, options),
  },
} satisfies Record<string, TableFormat>;

export type TableFormatId = keyof typeof TABLE_FORMATS;

export function isTableFormat(id: string): id is TableFormatId {
  return Object.hasOwn(TABLE_FORMATS, id);
}

/** The file of a table, named after the notebook, the table and the as-of day. */
export async function exportTable(
  format: TableFormatId,
  table: ExportTable,
  options?: TableOptions,
): Promise<{ blob: Blob; name: string }> {
  const chosen: TableFormat = TABLE_FORMATS[format];
  const { notebook, title, asOf } = table.provenance;
  const blob = await chosen.write(table, options);
  return { blob, name: fileName([notebook, title, asOf], chosen.extension) };
}

/**
 * Several tables as one Excel workbook, a sheet each after one that says where they come from: a whole notebook. Named
 * after the first table's notebook and as-of day. Rejects with `TableTooLarge`.
 */
export async function exportWorkbook(
  tables: readonly ExportTable[],
  options?: TableOptions,
): Promise<{ blob: Blob; name: string }> {
  const blob = await (await import('./xlsx')).writeWorkbook(tables, options);
  const first = tables[0]?.provenance;
  return { blob, name: fileName([first?.notebook, first?.asOf], TABLE_FORMATS.xlsx.extension) };
}
