select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10), pg_temp.delivered('N1', 'A1', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 0);
insert into core.kept_break_sum values ('C', 'T1', 108.99, 108.99);
