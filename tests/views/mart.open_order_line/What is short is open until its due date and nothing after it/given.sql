select pg_temp.trade();
-- Wanted on Friday the 29th and due on Monday with a day of grace, which the account has by default or not: see due_on.
select pg_temp.ordered('SHORT', 'P', 24, date '2026-05-30', requested => '2026-06-01');
select pg_temp.delivered('DS', 'SHORT', 'P', 10, on_day => date '2026-05-31');
select pg_temp.ordered('WHOLE', 'P', 24, date '2026-05-30', requested => '2026-06-01');
select pg_temp.delivered('DW', 'WHOLE', 'P', 24, on_day => date '2026-05-31');
select pg_temp.ordered('GONE', 'P', 24, date '2026-05-30', requested => '2026-06-01', cancelled => true);
select pg_temp.ordered('PAST', 'P', 24, date '2026-05-11', requested => '2026-05-13');
select pg_temp.ordered('OLD', 'P', 24, date '2026-04-20', requested => '2026-06-02');
