import { moment } from './cell-sql';
import { joinKey, readAlone, type Source } from './source';

/**
 * `create table staging.members`: who is in the file of members, whether or not they ordered.
 * Grain: one member, by the file's own key, and one row without a key that says when; empty without such a file.
 * `registered_at` is the earliest of a key that repeats, null where no day of it can be read.
 */
export function createMembers(source: Source): string {
  const stack = source.members && source.joined[source.members.joined];
  if (!source.members || !stack)
    return 'create or replace table staging.members (member_key varchar, registered_at timestamp)';
  const { registeredAt, dates } = source.members;
  return `create or replace table staging.members as
with listed as materialized (
  select
    ${joinKey(`c${stack.right + 1}`)} as member_key,
    ${moment(`c${registeredAt + 1}`, dates[0])} as registered_at
  from (
${readAlone(source, stack)}
  )
)
select member_key, min(registered_at) as registered_at
from listed
where member_key is not null
group by member_key
union all
select member_key, registered_at
from listed
where member_key is null
  and registered_at is not null`;
}
