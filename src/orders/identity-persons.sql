-- Every row gets the key of its person, null where nobody is named. Updated in place: the order of rows is the file's.
-- grain: one row of the file
-- `imp/persons.csv` holds a line for each combination: its rowid and the person's key.

update staging.lines as lines
set customer_key = persons.person
from staging.identities as identities
join read_csv(
  'imp/persons.csv',
  auto_detect = false,
  delim = ',',
  quote = '"',
  escape = '"',
  header = false,
  columns = {'identity_id': 'bigint', 'person': 'varchar'},
  parallel = false
) as persons
  on persons.identity_id = identities.rowid
where identities.customer is not distinct from
    case when list_contains(getvariable('p_identifiers'), 'customer') then lines.source_customer_key end
  and identities.email is not distinct from
    case when list_contains(getvariable('p_identifiers'), 'email') then lines.email end
  and identities.phone is not distinct from
    case when list_contains(getvariable('p_identifiers'), 'phone') then lines.phone end;

drop table staging.identities;
