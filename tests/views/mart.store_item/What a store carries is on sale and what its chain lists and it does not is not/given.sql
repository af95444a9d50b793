select pg_temp.trade();
delete from core.chain_item where chain_id = 'G';
select pg_temp.ordered('A', 'P', 12, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DA', 'A', 'P', 12, on_day => date '2026-05-20', store => 'S1');

insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S2', 'Q', '2026-05-20', 'locked', '-infinity', '-infinity');
