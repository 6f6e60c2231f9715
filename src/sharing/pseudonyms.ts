import type { CellValue } from '../analyses/define';
import type { SharedTable } from '../document/types';
import { singlesOut, touches, type KnownIds } from './customer-columns';

/** What a pseudonym looks like. */
export const PSEUDONYM = /^C-\d{6,}$/;

/** Whole number from 0 to below `limit`, all equally likely. */
export type Draw = (limit: number) => number;

/** From the browser's generator of keys; draws that would favour small numbers are thrown away. */
export const secretDraw: Draw = (limit) => {
  const ceiling = Math.floor(2 ** 32 / limit) * limit;
  const word = new Uint32Array(1);
  do crypto.getRandomValues(word);
  while ((word[0] ?? 0) >= ceiling);
  return (word[0] ?? 0) % limit;
};

/**
 * A pseudonym for each id, `C-000001` onwards, no two alike. Which id has which is a permutation drawn at random
 * (Durstenfeld's shuffle) and not kept: nobody can compute it again, neither from the ids nor from the order they
 * stood in. Stable only within the map returned.
 */
export function pseudonyms(ids: Iterable<string>, draw: Draw = secretDraw): Map<string, string> {
  const distinct = [...new Set(ids)];
  const numbers = distinct.map((_, at) => at + 1);
  for (let at = numbers.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    [numbers[at], numbers[other]] = [numbers[other] as number, numbers[at] as number];
  }
  const width = Math.max(6, String(distinct.length).length);
  return new Map(distinct.map((id, at) => [id, `C-${String(numbers[at]).padStart(width, '0')}`]));
}

/** Ids that customers have in a table. */
export function idsIn(table: SharedTable, known: KnownIds | null): string[] {
  const keys = touches(table, known).flatMap((touch, at) => (touch === 'key' ? [at] : []));
  return table.rows.flatMap((row) =>
    keys
      .map((at) => row[at] ?? null)
      .filter(isPresent)
      .map(String),
  );
}

const isPresent = (value: CellValue): value is string | number | boolean => value !== null;

/**
 * A table with ids renamed, and without what else finds a person: names, addresses, telephones, and, where the columns
 * are the reader's own (`known` is not null), texts of which a value stands in one row only. Rows stand in the order of the
 * pseudonyms, for the order of ids would give them away.
 */
export function pseudonymised(
  table: SharedTable,
  names: ReadonlyMap<string, string>,
  known: KnownIds | null,
): SharedTable {
  const kinds = touches(table, known);
  const kept = kinds.flatMap((touch, at) => {
    if (touch === 'contact') return [];
    return touch === 'none' && known && singlesOut(table, at) ? [] : [at];
  });
  const columns = kept.map((at) => {
    const column = table.columns[at] as SharedTable['columns'][number];
    return kinds[at] === 'key' ? { ...column, type: 'text' as const } : column;
  });
  const rows = table.rows.map((row) =>
    kept.map((at) => {
      const value = row[at] ?? null;
      return kinds[at] === 'key' && value !== null ? (names.get(String(value)) ?? null) : value;
    }),
  );
  const key = kept.findIndex((at) => kinds[at] === 'key');
  const rank = (row: CellValue[]) => String(key < 0 ? JSON.stringify(row) : (row[key] ?? ''));
  const ranked = rows.map((row) => ({ row, by: rank(row) }));
  ranked.sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0));
  return { columns, rows: ranked.map(({ row }) => row) };
}
