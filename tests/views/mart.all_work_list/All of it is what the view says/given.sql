select pg_temp.trade();
update core.settlement_account set grace_days = 2 where chain_id = 'C';
select pg_temp.ordered('N1', 'P', 24, date '2026-05-27', requested => '2026-05-29');
select pg_temp.delivered('DN1', 'N1', 'P', 12, on_day => date '2026-05-29');
select pg_temp.ordered('N1', 'P', 6, date '2026-05-27', requested => '2026-05-29', free => true);
update core.order_line set origin = 'manual' where is_free;
create view mart.all_work_list as
select * from mart.all_work_list();
