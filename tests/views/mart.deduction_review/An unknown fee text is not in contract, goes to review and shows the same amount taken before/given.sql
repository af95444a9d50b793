select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.2', 'information', 'fixed', 600, per => 'year');
select pg_temp.means('网络信息费', 'information');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -600), pg_temp.stated('B', '2026-05-16', '2026-05-31', -600);
select pg_temp.deducted('A', 1, '网络信息费', -600.00, invoice => 'F1');
select pg_temp.deducted('B', 1, '系统服务费', -600.00, invoice => 'F2');
