import type { Reason } from '../intake/types';
import { sameName } from './identifier';
import { relationsRead } from './relations';

/** What is read of a cell here. */
export interface NamedStatement {
  id: string;
  /** The name under which others may read its result; null where it has none. */
  name: string | null;
  sql: string;
}

export interface Dependencies {
  /** Ids of all cells that can run, each behind what it reads; otherwise in the order given. */
  order: string[];
  /** Ids of the cells that each cell reads directly, by id. */
  reads: ReadonlyMap<string, readonly string[]>;
  /** Cells that cannot run, because what they read leads back to itself, by id. */
  circles: ReadonlyMap<string, Reason>;
}

/** Results by name, to be looked up by `sameName`. Of two with one name the first counts. */
export function statementsByName<Cell extends NamedStatement>(cells: readonly Cell[]): Map<string, Cell> {
  const byName = new Map<string, Cell>();
  for (const cell of cells) {
    if (cell.name !== null && !byName.has(sameName(cell.name))) byName.set(sameName(cell.name), cell);
  }
  return byName;
}

/** Which cells read which, and in what order they can run. A cell may read one that stands behind it. */
export function dependencyOrder(cells: readonly NamedStatement[]): Dependencies {
  const byName = statementsByName(cells);
  const readCells = new Map(cells.map((cell) => [cell.id, cellsRead(cell, byName)]));
  const order: string[] = [];
  const circles = new Map<string, Reason>();
  const visiting: NamedStatement[] = [];
  const visit = (cell: NamedStatement): void => {
    if (order.includes(cell.id) || circles.has(cell.id)) return;
    const start = visiting.indexOf(cell);
    if (start >= 0) {
      const reason = circleReason(visiting.slice(start));
      for (const member of visiting.slice(start)) circles.set(member.id, reason);
      return;
    }
    visiting.push(cell);
    for (const read of readCells.get(cell.id) ?? []) {
      visit(read);
      // Who reads a cell that cannot run cannot run either, and is told of the same circle.
      const reason = circles.get(read.id);
      if (reason && !circles.has(cell.id)) circles.set(cell.id, reason);
    }
    visiting.pop();
    if (!circles.has(cell.id)) order.push(cell.id);
  };
  cells.forEach(visit);
  const reads = new Map([...readCells].map(([id, read]) => [id, read.map((cell) => cell.id)]));
  return { order, reads, circles };
}

function cellsRead(
  cell: NamedStatement,
  byName: ReadonlyMap<string, NamedStatement>,
): readonly NamedStatement[] {
  const read = relationsRead(cell.sql).map((name) => byName.get(sameName(name)));
  return read.filter((found) => found !== undefined);
}

/** `a → b → a`: the circle closes where it began. */
function circleReason(members: readonly NamedStatement[]): Reason {
  const names = [...members, members[0]!].map(({ name }) => name ?? '');
  if (members.length === 1) return { key: 'sql_circle_self', values: { name: names[0]! } };
  return { key: 'sql_circle', values: { names: names.join(' → ') } };
}
