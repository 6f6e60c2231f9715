import type { Table } from 'apache-arrow';
import type { CellValue, ColumnType, ColumnTypes, Row } from '../analyses/define';

const MILLISECONDS_A_DAY = 86_400_000;

/** How long decoding may hold the page at a time, in milliseconds: several such slices still fit a frame's patience. */
const SLICE_MS = 12;
/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 500;

/**
 * Arrow table → rows of plain values: days as ISO text, whole and decimal numbers as numbers.
 * SQL is expected to cast (`::integer`, `::double`, `::date`, `::varchar`); a shape whose column is missing throws,
 * because a silently absent column would be shown as empty.
 */
export function decodeTable(table: Table, shape?: ColumnTypes): Row[] {
  const decoding = rowsInParts(table, shape);
  let part = decoding.next();
  while (!part.done) part = decoding.next();
  return part.value;
}

/**
 * Arrow IPC bytes, as results cross from the worker, → rows. Gives the page its turn every few milliseconds, as a list
 * of a hundred thousand customers takes half a second. Arrow's own code is loaded with the first result.
 */
export async function decodeBytes(bytes: Uint8Array, shape?: ColumnTypes): Promise<Row[]> {
  const { tableFromIPC } = await import('apache-arrow');
  const decoding = rowsInParts(tableFromIPC(bytes), shape);
  let sliceEnds = performance.now() + SLICE_MS;
  let part = decoding.next();
  while (!part.done) {
    if (performance.now() >= sliceEnds) {
      await new Promise((resolve) => setTimeout(resolve));
      sliceEnds = performance.now() + SLICE_MS;
    }
    part = decoding.next();
  }
  return part.value;
}

/** Pauses every few hundred rows; returns all of them. */
function* rowsInParts(table: Table, shape?: ColumnTypes): Generator<void, Row[]> {
  const names = shape ? Object.keys(shape) : table.schema.fields.map((field) => field.name);
  const columns = names.map((name) => {
    const vector = table.getChild(name);
    if (!vector) throw new Error(`The result has no column ${name}`);
    const decode = decoder(shape?.[name]?.type, String(vector.type));
    return { name, values: vector, decode };
  });
  const rows: Row[] = new Array<Row>(table.numRows);
  for (let index = 0; index < table.numRows; index += 1) {
    const row: Row = {};
    for (const column of columns) row[column.name] = column.decode(column.values.get(index));
    rows[index] = row;
    if ((index + 1) % ROWS_A_LOOK === 0) yield;
  }
  return rows;
}

function decoder(type: ColumnType | undefined, arrowType: string): (value: unknown) => CellValue {
  const isDay = type === 'date' || (type === undefined && arrowType.startsWith('Date'));
  const isMoment = type === undefined && arrowType.startsWith('Timestamp');
  return (value) => {
    if (value === null || value === undefined) return null;
    if (isDay) return isoDay(Number(value));
    if (isMoment) return new Date(Number(value)).toISOString().slice(0, 19).replace('T', ' ');
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
    return String(value);
  };
}

/** Milliseconds since 1970, UTC → ISO day. */
export function isoDay(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / MILLISECONDS_A_DAY) * MILLISECONDS_A_DAY)
    .toISOString()
    .slice(0, 10);
}
