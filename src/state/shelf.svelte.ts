import type { NotebookDocument } from '../document/types';
import { m } from '../messages/speak';
import type { Storage } from '../storage/open';
import type { NotebookState } from './contracts';
import { reasonText } from './failure-text';
import type { NoticeList } from './notices.svelte';

/** The notebooks kept in this browser. */
export class Shelf {
  recent = $state.raw<NotebookState['recent']>([]);

  /** @param flush saves what still waits of the open notebook, which would otherwise pass for another tab's save */
  constructor(
    private readonly storage: Promise<Storage>,
    private readonly notices: NoticeList,
    private readonly flush: () => Promise<void>,
  ) {}

  /** Tidies up after earlier visits, says where nothing can be kept, and lists what is there. */
  async open(): Promise<void> {
    const { notebooks, snapshots, handles, temporary } = await this.storage;
    for (const id of await notebooks.purge()) {
      await snapshots.dropSnapshot(id);
      await handles.forget(id);
    }
    if (temporary) this.notices.say(await reasonText(temporary), 'warning');
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const { notebooks } = await this.storage;
    this.recent = await notebooks.list();
  }

  /** Null, with a notice, where the notebook cannot be opened. */
  async load(id: string): Promise<{ document: NotebookDocument; revision: number } | null> {
    const { notebooks } = await this.storage;
    await this.flush();
    const loaded = await notebooks.load(id);
    if (loaded.ok) return loaded;
    this.notices.say(await reasonText(loaded.reason), 'error');
    return null;
  }

  /** The revision kept under an id; 0 where there is none. */
  async revisionOf(id: string): Promise<number> {
    const { notebooks } = await this.storage;
    await this.flush();
    const loaded = await notebooks.load(id);
    return loaded.ok ? loaded.revision : 0;
  }

  /** Puts a copy on the list, with what is kept of the data, so that it needs no file. Says where that failed. */
  async duplicate(id: string): Promise<void> {
    const { notebooks, snapshots } = await this.storage;
    const loaded = await this.load(id);
    if (!loaded) return;
    const copy = (await import('./started')).copyOf(loaded.document);
    const saved = await notebooks.save(copy, 0);
    if (!saved.ok) this.notices.say(await reasonText(saved.reason), 'error');
    else await snapshots.copySnapshot(id, copy.id);
    await this.refresh();
  }

  async delete(id: string): Promise<void> {
    const { notebooks } = await this.storage;
    const title = this.recent.find((entry) => entry.id === id)?.title ?? '';
    await notebooks.delete(id);
    await this.refresh();
    const bringBack = async () => {
      await notebooks.undelete(id);
      await this.refresh();
    };
    this.notices.say(m.state_deleted({ title }), 'info', {
      label: m.state_undo(),
      perform: () => void bringBack(),
    });
  }
}
