import { refused, said } from './reasons';
import { LIMITS } from './limits';
import { entryBytes, type Inflated } from './inflate';
import { XmlError, XmlReader, type XmlHandler } from './xml';
import type { Zip, ZipEntry } from './zip';

/** Thrown where a workbook says what no workbook can mean. */
export class WorkbookError extends Error {}

/** An archive as a package of parts (ECMA-376 part 2): names are the same whatever their case, `/` is the root. */
export class Parts {
  private readonly byName: ReadonlyMap<string, ZipEntry>;

  constructor(
    readonly zip: Zip,
    private readonly inflated: Inflated,
  ) {
    this.byName = new Map(zip.entries.map((entry) => [entry.name.replace(/^\/+/, '').toLowerCase(), entry]));
  }

  entry(name: string): ZipEntry | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  bytes(entry: ZipEntry, onPacked?: (bytes: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    return entryBytes(this.zip, entry, this.inflated, onPacked);
  }

  has(name: string): boolean {
    return this.entry(name) !== null;
  }

  /**
   * Reads a part piece by piece; yields after each, so that whoever reads can take what the handler has by then.
   * Throws `Refused` where it is no XML that a workbook could hold.
   */
  async *read(name: string, handler: XmlHandler, onPacked?: (bytes: number) => void): AsyncGenerator<void> {
    const entry = this.entry(name);
    const path = said(this.zip.path);
    if (!entry) throw refused('opening_refused_workbook', { name: path });
    const reader = new XmlReader(handler);
    let decoder: TextDecoder | null = null;
    const decode = (bytes?: Uint8Array): string => {
      try {
        return decoder?.decode(bytes, { stream: bytes !== undefined }) ?? '';
      } catch {
        // Decoders only say that the bytes are no text of their encoding.
        throw new XmlError('Bytes that are no text');
      }
    };
    try {
      for await (const bytes of this.bytes(entry, onPacked)) {
        decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
        reader.write(decode(bytes));
        yield;
      }
      reader.write(decode());
      reader.end();
    } catch (error) {
      const isForeign = error instanceof XmlError || error instanceof WorkbookError;
      throw isForeign ? refused('opening_refused_workbook', { name: path }) : error;
    }
  }

  /** Reads a small part to its end. Throws `Refused` also where it is not small. */
  async readAll(name: string, handler: XmlHandler): Promise<void> {
    if ((this.entry(name)?.bytes ?? 0) > LIMITS.xmlPartBytes) {
      throw refused('opening_refused_workbook_size', { name: said(this.zip.path) });
    }
    for await (const _ of this.read(name, handler));
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

export interface Relation {
  id: string;
  /** The last word of its type: `worksheet`, `styles`. Transitional and strict types end alike. */
  type: string;
  /** Full name of the part it points to. */
  target: string;
}

/** Relations of a part; of the package itself where `part` is empty. None where it has none. */
export async function relationsOf(parts: Parts, part: string): Promise<Relation[]> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const name = `${folder}_rels/${part.slice(slash)}.rels`;
  const relations: Relation[] = [];
  if (!parts.has(name)) return relations;
  await parts.readAll(name, {
    open(tag, attributes) {
      if (tag !== 'Relationship' || attributes.get('TargetMode') === 'External') return;
      if (relations.length >= LIMITS.workbookParts) throw new WorkbookError('Too many relations');
      const type = attributes.get('Type') ?? '';
      relations.push({
        id: attributes.get('Id') ?? '',
        type: type.slice(type.lastIndexOf('/') + 1),
        target: resolved(folder, attributes.get('Target') ?? ''),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

function resolved(folder: string, target: string): string {
  const steps = (target.startsWith('/') ? target : folder + target).split('/');
  const path: string[] = [];
  for (const step of steps) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
