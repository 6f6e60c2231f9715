import { builtInMeaning, formatMeaning, NUMBER, type NumberMeaning } from './cell-text';
import { LIMITS } from './limits';
import { refused, said } from './reasons';
import { WorkbookError, type Parts } from './workbook-parts';
import type { XmlAttributes, XmlHandler } from './xml';

/**
 * The text of a string item (`si`, `is`): its runs one after the other, without the reading aid (`rPh`) that Japanese
 * workbooks keep beside the characters.
 */
export class StringItem {
  text = '';
  private phonetic = 0;
  private inText = false;
  private keepsSpace = false;
  private run = '';

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'rPh') this.phonetic++;
    else if (name === 't') {
      this.inText = this.phonetic === 0;
      this.keepsSpace = attributes.get('space') === 'preserve';
      this.run = '';
    }
  }

  add(text: string): void {
    if (this.inText) this.run += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.phonetic--;
    else if (name === 't' && this.inText) {
      this.inText = false;
      this.text += unescaped(this.keepsSpace ? this.run : this.run.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''));
    }
  }

  clear(): void {
    this.text = '';
    this.phonetic = 0;
    this.inText = false;
  }
}

/** Characters that XML cannot hold are written `_x000D_`; an underscore that would look so is `_x005F_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** All shared texts of a workbook. Throws `Refused` where they are more than fit. */
export async function readSharedTexts(
  parts: Parts,
  part: string,
  onPacked: (bytes: number) => void,
): Promise<string[]> {
  const texts: string[] = [];
  const item = new StringItem();
  let characters = 0;
  let isOpen = false;
  const handler: XmlHandler = {
    open(name, attributes) {
      if (name === 'si') {
        isOpen = true;
        item.clear();
      } else if (isOpen) item.open(name, attributes);
    },
    text(text) {
      if (isOpen) item.add(text);
    },
    close(name) {
      if (name !== 'si') return item.close(name);
      isOpen = false;
      // One for the place in the list: a million empty texts take room as well.
      characters += item.text.length + 1;
      if (characters > LIMITS.sharedCharacters) {
        throw refused('opening_refused_workbook_size', { name: said(parts.zip.path) });
      }
      texts.push(item.text);
    },
  };
  for await (const _ of parts.read(part, handler, onPacked));
  return texts;
}

/** What numbers mean under each cell style, by the style's index. */
export async function readStyles(parts: Parts, part: string): Promise<NumberMeaning[]> {
  const formats = new Map<number, string>();
  const ids: number[] = [];
  let inCellStyles = false;
  await parts.readAll(part, {
    open(name, attributes) {
      const count = formats.size + ids.length;
      if (count > LIMITS.workbookParts) throw new WorkbookError('Too many styles');
      if (name === 'cellXfs') inCellStyles = true;
      else if (name === 'xf' && inCellStyles) ids.push(Number(attributes.get('numFmtId') ?? 0));
      else if (name === 'numFmt') {
        formats.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
    text: () => undefined,
  });
  const meanings = new Map<number, NumberMeaning>();
  return ids.map((id) => {
    const code = formats.get(id);
    const meaning = meanings.get(id) ?? (code === undefined ? builtInMeaning(id) : formatMeaning(code));
    meanings.set(id, meaning);
    return meaning;
  });
}

export const NO_STYLES: readonly NumberMeaning[] = [NUMBER];
