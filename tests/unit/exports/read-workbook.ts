import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';

/** A cell as the parts of the file say it: the type, what is written, the number format, bold or not. */
export interface ReadCell {
  type: 's' | 'n' | 'b';
  value: string;
  format: string;
  bold: boolean;
}
export interface ReadSheet {
  name: string;
  /** Rows by column letter. */
  rows: Record<string, ReadCell>[];
  frozenRows: number;
  formulas: number;
}

type Handler = (name: string, attributes: Record<string, string>, text: string, path: string[]) => void;

/** Calls back at each element's end, with its own text. */
function walk(xml: string, onEnd: Handler): void {
  const parser = new SaxesParser();
  const open: { name: string; attributes: Record<string, string>; text: string }[] = [];
  parser.on('opentag', ({ name, attributes }) =>
    open.push({ name, attributes: attributes as Record<string, string>, text: '' }),
  );
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => {
    const { name, attributes, text } = open.pop()!;
    onEnd(
      name,
      attributes,
      text,
      open.map((element) => element.name),
    );
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
}

const unescaped = (text: string) =>
  text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** ECMA-376 from its parts, by saxes: shares nothing with the writer or with the importer. */
export async function readWorkbook(blob: Blob): Promise<ReadSheet[]> {
  const parts = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  const part = (path: string) => strFromU8(parts[path]!);

  const texts: string[] = [];
  walk(part('xl/sharedStrings.xml'), (name, _, text) => {
    if (name === 't') texts.push(unescaped(text));
  });
  const formats = new Map<string, string>([['0', 'General']]);
  const bold: boolean[] = [];
  const styles: { format: string; bold: boolean }[] = [];
  let isBold = false;
  walk(part('xl/styles.xml'), (name, attributes, _, path) => {
    if (name === 'numFmt') formats.set(attributes.numFmtId!, attributes.formatCode!);
    if (name === 'b') isBold = true;
    if (name === 'font') {
      bold.push(isBold);
      isBold = false;
    }
    if (name === 'xf' && path.at(-1) === 'cellXfs')
      styles.push({
        format: formats.get(attributes.numFmtId ?? '0') ?? attributes.numFmtId!,
        bold: bold[Number(attributes.fontId ?? 0)] ?? false,
      });
  });
  const targets = new Map<string, string>();
  walk(part('xl/_rels/workbook.xml.rels'), (name, attributes) => {
    if (name === 'Relationship') targets.set(attributes.Id!, attributes.Target!);
  });

  const sheets: ReadSheet[] = [];
  walk(part('xl/workbook.xml'), (name, attributes) => {
    if (name === 'sheet')
      sheets.push(
        readSheet(attributes.name!, part(`xl/${targets.get(attributes['r:id']!)!}`), texts, styles),
      );
  });
  return sheets;
}

function readSheet(
  name: string,
  xml: string,
  texts: string[],
  styles: { format: string; bold: boolean }[],
): ReadSheet {
  const sheet: ReadSheet = { name, rows: [], frozenRows: 0, formulas: 0 };
  let value = '';
  let row: Record<string, ReadCell> = {};
  walk(xml, (element, attributes, text) => {
    if (element === 'pane' && attributes.state === 'frozen') sheet.frozenRows = Number(attributes.ySplit);
    if (element === 'f') sheet.formulas += 1;
    if (element === 'v') value = text;
    if (element === 'c') {
      const type = (attributes.t ?? 'n') as ReadCell['type'];
      const written = type === 's' ? texts[Number(value)] : value;
      if (written === undefined) throw new Error(`No text number ${value}`);
      const style = styles[Number(attributes.s ?? 0)] ?? { format: 'General', bold: false };
      row[attributes.r!.replace(/\d+$/, '')] = { type, value: written, ...style };
    }
    if (element === 'row') {
      sheet.rows[Number(attributes.r) - 1] = row;
      row = {};
    }
  });
  return sheet;
}
