select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.2', 'information', 'fixed', 600, per => 'year');
select pg_temp.means('网络信息费', 'information'), pg_temp.means('信息服务费', 'information');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -600), pg_temp.stated('B', '2026-05-16', '2026-05-31', -600);
select pg_temp.deducted('A', 1, '网络信息费', -600.00, invoice => 'F1');
-- Full-width letters and inner spaces do not make it another text.
select pg_temp.deducted('B', 4, '信息 服务费', -600.00, invoice => 'F2');
