select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '1', 'poster', 'fixed', 300, per => 'year'),
    pg_temp.term('K26', '2', 'information', 'fixed', 200, mode => 'on_invoice');
select pg_temp.means('海报费', 'poster'), pg_temp.means('网络信息费', 'information');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -500);
select pg_temp.deducted('A', 1, '海报费', -300.00), pg_temp.deducted('A', 2, '网络信息费', -200.00, mode => 'on_invoice');
