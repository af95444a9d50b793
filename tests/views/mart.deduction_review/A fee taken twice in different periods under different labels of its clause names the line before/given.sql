select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '5.2', 'poster_fee', 'fixed', 300, per => 'year');
-- The contract's own clause knows all three names; no table of texts is needed. Three statements of three months.
update core.contract_term set labels = '海报费|DM费|宣传品费';
select pg_temp.stated('A', '2026-03-01', '2026-03-31', -300), pg_temp.stated('B', '2026-04-01', '2026-04-30', -300),
    pg_temp.stated('D', '2026-05-01', '2026-05-31', -300);
select pg_temp.deducted('A', 1, '海报费', -300, invoice => 'F1'), pg_temp.deducted('B', 1, 'ＤＭ费', -300, invoice => 'F2'),
    pg_temp.deducted('D', 7, '宣传品 费', -300, invoice => 'F3');
