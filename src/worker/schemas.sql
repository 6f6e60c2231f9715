-- Two schemas: `shop` holds the canonical tables, `staging` a file while it is being imported.
create schema if not exists shop;
create schema if not exists staging;
