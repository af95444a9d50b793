select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '1', 'poster_fee', 'fixed', 300, per => 'year'),
    pg_temp.term('K26', '2', 'stack_fee', 'fixed', 300, per => 'year');
update core.contract_term set labels = '海报费|DM费' where term_id = '1';
select pg_temp.means('DM费', 'stack_fee');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -900);
select pg_temp.deducted('A', 1, 'ＤＭ费', -300.00, invoice => 'F1'), pg_temp.deducted('A', 2, '海报费', -300.00, invoice => 'F1');
