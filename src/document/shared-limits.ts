/** What results in a notebook file may be: kept by whoever writes them, held by whoever opens the file. */

export const MAX_SHARED_ROWS = 200_000;
/** Values of all results of one file. */
export const MAX_SHARED_VALUES = 5_000_000;
/** Characters of one value. */
export const MAX_SHARED_TEXT = 10_000;
export const MAX_SHARED_COLUMNS = 200;
export const MAX_PINNED = 12;

/** Numbers that JSON has no word for, as a column of numbers writes them. */
export const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

/** Names through which a parsed file could reach the prototype of other objects. */
export const UNSAFE_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
