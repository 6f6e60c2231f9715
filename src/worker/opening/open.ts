import type {
  OpenChoices,
  Opened,
  OpenedTable,
  OpeningApi,
  OpeningProgress,
} from '../../engine/opening-protocol';
import type { Outcome } from '../../engine/protocol';
import type { ReadOptions, Reason } from '../../intake/types';
import { Refused } from '../failures';
import { inOrder, isOfSystem, isToBeRead, refuseForeignPackage } from './entries';
import { collect, entryBytes, gunzipped, Inflated } from './inflate';
import { openHtml } from './html-table';
import { openJson } from './json';
import { LIMITS } from './limits';
import { openParquet } from './parquet';
import { readRows } from './read-rows';
import { holdsNoTable, opening, refused, said } from './reasons';
import { kindOf } from './signatures';
import { openText } from './text';
import { openWorkbook, workbookPart } from './workbook';
import { Parts } from './workbook-parts';
import { openXmlWorkbook } from './xml-workbook';
import { readZip, type Zip, type ZipEntry } from './zip';

type Report = (bytes: number) => void;

/**
 * Opens everything that was dropped: each file by what it is, archives file by file. What holds no table is passed over
 * as long as something does; what may be a table lost (damage, a password) ends the drop.
 * Throws `Refused` with the one sentence that says why nothing can be used.
 */
export async function open(
  files: readonly File[],
  choices: OpenChoices,
  onProgress: (progress: OpeningProgress) => void,
): Promise<Opened> {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  const drop = new Drop(choices);
  let before = 0;
  let said = 0;
  const candidates = files.map((file) => {
    const start = before;
    before += file.size;
    const report: Report = (bytes) => {
      const done = start + Math.min(bytes, file.size);
      // Two hundred steps are enough for a bar, and each is a message to the page.
      if (done - said < totalBytes / 200 && done < totalBytes) return;
      said = done;
      onProgress({ bytes: done, totalBytes });
    };
    return { path: [pathOf(file)], open: () => drop.openFile(file, [pathOf(file)], 0, report) };
  });
  await drop.openAll(candidates, opening('opening_refused_nothing', { n: files.length }));
  return drop.opened;
}

/** Every row of a file's first table. Throws `Refused` where it has none. */
export async function readTable(file: File, read: Partial<ReadOptions> = {}): Promise<TableRead> {
  const { tables } = await open([file], { read }, () => undefined);
  const [table] = tables as [OpenedTable];
  const { rows, setAside } = await readRows(table);
  return { columns: table.read.columns, rows, evidence: table.evidence, setAside, notes: table.notes };
}

export type TableRead =
  Awaited<ReturnType<OpeningApi['readTable']>> extends Outcome<infer Table> ? Table : never;

/** Files of a folder keep their way in it. */
function pathOf(file: File): string {
  return file.webkitRelativePath || file.name;
}

interface Candidate {
  path: string[];
  open: () => Promise<void>;
}

class Drop {
  readonly opened: Opened = { tables: [], sheets: [], passedOver: [] };
  private readonly inflated = new Inflated();
  private readonly read: Partial<ReadOptions>;

  constructor(private readonly choices: OpenChoices) {
    this.read = choices.read ?? {};
  }

  /** Opens each; where none of them holds a table, throws the reason of the only one, or `nothing`. */
  async openAll(candidates: readonly Candidate[], nothing: Reason): Promise<void> {
    const { tables, passedOver } = this.opened;
    const before = tables.length;
    const refusals: Reason[] = [];
    const tryEach = async (some: readonly Candidate[]) => {
      for (const { path, open: openOne } of some) {
        try {
          await openOne();
        } catch (error) {
          if (!(error instanceof Refused) || !holdsNoTable(error.reason)) throw error;
          refusals.push(error.reason);
          passedOver.push({ path, reason: error.reason });
        }
      }
    };
    const nameOf = ({ path }: Candidate) => path.at(-1) ?? '';
    for (const { path } of candidates.filter((candidate) => isOfSystem(nameOf(candidate)))) {
      passedOver.push({ path, reason: opening('opening_passed_system') });
    }
    const rest = candidates.filter((candidate) => !isOfSystem(nameOf(candidate)));
    const texts = rest.filter((candidate) => isToBeRead(nameOf(candidate)));
    await tryEach(rest.filter((candidate) => !texts.includes(candidate)));
    if (tables.length === before) await tryEach(texts);
    else for (const { path } of texts) passedOver.push({ path, reason: opening('opening_passed_notes') });
    if (tables.length > before) return;
    const [only] = refusals;
    throw new Refused(only && refusals.length === 1 ? only : nothing);
  }

