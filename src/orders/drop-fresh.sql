-- Nothing stays of tables whose build did not come to its end.

drop table if exists shop.fresh_customers;
drop table if exists shop.fresh_orders;
drop table if exists shop.fresh_refunds;
drop table if exists shop.fresh_products;
drop table if exists shop.fresh_order_lines;
drop table if exists shop.fresh_members;
drop table if exists shop.fresh_costs;
drop table if exists shop.fresh_data_window;
