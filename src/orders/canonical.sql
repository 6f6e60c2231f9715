-- The canonical tables, the only ones analyses read.
-- They live in schema `shop`; analyses read the views of the same names (scope.sql), which apply the notebook's filters.

create schema if not exists shop;

-- grain: one customer with at least one used order, or a refund that counts
create or replace table shop.customers (
  customer_id      integer,        -- dense, 1…n, in the order of customer_key
  customer_key     varchar,        -- as in the file, trimmed; never a number
  name             varchar,
  email            varchar,
  phone            varchar,
  region           varchar,
  first_ordered_on date,           -- null, like the next, for a customer who has refunds and no order
  last_ordered_on  date,
  order_count      integer,        -- refunds and cancellations are no orders
  revenue          decimal(18, 4)  -- orders and refunds together
);

-- grain: one order, physically sorted by customer_id, ordered_at, order_key
create or replace table shop.orders (
  customer_id         integer,
  order_key           varchar,
  ordered_at          timestamp,   -- the shop's wall clock; no zone
  ordered_on          date,
  amount              decimal(18, 4), -- net, by the chosen policies
  discount            decimal(18, 4),
  refund              decimal(18, 4), -- given back; where refunds count, `amount` is without it
  units               double,
  channel             varchar,
  store               varchar,
  region              varchar,
  coupon              varchar,
  first_product       varchar,
  category            varchar,
  order_number        integer,     -- 1, 2, 3… over the customer's whole history, before any filter
  day_number          integer,     -- the same for purchase days: orders of one day share a number
  days_since_previous integer,     -- calendar days since the previous order; 0 on the same day; null for the first
  first_ordered_on    date
);

-- grain: one refund document of a customer on one day, sorted by customer_id, refunded_at, order_key; filled only where
-- refunds count. What was taken off the order it belongs to stands there, in `refund`, and not here.
create or replace table shop.refunds (
  customer_id      integer,
  order_key        varchar,        -- the document's own number
  refunded_at      timestamp,
  refunded_on      date,
  amount           decimal(18, 4), -- below zero
  first_ordered_on date            -- the customer's; null without an order
);

-- grain: one product; filled only where the file has line items
create or replace table shop.products (
  product_id   integer,            -- dense, 1…n, in the order of product
  product      varchar,            -- the shop's code, else the name
  product_name varchar,
  category     varchar
);

-- grain: one used line of an order, physically sorted by customer_id, product_id (lines without one last), ordered_on;
-- filled only where the file has line items
create or replace table shop.order_lines (
  customer_id      integer,
  order_key        varchar,
  ordered_on       date,
  product_id       integer,
  units            double,
  amount           decimal(18, 4),
  days_since_first integer,        -- calendar days since the customer's first order
  days_since_same  integer         -- since the customer's previous line of the product, over the whole history; 0 on the same
                                   -- day; -1 for the first, and without a product: null would take as long again to compare
);

-- grain: one member of the file of members, with or without an order, sorted by member_key; filled only where such a file
-- was dropped
create or replace table shop.members (
  member_key    varchar,           -- as in that file, trimmed; null where it is blank there
  customer_id   integer,           -- null for who never ordered
  registered_on date               -- null where the file's day cannot be read
);

-- grain: one row of a file of costs: money spent on winning customers, sorted by from_day; filled only where such a file was
-- dropped
create or replace table shop.costs (
  from_day    date,
  through_day date,                -- the last day it was spent on; the same where the file counts by days
  channel     varchar,
  amount      decimal(18, 4)
);

-- grain: one row for the whole of the data; decides which periods are complete
create or replace table shop.data_window (
  first_day   date,                -- day of the first used order
  last_day    date,                -- last day the file covers: the day before the export, else the last order's day
  exported_on date
);
