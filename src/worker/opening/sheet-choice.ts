import { fieldsNamed } from '../../intake/fields';

/** Rows of a sheet that are looked at to choose among sheets. */
export const LOOK = 100;

export interface NamedSheet {
  name: string;
  hidden: boolean;
}

/**
 * The first sheet whose first rows name columns of orders, else the first with at least two rows of two cells, else
 * with one; and visible sheets of the same columns, which are probably the same orders of other months.
 */
export async function chooseSheet<Sheet extends NamedSheet>(
  sheets: readonly Sheet[],
  firstRows: (sheet: Sheet) => Promise<string[][]>,
): Promise<{ sheets: Sheet[]; alike: string[] }> {
  const looks: { sheet: Sheet; rows: string[][]; names: string[] }[] = [];
  for (const sheet of sheets) {
    const rows = (await firstRows(sheet)).filter((row) => filled(row).length >= 2);
    looks.push({ sheet, rows, names: namesAmong(rows) });
  }
  const known = (names: string[]) => names.filter((name) => fieldsNamed(name).length > 0).length;
  const best = (candidates: typeof looks) =>
    candidates.find(({ rows, names }) => rows.length >= 2 && known(names) >= 2) ??
    candidates.find(({ rows }) => rows.length >= 2);
  const visible = looks.filter(({ sheet }) => !sheet.hidden);
  const first = best(visible) ?? best(looks) ?? looks.find(({ rows }) => rows.length > 0);
  if (!first) return { sheets: [], alike: [] };
  const alike = visible.filter(
    (look) => look !== first && look.rows.length >= 2 && look.names.join('\n') === first.names.join('\n'),
  );
  return { sheets: [first.sheet], alike: alike.map(({ sheet }) => sheet.name) };
}

const filled = (row: readonly string[]) => row.filter((cell) => cell.trim() !== '');

/** The row among the first that names the most fields; the first where none does. */
function namesAmong(rows: readonly string[][]): string[] {
  const score = (row: readonly string[]) => row.filter((cell) => fieldsNamed(cell).length > 0).length;
  const names = rows.slice(0, 20).reduce<string[] | null>((best, row) => {
    return best !== null && score(best) >= score(row) ? best : row;
  }, null);
  return filled(names ?? []).map((cell) => cell.trim());
}
