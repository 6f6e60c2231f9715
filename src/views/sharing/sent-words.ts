import { localDay } from '../../document/days';
import { formatDay } from '../../messages/format';
import { m } from '../../messages/speak';

/** “Results of 9 Dec 2025, from orders.csv (fingerprint ab12cd34)”. `at` is an ISO time. */
export function sentWords(at: string, source: { name: string; sha256: string } | null | undefined): string {
  const day = formatDay(localDay(new Date(at)));
  if (!source) return m.sharing_sent_plain({ day });
  return m.sharing_sent({ day, source: source.name, print: source.sha256.slice(0, 8) });
}
