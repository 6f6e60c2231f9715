import type { Reason } from './types';
import { isDataCell } from './cell-kinds';
import { fieldsNamed } from './fields';
import { reason } from './reasons';

const SAMPLE = 200;

/**
 * Whether the first record names the columns. Columns of numbers and dates tell: a name is neither. Names that are
 * known tell as well. Without either, a first record that repeats nowhere in its columns is taken for names.
 */
export function hasHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const sample = rows.slice(0, SAMPLE);
  let evidence = 0;
  first.forEach((cell, index) => {
    if (cell.trim() === '') return;
    if (fieldsNamed(cell).length > 0) evidence += 1;
    const filled = sample.map((row) => row[index]?.trim() ?? '').filter((value) => value !== '');
    const data = filled.filter(isDataCell).length;
    if (isDataCell(cell)) evidence -= 1;
    else if (filled.length > 0 && data >= filled.length * 0.8) evidence += 1;
  });
  if (evidence !== 0) return evidence > 0;
  const names = first.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const repeats = first.some((cell, index) => sample.some((row) => row[index]?.trim() === cell.trim()));
  return names.length > 0 && new Set(names).size === names.length && !repeats;
}

/** Names made unique and non-empty, one for each of `width` columns: `name`, `name_2`; `column_3`. */
export function columnNames(header: readonly string[], width: number): string[] {
  const given = header.map((name) => name.replace(/^\ufeff/, '').trim());
  const taken = new Set(given);
  const used = new Set<string>();
  return Array.from({ length: Math.max(width, header.length) }, (_, index) => {
    const base = given[index] || `column_${index + 1}`;
    let name = base;
    for (let n = 2; used.has(name) || (name !== given[index] && taken.has(name)); n++) name = `${base}_${n}`;
    used.add(name);
    return name;
  });
}

export function headerEvidence(
  isHeader: boolean,
  first: readonly string[],
  columns: readonly string[],
): Reason {
  if (!isHeader) {
    const example = first.find(isDataCell) ?? first.find((cell) => cell.trim() !== '') ?? '';
    return reason('intake_read_header_none', { example });
  }
  const renamed = columns.find((name, index) => name !== first[index]?.trim());
  return renamed === undefined
    ? reason('intake_read_header', { n: columns.length })
    : reason('intake_read_header_renamed', { n: columns.length, example: renamed });
}
