select pg_temp.trade();
update core.product set unit_barcode = product_id || 'U', case_barcode = case product_id when 'P' then 'PC' end;
update core.store set area_m2 = 6000, checkouts = case store_id when 'S1' then 30 end;
delete from core.chain_item where chain_id = 'G' and product_id = 'Q';
delete from core.price where chain_id = 'G' and product_id = 'P';
insert into core.person (person_id, name, email, arrived_at, recorded_at)
select id, id, id || '@example.com', '-infinity', '-infinity' from unnest(array['rep', 'boss', 'super', 'data']) id;
select pg_temp.answers('rep', 'representative', 'C', 'S1'), pg_temp.answers('rep', 'representative', 'C', 'S2'),
    pg_temp.answers('rep', 'representative', 'G', 'S1'), pg_temp.answers('boss', 'region_manager', region => '华东'),
    pg_temp.answers('super', 'supervisor', 'G'), pg_temp.answers('data', 'analyst');
select pg_temp.ordered('A', 'P', 12, date '2026-05-03', store => 'S2');
select pg_temp.delivered('DA', 'A', 'P', 12, on_day => date '2026-05-20', store => 'S2');
select pg_temp.ordered('B', 'Q', 30, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DB', 'B', 'Q', 30, on_day => date '2026-05-20', store => 'S1');
