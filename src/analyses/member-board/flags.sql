-- grain: up to `flagged`, that of `alike`. The flags are defined in the method note.
, flagged as (
  select
    s.*,
    p.next_begins,
    s.bits & 1 = 1 as active,
    s.bits & 1 = 1 and s.is_first as is_new,
    s.bits & 3 = 3 as retained,
    s.bits & 3 = 1 and not s.is_first as resurrected,
    s.bits & 3 = 2 as churned,
    s.bits & 1 = 0 as dormant,
    s.bits & 2 = 0 and not s.is_first_in_scope as was_dormant,
    s.last_on >= p.next_begins - 7 as active_7,
    s.last_on >= p.next_begins - 30 as active_30,
    s.last_on >= p.next_begins - 90 as active_90,
    s.bits & 7 = 7 as streak_3,
    s.bits & 63 = 63 as streak_6,
    bit_count(s.bits & ((1::bigint << getvariable('p_window')::integer) - 1)) as active_periods,
    active_periods >= getvariable('p_loyal') as loyal
  from alike as s
  join points as p using (point)
)
