import { newId } from '../document/create';
import type { Source } from '../document/types';
import type { Reason } from '../intake/types';
import { isOutOfRoom, storageFailure } from './failures';
import { InLine } from './in-line';
import type { KeyValueStore } from './key-value';

export interface SnapshotPart {
  name: string;
  /** Never read here: it goes from the engine to the store and back. */
  bytes: Blob;
}

/** Written after its parts, so that it never names a part that is not there. */
interface Manifest {
  id: string;
  key: string;
  at: number;
  parts: { name: string; record: string; bytes: number }[];
}

export type SnapshotSaved = { ok: true } | { ok: false; reason: Reason };

const MANIFEST = 'snapshot/';
const PART = 'part/';
/** Bytes of all snapshots together. Beyond it the oldest notebooks lose theirs and ask for their file again. */
const BUDGET = 2_000_000_000;

/**
 * Names everything the canonical tables depend on. Any difference makes another text, and the snapshot is not used:
 * any doubt about a cache means building it anew from the file.
 */
export function snapshotKey(sources: readonly Source[], engineVersion: string): string {
  const parts = sources.map(({ fingerprint, read, mapping, readings, policies }) => {
    return { fingerprint, read, mapping, readings, policies };
  });
  return JSON.stringify([engineVersion, parts], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/**
 * The canonical tables of notebooks as bytes, so that a reload needs no file. A cache and nothing more: when there is
 * no room it is given up, and no failure here may stop an analysis.
 */
export class Snapshots {
  private readonly line = new InLine();

  constructor(
    private readonly store: KeyValueStore,
    private readonly now: () => number = Date.now,
    private readonly budget = BUDGET,
  ) {}

  /** Replaces the notebook's snapshot. Where room is short, those of other notebooks go first. */
  saveSnapshot(id: string, key: string, parts: readonly SnapshotPart[]): Promise<SnapshotSaved> {
    return this.line.run(async () => {
      try {
        await this.makeRoom(id, this.budget - parts.reduce((sum, { bytes }) => sum + bytes.size, 0));
        await this.write(id, key, parts);
        return { ok: true };
      } catch (error) {
        if (!isOutOfRoom(error)) return { ok: false, reason: storageFailure(error) };
      }
      try {
        await this.makeRoom(id, 0);
        await this.remove(id);
        await this.write(id, key, parts);
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: storageFailure(error) };
      }
    });
  }

  /** The parts, or null where there are none for this very key, or one is damaged. Never rejects. */
  loadSnapshot(id: string, key: string): Promise<SnapshotPart[] | null> {
    return this.line.run(async () => {
      try {
        const manifest = asManifest(await this.store.get(MANIFEST + id));
        if (manifest?.key !== key) return null;
        return await Promise.all(manifest.parts.map((part) => this.read(part)));
      } catch {
        // Blobs can be lost while their record stands (WebKit, eviction): the same as having none.
        return null;
      }
    });
  }

  /** The same tables for another notebook. Where there are none, or no room, that one asks for its file. Never rejects. */
  async copySnapshot(from: string, to: string): Promise<void> {
    const key = await this.line.run(() => this.keyOf(from));
    const parts = key === null ? null : await this.loadSnapshot(from, key);
    if (key !== null && parts) await this.saveSnapshot(to, key, parts);
  }

  dropSnapshot(id: string): Promise<void> {
    return this.line.run(() => this.remove(id));
  }

  private async keyOf(id: string): Promise<string | null> {
    try {
      return asManifest(await this.store.get(MANIFEST + id))?.key ?? null;
    } catch {
      // A store that cannot be read has no snapshot to give.
      return null;
    }
  }

  private async write(id: string, key: string, parts: readonly SnapshotPart[]): Promise<void> {
    const before = asManifest(await this.store.get(MANIFEST + id));
    const at = this.now();
    const stamp = `${PART}${id}/${newId()}/`;
    const manifest: Manifest = { id, key, at, parts: [] };
    try {
      for (const [index, { name, bytes }] of parts.entries()) {
        const record = stamp + index;
        manifest.parts.push({ name, record, bytes: bytes.size });
        await this.store.set(record, bytes);
      }
      await this.store.set(MANIFEST + id, manifest);
    } catch (error) {
      await this.dropParts(manifest);
      throw error;
    }
    if (before) await this.dropParts(before);
  }

  private async read({ name, record, bytes }: Manifest['parts'][number]): Promise<SnapshotPart> {
    const blob = await this.store.get(record);
    if (!(blob instanceof Blob) || blob.size !== bytes) throw new Error(`Part ${record} is damaged`);
    return { name, bytes: blob };
  }

  /** Drops other notebooks' snapshots, oldest first, until they have at most `limit` bytes together. */
  private async makeRoom(id: string, limit: number): Promise<void> {
    const others = (await this.manifests())
      .filter((manifest) => manifest.id !== id)
      .sort((a, b) => a.at - b.at);
    let total = others.reduce((sum, manifest) => sum + sizeOf(manifest), 0);
    for (const manifest of others) {
      if (total <= limit || total === 0) return;
      total -= sizeOf(manifest);
      await this.remove(manifest.id);
    }
  }

  private async manifests(): Promise<Manifest[]> {
    const keys = (await this.store.keys()).filter((key) => key.startsWith(MANIFEST));
    const values = await Promise.all(keys.map((key) => this.store.get(key)));
    return values.map(asManifest).filter((manifest) => manifest !== null);
  }

  /** The manifest first: without it the parts are never read. Parts of a save cut short go too. */
  private async remove(id: string): Promise<void> {
    await this.store.del(MANIFEST + id);
    const keys = (await this.store.keys()).filter((key) => key.startsWith(`${PART}${id}/`));
    await Promise.all(keys.map((key) => this.store.del(key)));
  }

  private async dropParts(manifest: Manifest): Promise<void> {
    await Promise.allSettled(manifest.parts.map(({ record }) => this.store.del(record)));
  }
}

const sizeOf = (manifest: Manifest): number => manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);

function asManifest(value: unknown): Manifest | null {
  const manifest = value as Partial<Manifest> | null | undefined;
  return typeof manifest?.key === 'string' && Array.isArray(manifest.parts) ? (manifest as Manifest) : null;
}
