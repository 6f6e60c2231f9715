import type { CellStatus } from '../../state/contracts';
import { formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import type { IconName } from '../../ui/glyphs';

/** How a state is shown: a glyph, words, and a tone; never colour alone. */
export interface StatusWords {
  icon: IconName;
  text: string;
  tone: 'quiet' | 'ok' | 'accent' | 'warn' | 'danger';
}

/** Milliseconds → seconds with as many decimals as mean something. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return formatNumber(seconds, seconds < 1 ? 2 : seconds < 100 ? 1 : 0);
}

/** `now` is `Date.now()`; only a running cell needs it. */
export function statusWords(status: CellStatus, now: number): StatusWords {
  switch (status.kind) {
    case 'idle':
      return { icon: 'none', text: m.notebook_status_idle(), tone: 'quiet' };
    case 'queued':
      return { icon: 'queued', text: m.notebook_status_queued(), tone: 'quiet' };
    case 'running': {
      const seconds = formatNumber(Math.max(0, now - status.since) / 1000, 1);
      return { icon: 'running', text: m.notebook_status_running({ seconds }), tone: 'accent' };
    }
    case 'current':
      return {
        icon: 'check',
        text: m.notebook_status_current({ seconds: formatSeconds(status.elapsed) }),
        tone: 'ok',
      };
    case 'stale':
      return { icon: 'stale', text: m.notebook_status_stale(), tone: 'warn' };
    case 'empty':
      return { icon: 'none', text: m.notebook_status_empty(), tone: 'quiet' };
    case 'needs-data':
      return { icon: 'link', text: m.notebook_status_needs_data(), tone: 'warn' };
    case 'shared':
      return { icon: 'file', text: m.sharing_status(), tone: 'quiet' };
    case 'failed':
      return { icon: 'warning', text: m.notebook_status_failed(), tone: 'danger' };
    case 'cancelled':
      return { icon: 'stop', text: m.notebook_status_cancelled(), tone: 'quiet' };
  }
}
