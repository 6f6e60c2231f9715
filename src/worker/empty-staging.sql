-- Nothing of a file that was being imported stays.
drop view if exists staging.judged;
drop schema if exists staging cascade;
create schema staging;
