import { m } from '../../messages/speak';
import type { Members, ParamValues, SqlLiteral } from '../define';
import customersAcquiredSql from './customers-acquired.sql?raw';
import { rowName, type Findings } from './findings';
import membersSql from './members.sql?raw';
import type { Attribute } from './shape';

/** Whose first order has a value, or everyone's. */
export type Place = { attribute: Attribute; value: string } | null;
/** All customers of a place, those of the group, those who are not. */
export const PARTS = ['all', 'members', 'others'] as const;
export type Part = (typeof PARTS)[number];

export function variablesOf(params: ParamValues): Record<string, SqlLiteral> {
  return { p_split: String(params.split), p_within: Number(params.within) };
}

/** Values may hold any character. */
export const markOf = (place: Place, part: Part): string =>
  JSON.stringify([place?.attribute ?? 'everyone', place?.value ?? '', part]);

/** The customers of a mark; any text that is none stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [attribute, value, part] = textsOf(mark);
  return {
    sql: customersAcquiredSql + membersSql,
    variables: {
      ...variablesOf(params),
      p_attribute: attribute ?? '',
      p_value: value ?? '',
      p_part: part ?? '',
    },
  };
}

function textsOf(mark: string): string[] {
  try {
    const parsed: unknown = JSON.parse(mark);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}

/** One mark of the figure, its name, and how many customers each part of it has. */
export interface Offered {
  place: Place;
  name: string;
  counts: Record<Part, number>;
}

/** Everyone, and the rows that are drawn. */
export function offeredOf(found: Findings, rows: Findings['rows']): Offered[] {
  const counted = (customers: number, members: number): Offered['counts'] => ({
    all: customers,
    members,
    others: customers - members,
  });
  return [
    { place: null, name: m.profile_everyone(), counts: counted(found.customers, found.members) },
    ...rows.map((row) => ({
      place: { attribute: row.attribute, value: row.value },
      name: rowName(row),
      counts: counted(row.customers, row.members),
    })),
  ];
}
