select pg_temp.trade();
update core.chain_item set listed_on = '2026-05-31' where product_id = 'P';
update core.chain_item set delisted_on = '2026-05-31' where product_id = 'Q';
delete from core.store where chain_id = 'G';
select pg_temp.delivered('D1', '', 'P', 1, on_day => '2026-05-20'), pg_temp.delivered('D2', '', 'Q', 1, on_day => '2026-05-20'),
    pg_temp.delivered('D3', '', 'P', 1, on_day => '2026-05-20', store => 'S2');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S2', 'P', '2026-05-31', 'locked', '2026-05-31', '2026-05-31');
