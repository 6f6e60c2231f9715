import { formatDay, formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { NotebookState } from '../../state/contracts';

/** What tells one kept notebook from another: how many customers, as of when. */
export function recentFacts(entry: NotebookState['recent'][number]): string {
  if (entry.customers === null) return m.shell_recent_no_data();
  const n = formatInteger(entry.customers);
  return m.shell_recent_facts({ count: entry.customers, n, day: formatDay(entry.asOf) });
}
