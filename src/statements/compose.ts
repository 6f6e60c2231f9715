import type { Reason } from '../intake/types';
import { dependencyOrder, statementsByName, type NamedStatement } from './dependencies';
import { quotedIdentifier, sameName } from './identifier';
import { readsOnly, type Statement } from './reading';
import { outline, relationsRead, type Outline } from './relations';
import { isClosed } from './tokens';

/**
 * A cell's statement with the results it reads put in front as named queries (`with a as (…), b as (…) …`).
 *
 * Not as views: a view is what its cell said when it last ran, stays when its cell is gone, and is there for a cell that
 * never ran it; what a statement means would hang on what was run before. Named queries cost the same: the engine plans
 * both alike, and computes once what is read twice.
 */
export type Composed =
  | {
      ok: true;
      sql: string;
      /** Ids of the cells whose statements are in it, in order, the cell itself last. */
      cells: string[];
      /** Relations that are no cell's result, of all statements in it. */
      relations: string[];
      /** Where an offset of `sql` comes from; null between the statements. Offsets are UTF-16 units. */
      origin: (offset: number) => { cell: string; offset: number } | null;
    }
  /** `cell` is the one whose statement is refused: this one, or one it reads. */
  | { ok: false; cell: string; reason: Reason };

/** A stretch of the composed text that is a cell's own, as it is. */
interface Part {
  cell: string;
  /** In the composed text, in the cell's text, and how long. */
  at: number;
  from: number;
  length: number;
}

/** Statements that give rows, but not where a query may stand. */
const DESCRIBING = new Set(['describe', 'desc', 'summarize']);

export function composed(cell: NamedStatement, cells: readonly NamedStatement[]): Composed {
  const { order, reads, circles } = dependencyOrder(cells);
  const circle = circles.get(cell.id);
  if (circle) return { ok: false, cell: cell.id, reason: circle };
  const needed = closure(cell.id, reads);
  const sources = order.filter((id) => needed.has(id) && id !== cell.id).map((id) => byId(cells, id));
  const text = new Composition();
  for (const source of [...sources, cell]) {
    const refused = refusal(source, source !== cell);
    if (refused) return { ok: false, cell: source.id, reason: refused };
  }
  text.compose(cell, sources);
  const names = statementsByName(cells);
  const relations = [...sources, cell].flatMap(({ sql }) => relationsRead(sql));
  return {
    ok: true,
    sql: text.sql,
    cells: [...sources, cell].map(({ id }) => id),
    relations: [...new Set(relations.map(sameName))].filter((name) => !names.has(name)),
    origin: (offset) => text.origin(offset),
  };
}

function byId(cells: readonly NamedStatement[], id: string): NamedStatement {
  const found = cells.find((cell) => cell.id === id);
  if (!found) throw new Error(`No cell ${id}`);
  return found;
}

function closure(id: string, reads: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const visit = (next: string): void => {
    if (found.has(next)) return;
    found.add(next);
    reads.get(next)?.forEach(visit);
  };
  visit(id);
  return found;
}

function refusal(cell: NamedStatement, isSource: boolean): Reason | null {
  const read = readsOnly(cell.sql);
  if (!read.ok)
    return isSource ? { key: 'sql_source_refused', values: { name: cell.name ?? '' } } : read.reason;
  if (!isSource) return null;
  const { verb } = outline(read.statement.text);
  // What is not closed would swallow the statements behind it, or be closed by them.
  if (verb?.value === 'explain' || !isClosed(read.statement.text))
    return { key: 'sql_source_refused', values: { name: cell.name ?? '' } };
  return null;
}

class Composition {
  sql = '';
  private readonly parts: Part[] = [];

  compose(cell: NamedStatement, sources: readonly NamedStatement[]): void {
    const statement = statementOf(cell);
    // The engine says best what is open, and where.
    if (sources.length === 0 || !isClosed(statement.text)) return this.own(cell, statement);
    const shape = outline(statement.text);
    const start = shape.explainedFrom ?? 0;
    const inner = shape.explainedFrom === null ? shape : outline(statement.text.slice(start));
    this.own(cell, statement, 0, start);
    const insideWith = inner.insideWith;
    if (insideWith !== null && !sharesName(inner, sources)) {
      this.own(cell, statement, start, start + insideWith);
      this.glue(' ');
      this.named(sources);
      this.glue(',');
      this.own(cell, statement, start + insideWith);
    } else {
      this.glue(start > 0 ? '\nwith ' : 'with ');
      this.named(sources);
      this.glue('\n');
      if (standsAlone(inner)) this.own(cell, statement, start);
      else this.derived(cell, statement, start);
    }
  }

  origin(offset: number): { cell: string; offset: number } | null {
    const part = this.parts.findLast(({ at, length }) => offset >= at && offset <= at + length);
    return part ? { cell: part.cell, offset: part.from + offset - part.at } : null;
  }

  private named(sources: readonly NamedStatement[]): void {
    sources.forEach((source, index) => {
      const statement = statementOf(source);
      this.glue(`${index === 0 ? '' : ',\n'}${quotedIdentifier(source.name ?? '')} as (`);
      if (isDescribing(outline(statement.text))) this.derived(source, statement, 0);
      else this.lines(source, statement, 0);
      this.glue(')');
    });
  }

  private derived(cell: NamedStatement, statement: Statement, from: number): void {
    this.glue('from (');
    this.lines(cell, statement, from);
    this.glue(')');
  }

  /** On lines of its own: a comment may stand at the end. */
  private lines(cell: NamedStatement, statement: Statement, from: number): void {
    this.glue('\n');
    this.own(cell, statement, from);
    this.glue('\n');
  }

  private own(cell: NamedStatement, statement: Statement, from = 0, to = statement.text.length): void {
    if (from >= to) return;
    this.parts.push({
      cell: cell.id,
      at: this.sql.length,
      from: statement.from + from,
      length: to - from,
    });
    this.sql += statement.text.slice(from, to);
  }

  private glue(text: string): void {
    this.sql += text;
  }
}

function statementOf(cell: NamedStatement): Statement {
  const read = readsOnly(cell.sql);
  if (!read.ok) throw new Error(`The statement of cell ${cell.id} was refused before`);
  return read.statement;
}

const isDescribing = (shape: Outline): boolean => DESCRIBING.has(shape.verb?.value ?? '');

/** Whether named queries may stand right before it: not before a `with` of its own, not even one in parentheses. */
function standsAlone(shape: Outline): boolean {
  const holdsWith = shape.beginnings.some(({ value }) => value === 'with');
  const isEnclosed = (shape.verb?.from ?? 0) > shape.firstAt;
  return !isDescribing(shape) && shape.insideWith === null && !(isEnclosed && holdsWith);
}

/** A statement may read another cell's result and then call a query of its own by the same name. */
function sharesName(shape: Outline, sources: readonly NamedStatement[]): boolean {
  return sources.some(({ name }) => name !== null && shape.ownNames.includes(sameName(name)));
}
