-- grain: one recommendation to a customer: up to p_most products that are new to them, the best first
-- score: similarities of the product to those the customer bought, added up. because: the bought one that added most.
-- Of each customer the five products bought last speak.
, speaking as (
  select
    customer_id,
    product_id
  from learnable
  qualify row_number() over (partition by customer_id order by last_on desc, product_id) <= 5
),
scored as (
  select
    s.customer_id,
    n.next_id,
    sum(n.similarity) as score,
    max(struct_pack(similarity := n.similarity, product_id := -s.product_id)) as best
  from speaking as s
  join neighbours as n using (product_id)
  group by s.customer_id, n.next_id
),
unbought as (
  select *
  from scored as s
  anti join learnable as l
    on l.customer_id = s.customer_id
    and l.product_id = s.next_id
),
placed as (
  select
    *,
    row_number() over (partition by customer_id order by round(score, 9) desc, next_id) as place
  from unbought
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  r.place::integer as place,
  p.product::varchar as product,
  p.product_name::varchar as product_name,
  b.product::varchar as because,
  b.product_name::varchar as because_name,
  r.score::double as score
from placed as r
join customers as c using (customer_id)
join products as p on p.product_id = r.next_id
join products as b on b.product_id = -r.best.product_id
where r.place <= getvariable('p_most')
order by customer_key, place