  /** `depth` archives are around it. */
  async openFile(blob: Blob, path: string[], depth: number, report: Report): Promise<void> {
    try {
      await this.openKind(blob, path, depth, report);
    } catch (error) {
      throw plainRefusal(error, said(path));
    }
    report(blob.size);
  }

  private async openKind(blob: Blob, path: string[], depth: number, report: Report): Promise<void> {
    const { tables } = this.opened;
    switch (await kindOf(blob, said(path))) {
      case 'zip':
        return this.openZip(await readZip(blob, path), depth, report);
      case 'gzip': {
        this.refuseNesting(path, depth);
        const inner = await gunzipped(blob, path, this.inflated, (bytes) => report(bytes / 2));
        return this.openFile(inner, path, depth + 1, later(report, blob.size, inner.size));
      }
      case 'workbook-xml': {
        const opened = await openXmlWorkbook(blob, path, this.choices, report);
        tables.push(...opened.tables);
        this.opened.sheets.push({ path, names: opened.names, chosen: opened.chosen });
        return;
      }
      case 'html':
        tables.push(await openHtml(blob, path, this.read, report));
        return;
      case 'parquet':
        tables.push(await openParquet(blob, path, this.read, report));
        return;
      case 'json':
        tables.push(await openJson(blob, path, this.read, report));
        return;
      case 'text':
        tables.push(await openText(blob, { path, bytes: blob.size }, this.read, report));
    }
  }

  private async openZip(zip: Zip, depth: number, report: Report): Promise<void> {
    const parts = new Parts(zip, this.inflated);
    const path = [...zip.path];
    const workbook = await workbookPart(parts);
    if (workbook !== null) {
      const opened = await openWorkbook(parts, workbook, this.read, this.choices.sheets ?? [], report);
      this.opened.tables.push(...opened.tables);
      this.opened.sheets.push({ path, names: opened.names, chosen: opened.chosen });
      return;
    }
    await refuseForeignPackage(parts);
    this.refuseNesting(path, depth);
    let before = 0;
    const candidates = inOrder(zip.entries).map((entry) => {
      const start = before;
      before += entry.packedBytes;
      const inside: Report = (bytes) => report(start + bytes);
      return { path: [...path, entry.name], open: () => this.openEntry(zip, entry, depth, inside) };
    });
    await this.openAll(candidates, opening('opening_refused_nothing_inside', { name: said(path) }));
  }

  private async openEntry(zip: Zip, entry: ZipEntry, depth: number, report: Report): Promise<void> {
    const bytes = entryBytes(zip, entry, this.inflated, (packed) => report(packed / 2));
    const blob = await collect(bytes);
    await this.openFile(
      blob,
      [...zip.path, entry.name],
      depth + 1,
      later(report, entry.packedBytes, blob.size),
    );
  }

  private refuseNesting(path: readonly string[], depth: number): void {
    if (depth > LIMITS.nesting) throw refused('opening_refused_nested', { name: said(path) });
  }
}

/** Reading what was unpacked is the second half of the way through the packed bytes. */
function later(report: Report, packedBytes: number, bytes: number): Report {
  return (done) => report((packedBytes * (1 + done / Math.max(1, bytes))) / 2);
}

/** What the browser says when a file has gone, or when there is no room for what a file claims to hold. */
function plainRefusal(error: unknown, name: string): unknown {
  if (error instanceof DOMException && /^(NotReadable|NotFound)Error$/.test(error.name)) {
    return refused('opening_refused_unreadable', { name });
  }
  const isRoomless =
    error instanceof RangeError && /allocation|array length|string length/i.test(error.message);
  return isRoomless ? refused('opening_refused_inflated', { name }) : error;
}
