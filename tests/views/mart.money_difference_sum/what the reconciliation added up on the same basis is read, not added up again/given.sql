select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10), pg_temp.delivered('N1', 'A1', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 0);
-- Added up, it would be 109.00: the amount tells where the row comes from.
insert into core.kept_state values ('C', '2026-05-10 08:00+08', '2026-05-10 08:00+08'), ('G', '2026-05-12 08:00+08', '2026-05-12 08:00+08');
insert into core.kept_break_sum values ('C', 'T1', 108.99, 108.99);
insert into core.kept_break_state (basis) select mart.break_basis();
