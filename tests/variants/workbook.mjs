import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * An Excel workbook of one sheet: texts as texts, numbers as numbers, moments (`2010-12-01 08:26:00`) as serial numbers
 * with a date format, blank cells left out.
 *
 * @param {{ header: string[], rows: string[][], numbers: string[], moments: string[] }} table columns by name
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function workbook({ header, rows, numbers, moments }) {
  const kinds = header.map((name) =>
    numbers.includes(name) ? 'number' : moments.includes(name) ? 'moment' : 'text',
  );
  const columns = header.map((_, column) => letters(column));
  const written = [rowXml(header, 1, columns, () => 'text')];
  rows.forEach((row, index) => written.push(rowXml(row, index + 2, columns, (column) => kinds[column])));
  return zipSync(
    {
      '[Content_Types].xml': part(
        `<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${override('workbook', 'sheet.main')}${override('worksheets/sheet1', 'worksheet')}${override('styles', 'styles')}</Types>`,
      ),
      '_rels/.rels': part(relationships(['officeDocument', 'xl/workbook.xml'])),
      'xl/_rels/workbook.xml.rels': part(
        relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
      ),
      'xl/workbook.xml': part(
        `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/styles.xml': part(
        `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
      ),
      'xl/worksheets/sheet1.xml': part(
        `<worksheet xmlns="${MAIN}"><sheetData>${written.join('')}</sheetData></worksheet>`,
      ),
    },
    { level: 1 },
  );
}

function rowXml(fields, number, columns, kindOf) {
  let cells = '';
  fields.forEach((value, column) => {
    if (value === '') return;
    const at = `r="${columns[column]}${number}"`;
    const kind = kindOf(column);
    if (kind === 'moment') cells += `<c ${at} s="1"><v>${serialOf(value)}</v></c>`;
    else if (kind === 'number') cells += `<c ${at}><v>${value}</v></c>`;
    else cells += `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  });
  return `<row r="${number}">${cells}</row>`;
}

/** Days since 1899-12-30, as spreadsheets count. */
const serialOf = (moment) => Date.parse(`${moment.replace(' ', 'T')}Z`) / 86_400_000 + 25_569;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const part = (xml) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`);
const override = (name, kind) => `<Override PartName="/xl/${name}.xml" ContentType="${KIND}.${kind}+xml"/>`;
const relationships = (...targets) =>
  `<Relationships xmlns="${RELATIONS}">${targets.map(([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`).join('')}</Relationships>`;

function letters(column) {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}
