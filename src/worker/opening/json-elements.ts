import { isJson } from './json-rows';
import { JsonScanner, JsonTooLarge, type JsonElement } from './json-scan';
import { LIMITS } from './limits';

/** Bytes decoded at a time. */
const SLICE = 1_048_576;

/** Thrown where JSON holds no list of objects. */
export class NoList extends Error {}
/** Thrown where JSON is in an encoding it may not be in (RFC 8259: UTF-8; UTF-16 with its mark is read as well). */
export class NotUnicode extends Error {}

/** Where the rows of a JSON file are: on lines of their own, values one after the other, or the elements of a list. */
export type Shape =
  | { kind: 'lines' }
  | { kind: 'values' }
  | { kind: 'list'; path: string[]; elements: number; isOneOfSeveral: boolean };

/** Throws `NoList`, `NotUnicode`, or what the scanner throws. */
export async function shapeOf(blob: Blob): Promise<Shape> {
  const scanner = new JsonScanner();
  let start = '';
  for await (const text of textOf(blob)) {
    if (start.trim() === '') {
      start += text;
      const begin = start.trimStart();
      if (begin.startsWith('[')) return { kind: 'list', path: [], elements: 0, isOneOfSeveral: false };
      const end = begin.indexOf('\n');
      if (end !== -1 && /^\s*\{/.test(begin.slice(end)) && isJson(begin.slice(0, end)))
        return { kind: 'lines' };
    }
    scanner.write(text);
    if (scanner.values > 1) return { kind: 'values' };
  }
  scanner.end();
  const lists = scanner.lists.filter(({ elements }) => elements > 0);
  const longest = lists.reduce(
    (best, list) => (best && best.elements >= list.elements ? best : list),
    lists[0],
  );
  if (!longest) throw new NoList();
  return { kind: 'list', ...longest, isOneOfSeveral: lists.length > 1 };
}

/** The elements of a shape, a batch for each slice of the file. */
export async function* elementsOf(
  blob: Blob,
  shape: Shape,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<JsonElement[]> {
  let found: JsonElement[] = [];
  const splitter =
    shape.kind === 'lines' ? new Lines() : listScanner(shape, (element) => found.push(element));
  for await (const text of textOf(blob, onBytes)) {
    if (splitter instanceof Lines) found = splitter.split(text);
    else splitter.write(text);
    if (found.length > 0) yield found;
    found = [];
  }
  if (splitter instanceof Lines) found = splitter.split('\n');
  else splitter.end();
  if (found.length > 0) yield found;
}

function listScanner(shape: Shape, onElement: (element: JsonElement) => void): JsonScanner {
  const path = shape.kind === 'list' ? shape.path : null;
  return new JsonScanner({ path }, onElement);
}

class Lines {
  private rest = '';
  private line = 0;

  split(text: string): JsonElement[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LIMITS.jsonElement) throw new JsonTooLarge();
    const elements = lines.map((line) => ({ text: line.trim(), line: ++this.line }));
    return elements.filter((element) => element.text !== '');
  }
}

async function* textOf(blob: Blob, onBytes?: (bytes: number) => void): AsyncGenerator<string> {
  const mark = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const isLittle = mark[0] === 0xff && mark[1] === 0xfe;
  const isBig = mark[0] === 0xfe && mark[1] === 0xff;
  const decoder = new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8', { fatal: true });
  for (let at = 0; at < blob.size; at += SLICE) {
    const bytes = await blob.slice(at, at + SLICE).arrayBuffer();
    yield decode(decoder, bytes, at + SLICE < blob.size);
    onBytes?.(Math.min(at + SLICE, blob.size));
  }
}

function decode(decoder: TextDecoder, bytes: ArrayBuffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    // Decoders only say that the bytes are no text of their encoding.
    throw new NotUnicode();
  }
}
