import type { Reason } from '../intake/types';
import { m } from '../messages/speak';
import { isLocked, MAX_LOCKED_BYTES } from '../sharing/locked';
import type { NoticeList } from './notices.svelte';
import type { OpenReport } from './contracts';

/** A locked file that waits for its passphrase. */
export interface LockedFile {
  name: string;
  bytes: Uint8Array;
  working: boolean;
  /** Why the last passphrase did not open it. */
  problem: Reason | null;
}

/** Notebooks locked with a passphrase, on their way in. The open notebook stays until another one is whole. */
export class LockedFiles {
  asked = $state.raw<LockedFile | null>(null);
  private work = new AbortController();

  constructor(
    private readonly notebook: { openValue(input: unknown): Promise<OpenReport> },
    private readonly notices: NoticeList,
  ) {}

  /** Takes a locked file and asks for its passphrase; false for a file that is not locked. */
  async receive(file: File): Promise<boolean> {
    if (!(await isLocked(file))) return false;
    if (file.size > MAX_LOCKED_BYTES) {
      this.notices.say(m.sharing_locked_too_large(), 'error');
      return true;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.cancel();
    this.asked = { name: file.name, bytes, working: false, problem: null };
    return true;
  }

  async unlock(passphrase: string): Promise<void> {
    const { asked } = this;
    if (!asked || asked.working) return;
    this.asked = { ...asked, working: true, problem: null };
    this.work = new AbortController();
    const { signal } = this.work;
    const { unlockBytes } = await import('../engine/passphrase');
    // The worker takes the bytes it is given; another try needs them again.
    const opened = await unlockBytes(asked.bytes.slice(), passphrase, signal);
    if (signal.aborted) return;
    if (!opened.ok) {
      this.asked = { ...asked, problem: opened.reason };
      return;
    }
    const report = await this.notebook.openValue(new TextDecoder().decode(opened.bytes));
    this.asked = null;
    if (report.message !== null) this.notices.say(report.message, 'error');
  }

  cancel(): void {
    this.work.abort();
    this.asked = null;
  }
}
