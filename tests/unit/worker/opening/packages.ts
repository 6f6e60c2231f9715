import { zipSync, type Zippable } from 'fflate';
import type { Opened, OpenChoices } from '../../../../src/engine/opening-protocol';
import type { Reason } from '../../../../src/intake/types';
import { Refused } from '../../../../src/worker/failures';
import { open, readTable } from '../../../../src/worker/opening/open';

const encoder = new TextEncoder();
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

export const ORDERS =
  'order_id,customer_id,order_date,amount\n1001,17850,2011-12-01,12.50\n1002,13047,2011-12-02,3.00\n';

export function fileOf(content: string | Uint8Array | Blob, name: string): File {
  return new File([content as BlobPart], name);
}

export function zipped(entries: Record<string, string | Uint8Array>, level: 0 | 6 = 6): Uint8Array {
  const zippable: Zippable = {};
  for (const [name, content] of Object.entries(entries)) {
    zippable[name] = [typeof content === 'string' ? bytesOf(content) : content, { level }];
  }
  return zipSync(zippable);
}

export function openFiles(files: File | File[], choices: OpenChoices = {}): Promise<Opened> {
  return open([files].flat(), choices, () => undefined);
}

/** Columns and rows of the one table in a file. */
export async function tableOf(content: string | Uint8Array | Blob, name: string): Promise<string[][]> {
  const { columns, rows } = await readTable(fileOf(content, name));
  return [columns, ...rows];
}

/** The reason a drop is refused with. Anything but a refusal is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<Reason> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
  throw new Error('It was not refused');
}

export interface SheetParts {
  name: string;
  /** What stands in `sheetData`, or the whole part where it begins with `<`. */
  data: string;
  state?: 'hidden' | 'veryHidden';
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** The parts of a workbook as Excel writes them, to be zipped; what is in `over` replaces or adds parts. */
export function workbookParts(
  sheets: SheetParts[],
  given: {
    texts?: string[];
    formats?: string[];
    date1904?: boolean;
    over?: Record<string, string | Uint8Array>;
  } = {},
): Record<string, string | Uint8Array> {
  const { texts = [], formats = [], date1904 = false, over = {} } = given;
  const list = sheets.map(
    ({ name, state }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
  );
  const relations = [
    ...sheets.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
    ['styles', 'styles.xml'],
    ['sharedStrings', 'sharedStrings.xml'],
  ].map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  const numFmts = formats.map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`);
  const xfs = ['<xf numFmtId="0"/>', ...formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`)];
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${date1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>'}<sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${relations.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${numFmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${texts.map((text) => (text.startsWith('<') ? `<si>${text}</si>` : `<si><t>${text}</t></si>`)).join('')}</sst>`,
    ...Object.fromEntries(
      sheets.map(({ data }, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        data.startsWith('<worksheet') || data.startsWith('<?xml') || data.startsWith('<!')
          ? data
          : `<worksheet xmlns="${MAIN}"><dimension ref="A1"/><sheetData>${data}</sheetData></worksheet>`,
      ]),
    ),
    ...over,
  };
}

/** A cell of text in place, as many libraries write it. */
export const inline = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
export const number = (reference: string, value: string, style = 0): string =>
  `<c r="${reference}"${style ? ` s="${style}"` : ''}><v>${value}</v></c>`;
export const row = (line: number, ...cells: string[]): string => `<row r="${line}">${cells.join('')}</row>`;

export function workbook(...given: Parameters<typeof workbookParts>): Uint8Array {
  return zipped(workbookParts(...given));
}
