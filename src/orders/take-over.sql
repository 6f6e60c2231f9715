-- The tables just built take the place of those before them; run in one transaction, so that all do or none.

drop table shop.customers;
alter table shop.fresh_customers rename to customers;

drop table shop.orders;
alter table shop.fresh_orders rename to orders;

drop table shop.refunds;
alter table shop.fresh_refunds rename to refunds;

drop table shop.products;
alter table shop.fresh_products rename to products;

drop table shop.order_lines;
alter table shop.fresh_order_lines rename to order_lines;

drop table shop.members;
alter table shop.fresh_members rename to members;

drop table shop.costs;
alter table shop.fresh_costs rename to costs;

drop table shop.data_window;
alter table shop.fresh_data_window rename to data_window;
