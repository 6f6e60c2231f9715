import type { MarkedText } from '../analyses/define';
import type { Notices } from './contracts';

type Notice = Notices['list'][number];

const SHOWN_FOR = 8_000;

/** Short messages above the page. Those with an action or an error stay until dismissed or done. */
export class NoticeList implements Notices {
  list = $state.raw<readonly Notice[]>([]);
  private nextId = 1;

  say(text: MarkedText, kind: Notice['kind'] = 'info', action?: Notice['action']): void {
    const id = this.nextId++;
    const notice: Notice = action ? { id, text, kind, action } : { id, text, kind };
    this.list = [...this.list.filter((other) => other.text !== text), notice];
    if (kind === 'info') setTimeout(() => this.dismiss(id), action ? SHOWN_FOR * 2 : SHOWN_FOR);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
