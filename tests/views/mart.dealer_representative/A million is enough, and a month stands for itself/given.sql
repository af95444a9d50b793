select pg_temp.trade();
delete from core.store where chain_id = 'G' or store_id = 'S2';
update core.store set dealer = '申达'; update core.product set vat_rate = 0;
select pg_temp.answers('rep1', 'representative', 'C', 'S1');
select pg_temp.delivered('D0', '', 'P', 10, on_day => '2026-04-07'), pg_temp.delivered('D1', '', 'P', 100000, on_day => '2026-05-07');
