import { composed, type Composed } from './compose';
import type { NamedStatement } from './dependencies';
import { quotedIdentifier } from './identifier';
import frequentSql from './profile-frequent.sql?raw';
import histogramSql from './profile-histogram.sql?raw';
import summarySql from './profile-summary.sql?raw';

/** How a column's values are shown: spread along a line, or the most frequent ones. */
export type Spread = 'number' | 'day' | 'moment' | 'value';

const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|UINTEGER|DECIMAL|DOUBLE|FLOAT|REAL)\b/i;

/** By DuckDB's name of the type (`DECIMAL(18,4)`) or by ours (`money`). */
export function spreadOf(type: string): Spread {
  if (NUMBER.test(type) || ['integer', 'number', 'money', 'share'].includes(type)) return 'number';
  if (/^date$/i.test(type)) return 'day';
  return /^timestamp(?!.*zone)/i.test(type) ? 'moment' : 'value';
}

const PLACES: Record<Spread, string> = {
  number: 'try_cast(value as double)',
  // Days since 1970, whole and in part.
  day: "date_diff('day', date '1970-01-01', value)::double",
  moment: 'epoch(value) / 86400',
  value: 'null::double',
};

/** With a space: no result can be called so. */
const PROFILED = 'profiled column';

export interface ProfileStatements {
  summary: Composed;
  /** A histogram, or the most frequent values of what has no line to lie on. */
  spread: Composed;
}

/**
 * Statements that profile a column of a relation or of a cell's named result. The statements are static; the column
 * stands before them as a named query.
 */
export function profileStatements(
  relation: string,
  column: { name: string; type: string },
  cells: readonly NamedStatement[],
): ProfileStatements {
  const spread = spreadOf(column.type);
  const profiled: NamedStatement = {
    id: PROFILED,
    name: PROFILED,
    sql: `select value, ${PLACES[spread]} as place
from (select ${quotedIdentifier(column.name)} as value from ${quotedIdentifier(relation)})`,
  };
  const over = (sql: string): Composed => {
    const profile: NamedStatement = { id: 'profile', name: null, sql };
    return composed(profile, [...cells, profiled, profile]);
  };
  return { summary: over(summarySql), spread: over(spread === 'value' ? frequentSql : histogramSql) };
}
