import { collect } from './inflate';
import { refused, said } from './reasons';
import type { Parts } from './workbook-parts';
import type { ZipEntry } from './zip';

const NATURAL = new Intl.Collator('en', { numeric: true });

/** Entries by name, `2.csv` before `10.csv`: months come in their order. */
export function inOrder(entries: readonly ZipEntry[]): ZipEntry[] {
  return [...entries].sort((a, b) => NATURAL.compare(a.name, b.name));
}

/** Hidden files, those of file managers, and the locks spreadsheets leave beside an open workbook. */
export function isOfSystem(path: string): boolean {
  const steps = path.split('/');
  const name = steps.at(-1) ?? '';
  return (
    steps.some((step) => step === '__MACOSX' || (step.startsWith('.') && step !== '.' && step !== '..')) ||
    /^(thumbs\.db|desktop\.ini|~\$.*|icon\r?)$/i.test(name)
  );
}

/** Texts that come with an export, by their names. */
export function isToBeRead(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return (
    /^(read[ _-]?me|licen[cs]e|notice|changelog|terms|使用说明|说明|须知|注意事项|请先阅读)/i.test(name) &&
    /(^[^.]*|\.(txt|md|html?|rtf|docx?|pdf))$/i.test(name)
  );
}

/** Other packages that are zip archives inside. Throws `Refused` for them, with what to do instead. */
export async function refuseForeignPackage(parts: Parts): Promise<void> {
  const name = said(parts.zip.path);
  if (parts.has('xl/workbook.bin')) throw refused('opening_refused_binary_workbook', { name });
  if (parts.has('word/document.xml') || parts.has('ppt/presentation.xml')) {
    throw refused('opening_refused_document', { name });
  }
  if (parts.has('Index/Document.iwa') || parts.has('Index.zip')) {
    const isDocument = /\.(pages|key)$/i.test(name);
    throw refused(isDocument ? 'opening_refused_document' : 'opening_refused_numbers', { name });
  }
  const type = parts.has('content.xml') || parts.has('META-INF/container.xml') ? await mimeType(parts) : '';
  if (type.includes('opendocument.spreadsheet')) throw refused('opening_refused_open_document', { name });
  if (/opendocument|epub/.test(type)) throw refused('opening_refused_document', { name });
}

async function mimeType(parts: Parts): Promise<string> {
  const entry = parts.entry('mimetype');
  return entry && entry.bytes < 1000 ? (await collect(parts.bytes(entry))).text() : '';
}
