/** A typed SQL value. */
export type SqlLiteral =
  string | number | boolean | null | { date: string } | SqlLiteral[] | { struct: Record<string, SqlLiteral> };

/**
 * A value as SQL text. The one place where values become SQL; names of variables come from our own code.
 * Throws a RangeError for a number that SQL cannot write.
 */
export function sqlLiteral(value: SqlLiteral): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`Not a number SQL can hold: ${value}`);
    return Number.isInteger(value) ? String(value) : `'${value}'::double`;
  }
  // An empty list has no type of its own; every list of ours that can be empty holds text.
  if (Array.isArray(value) && value.length === 0) return '[]::varchar[]';
  if (Array.isArray(value)) return `[${value.map(sqlLiteral).join(', ')}]`;
  if ('date' in value) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value.date)) throw new RangeError(`Not an ISO day: ${value.date}`);
    return `date '${value.date}'`;
  }
  const fields = Object.entries(value.struct).map(([name, field]) => `'${name}': ${sqlLiteral(field)}`);
  return `{${fields.join(', ')}}`;
}

/** `set variable` statements, one a line; the consultant can paste them before the SQL. */
export function setVariables(variables: Record<string, SqlLiteral>): string {
  return Object.entries(variables)
    .map(([name, value]) => `set variable ${name} = ${value === null ? 'null::varchar' : sqlLiteral(value)};`)
    .join('\n');
}
