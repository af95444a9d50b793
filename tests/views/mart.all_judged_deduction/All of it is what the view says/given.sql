-- Nothing is known by which A could be judged when it closes; K26 is signed after that, and lets it take 40 of the 60.
select pg_temp.trade(), pg_temp.contract('K26'), pg_temp.term('K26', '3.2', 'information', 'fixed', 40),
    pg_temp.means('信息费', 'information');
update core.contract set signed_on = '2026-05-20' where contract_id = 'K26';
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 940), pg_temp.deducted('A', 1, '信息费', -60.00, invoice => 'F1');
create view mart.all_judged_deduction as
select * from mart.all_judged_deduction();
