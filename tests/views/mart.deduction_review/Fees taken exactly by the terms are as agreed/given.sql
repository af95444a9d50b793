-- Goods less returns of the statement: 1,090.00 − 109.00 = 981.00; 2.5 % of it is 24.525, rounded away from zero.
select pg_temp.trade(), pg_temp.contract('K26');
select pg_temp.term('K26', '3.1', 'logistics', 'percentage', 2.5), pg_temp.term('K26', '3.2', 'information', 'fixed', 200),
    pg_temp.term('K26', '3.3', 'festival', 'fixed', 600, per => 'year', times => 2);
select pg_temp.means('物流配送费', 'logistics'), pg_temp.means('网络信息费', 'information'), pg_temp.means('节庆费', 'festival');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', 156.47);
select pg_temp.settled('A', 1, 'P', 100, 10, 1090.00, rate => 0.09);
select pg_temp.settled('A', 2, 'P', -10, 10, -109.00, rate => 0.09, kind => 'return');
select pg_temp.deducted('A', 3, '物流配送费', -24.53, invoice => 'F1');
select pg_temp.deducted('A', 4, '网络信息费', -200.00, mode => 'on_invoice');
select pg_temp.deducted('A', 5, '节庆费', -600.00, invoice => 'F2');
