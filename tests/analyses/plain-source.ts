import type { EngineText } from '../../src/intake/types';
import type { Source } from '../../src/orders/source';

/** One file by itself, each of its columns in its own place. */
export function plainSource(file: string, text: EngineText, columns: readonly string[]): Source {
  const places = columns.map((_, index) => index);
  const part = { file, text, width: columns.length, places };
  return {
    columns,
    base: { parts: [part], from: 0, to: columns.length },
    refunds: [],
    joined: [],
    members: null,
    costs: [],
  };
}
