import type { OpenedTable } from '../../engine/opening-protocol';
import type { CsvRecord } from '../../intake/records';
import type { ReadOptions, Reason } from '../../intake/types';
import { LIMITS } from './limits';
import { opening, refused, said } from './reasons';
import { openRecords } from './records';
import { chooseSheet, LOOK, type NamedSheet } from './sheet-choice';
import { noFindings, sheetRecords, type SheetContext, type SheetFindings } from './workbook-sheet';
import { NO_STYLES, readSharedTexts, readStyles } from './workbook-texts';
import { relationsOf, WorkbookError, type Parts, type Relation } from './workbook-parts';

export interface OpenedWorkbook {
  tables: OpenedTable[];
  names: string[];
  chosen: string[];
}

interface Sheet extends NamedSheet {
  part: string;
}

/** The part that is the workbook, or null where the archive is none. */
export async function workbookPart(parts: Parts): Promise<string | null> {
  if (parts.has('xl/workbook.xml')) return 'xl/workbook.xml';
  if (!parts.has('[Content_Types].xml')) return null;
  const main = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument');
  return main && /workbook[^/]*\.xml$/i.test(main.target) && parts.has(main.target) ? main.target : null;
}

/**
 * Opens a workbook's sheets (ECMA-376 part 1, SpreadsheetML, transitional and strict): those named in `wanted`, else
 * the first that holds a table, visible ones before hidden ones. Throws `Refused` where there is none.
 */
export async function openWorkbook(
  parts: Parts,
  part: string,
  chosen: Partial<ReadOptions>,
  wanted: readonly string[],
  onBytes: (bytes: number) => void,
): Promise<OpenedWorkbook> {
  const { path } = parts.zip;
  const { sheets, is1904, relations } = await readWorkbook(parts, part);
  const target = (type: string) => relations.find((relation) => relation.type === type)?.target;
  let begun = 0;
  const follow = (name: string) => {
    const before = begun;
    begun += parts.entry(name)?.packedBytes ?? 0;
    return (bytes: number) => onBytes(before + bytes);
  };
  const [textsPart, stylesPart] = [target('sharedStrings'), target('styles')];
  const context: SheetContext = {
    texts:
      textsPart && parts.has(textsPart) ? await readSharedTexts(parts, textsPart, follow(textsPart)) : [],
    styles: stylesPart && parts.has(stylesPart) ? await readStyles(parts, stylesPart) : NO_STYLES,
    is1904,
  };
  const named = sheets.filter(({ name }) => wanted.includes(name));
  const choice =
    named.length > 0
      ? { sheets: named, alike: [] }
      : await chooseSheet(sheets, (sheet) => firstRows(parts, sheet, context));
  if (choice.sheets.length === 0) throw refused('opening_refused_no_sheet', { name: said(path) });
  const tables: OpenedTable[] = [];
  for (const sheet of choice.sheets) {
    const findings = noFindings();
    const records = sheetRecords(parts, sheet.part, context, findings, follow(sheet.part));
    const about = { path: [...path, sheet.name], bytes: parts.zip.blob.size, container: 'workbook' as const };
    const table = await openRecords(records, about, chosen);
    table.notes.push(...notesOf(findings, choice.alike));
    tables.push(table);
  }
  return { tables, names: sheets.map(({ name }) => name), chosen: choice.sheets.map(({ name }) => name) };
}

/** Sheets in the workbook's order, visible ones first; charts and macro sheets are no sheets here. */
async function readWorkbook(
  parts: Parts,
  part: string,
): Promise<{ sheets: Sheet[]; is1904: boolean; relations: Relation[] }> {
  const relations = await relationsOf(parts, part);
  const byId = new Map(relations.map((relation) => [relation.id, relation]));
  const sheets: Sheet[] = [];
  let is1904 = false;
  await parts.readAll(part, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true|on)$/i.test(attributes.get('date1904') ?? '');
      if (name !== 'sheet') return;
      if (sheets.length >= LIMITS.workbookParts) throw new WorkbookError('Too many sheets');
      const relation = byId.get(attributes.get('id') ?? '');
      if (relation?.type !== 'worksheet') return;
      const hidden = /hidden/i.test(attributes.get('state') ?? '');
      sheets.push({ name: attributes.get('name') ?? '', part: relation.target, hidden });
    },
    close: () => undefined,
    text: () => undefined,
  });
  sheets.sort((a, b) => Number(a.hidden) - Number(b.hidden));
  return { sheets, is1904, relations };
}

async function firstRows(parts: Parts, sheet: Sheet, context: SheetContext): Promise<string[][]> {
  const records: CsvRecord[] = [];
  for await (const batch of sheetRecords(parts, sheet.part, context, noFindings())) {
    records.push(...batch);
    if (records.length >= LOOK) break;
  }
  return records.slice(0, LOOK).map(({ fields }) => fields);
}

function notesOf(findings: SheetFindings, alike: readonly string[]): Reason[] {
  const notes: Reason[] = [];
  const { uncomputed, longNumbers } = findings;
  const note = (key: 'uncomputed' | 'long_numbers' | 'more_sheets', n: number, example: string) => {
    if (n > 0) notes.push(opening(`opening_note_${key}`, { count: n, n, example }));
  };
  note('uncomputed', uncomputed, findings.uncomputedExample);
  note('long_numbers', longNumbers, findings.longNumberExample);
  note('more_sheets', alike.length, alike[0] ?? '');
  return notes;
}
