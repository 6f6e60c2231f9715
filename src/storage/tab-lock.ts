import type { Reason } from '../intake/types';
import { storageName } from './location';

/** What a read-only tab says, and what its way out is called. */
export const OPEN_ELSEWHERE: { because: Reason; takeOver: Reason } = {
  because: { key: 'document_open_elsewhere' },
  takeOver: { key: 'document_take_over' },
};

/** The parts of the browser a lock needs; `locks` is missing on pages served over plain http. */
export interface TabPlatform {
  locks: Pick<LockManager, 'request'> | undefined;
  channel: (name: string) => BroadcastChannel;
  /** Milliseconds to wait for the other tab to save and let go. A frozen tab never does. */
  patience: number;
}

export interface TabLockEvents {
  /** Another tab wants to edit: finish saving. The lock goes when this settles. */
  beforeRelease: () => Promise<void>;
  /** This tab became the one that may edit, or stopped being it. */
  changed: (writable: boolean) => void;
}

/** Which tab may edit a notebook. The others show it read-only and may take over. */
export interface TabLock {
  readonly writable: boolean;
  /** Resolves when this tab may edit. What the other tab saved last is then to be loaded. */
  takeOver(): Promise<void>;
  /** Lets go: the notebook was closed. */
  release(): void;
}

const browser = (): TabPlatform => ({
  locks: globalThis.navigator?.locks,
  channel: (name) => new BroadcastChannel(name),
  patience: 3_000,
});

/**
 * Takes the notebook for this tab, unless another has it. Where the browser has no locks, or refuses them to the page
 * (an opaque origin), every tab may edit, and the revision check of `Notebooks.save` is what keeps them from overwriting each other.
 */
export async function lockNotebook(
  id: string,
  events: TabLockEvents,
  platform = browser(),
): Promise<TabLock> {
  const { locks } = platform;
  if (!locks) return unlocked;
  const lock = new NotebookLock(storageName(`notebook/${id}`), events, platform, locks);
  const request = await lock.request({ ifAvailable: true });
  return request === 'failed' ? unlocked : lock;
}

const unlocked: TabLock = { writable: true, takeOver: async () => undefined, release: () => undefined };

class NotebookLock implements TabLock {
  writable = false;
  private readonly channel: BroadcastChannel;
  private letGo: (() => void) | null = null;
  private closed = false;

  constructor(
    private readonly name: string,
    private readonly events: TabLockEvents,
    private readonly platform: TabPlatform,
    private readonly locks: Pick<LockManager, 'request'>,
  ) {
    this.channel = platform.channel(name);
    this.channel.onmessage = ({ data }) => {
      if (data === 'take-over' && this.writable) void this.hand();
    };
  }

  async takeOver(): Promise<void> {
    if (this.writable || this.closed) return;
    this.channel.postMessage('take-over');
    const request = await this.request({ signal: AbortSignal.timeout(this.platform.patience) });
    // The other tab is frozen or stuck in a dialog: it is told by its lock being gone.
    if (request === 'failed') await this.request({ steal: true });
  }

  release(): void {
    this.closed = true;
    this.channel.close();
    this.end();
  }

  /** `held` until `letGo` is called or another tab steals the lock; `taken` by another; `failed` to be answered. */
  request(options: LockOptions): Promise<'held' | 'taken' | 'failed'> {
    return new Promise((resolve) => {
      const held = this.locks.request(this.name, options, (lock) => {
        if (!lock || this.closed) return resolve('taken');
        this.set(true);
        resolve('held');
        return new Promise<void>((done) => (this.letGo = done));
      });
      // Rejects when the wait times out and when the lock is stolen: both mean that this tab may not edit.
      Promise.resolve(held).catch(() => {
        resolve('failed');
        this.end();
      });
    });
  }

  private async hand(): Promise<void> {
    try {
      await this.events.beforeRelease();
    } finally {
      this.end();
    }
  }

  private end(): void {
    this.set(false);
    this.letGo?.();
    this.letGo = null;
  }

  private set(writable: boolean): void {
    if (this.writable === writable) return;
    this.writable = writable;
    if (!this.closed) this.events.changed(writable);
  }
}
