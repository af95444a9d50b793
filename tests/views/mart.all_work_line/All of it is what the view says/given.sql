select pg_temp.trade();
update core.settlement_account set grace_days = 2 where chain_id = 'C';
select pg_temp.ordered('N1', 'P', 24, date '2026-05-27', requested => '2026-05-29');
select pg_temp.delivered('DN1', 'N1', 'P', 12, on_day => date '2026-05-29');
select pg_temp.ordered('N1', 'P', 6, date '2026-05-27', requested => '2026-05-29', free => true);
select pg_temp.ordered('N2', 'P', 24, date '2026-05-30', requested => '2026-06-01');
select pg_temp.ordered('N3', 'P', 24, date '2026-05-30', requested => '2026-06-02');
select pg_temp.ordered('N4', 'P', 24, date '2026-05-30', requested => '2026-06-03');
create view mart.all_work_line as
select * from mart.all_work_line();
