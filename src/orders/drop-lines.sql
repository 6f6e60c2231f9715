-- The rows of the file, once orders, customers and order lines are made of them: the largest table of an import.

drop view staging.judged;
drop table staging.copies;
drop table staging.lines;
