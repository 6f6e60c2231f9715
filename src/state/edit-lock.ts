import { m } from '../messages/speak';
import { lockNotebook, OPEN_ELSEWHERE, type TabLock } from '../storage/tab-lock';
import { reasonText } from './failure-text';
import type { NoticeList } from './notices.svelte';

/** Whether this tab may edit the open notebook, and the way to take it over from another. */
export class EditLock {
  private lock: TabLock | null = null;
  private id: string | null = null;

  constructor(
    private readonly notices: NoticeList,
    private readonly beforeRelease: () => Promise<void>,
    /** This tab may edit now; what the other saved last is to be loaded. */
    private readonly onTaken: (id: string) => void,
    /** Whether this tab may edit, each time that is known anew. */
    private readonly onWritable: (writable: boolean) => void,
  ) {}

  async follow(id: string): Promise<void> {
    // The same notebook loaded anew keeps its lock: one let go and asked for again at once is found still taken.
    if (id === this.id) return;
    this.release();
    this.id = id;
    const lock = await lockNotebook(id, {
      beforeRelease: this.beforeRelease,
      changed: (writable) => {
        if (this.id !== id) return;
        this.onWritable(writable);
        if (!writable && this.lock) void this.explain(id);
      },
    });
    // Another notebook was opened meanwhile.
    if (this.id !== id) return lock.release();
    this.lock = lock;
    this.onWritable(lock.writable);
    if (!lock.writable) await this.explain(id);
  }

  release(): void {
    this.lock?.release();
    this.lock = null;
    this.id = null;
    this.onWritable(true);
  }

  /** False, with a notice that offers to take over, while another tab has the notebook. */
  mayEdit(id: string): boolean {
    if (this.lock?.writable ?? true) return true;
    void this.explain(id);
    return false;
  }

  private async explain(id: string): Promise<void> {
    const [because, label] = await Promise.all([
      reasonText(OPEN_ELSEWHERE.because),
      reasonText(OPEN_ELSEWHERE.takeOver),
    ]);
    this.notices.say(because, 'warning', { label, perform: () => void this.takeOver(id) });
  }

  private async takeOver(id: string): Promise<void> {
    await this.lock?.takeOver();
    if (this.lock?.writable) this.onTaken(id);
    else this.notices.say(m.state_not_taken_over(), 'warning');
  }
}
