select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 20, '2026-05-04'), pg_temp.delivered('D1', 'O1', 'P', 20);
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.proposed_term as select * from mart.proposed_term('C', 2026, 2, 60);
