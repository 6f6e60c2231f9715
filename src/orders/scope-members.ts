import type { Members } from '../analyses/define';
import { setVariables } from './literals';
import keepSql from './scope-members.sql?raw';

/** Statements by which a run is narrowed to the members of a segment, in this order; the last comes before the run's own variables. */
export interface MemberStatements {
  /** One row, `known`: whether the members are worked out already. */
  isKnown: string;
  /** Works them out, over the shop as the members' own variables narrow it; only where they are not known. */
  workOut: string;
  /** Puts them where the views look. */
  use: string;
}

/** No customer is a member until `use` has run, so that a run whose segment is missing finds nobody instead of everyone. */
export const NO_MEMBERS = 'set variable p_segment_members = null::bit;';

export function memberStatements({ sql, variables }: Members): MemberStatements {
  const question = setVariables({ p_question: JSON.stringify([sql, variables]) });
  return {
    isKnown: `${question}
      select count(*) > 0 as known from scope.members where question = getvariable('p_question') order by known`,
    workOut: `${setVariables(variables)}\ncreate or replace temp table drawn as ${sql.trim().replace(/;$/, '')};\n${keepSql}`,
    use: `set variable p_segment_members = (select any_value(customers) from scope.members where question = getvariable('p_question'));`,
  };
}
