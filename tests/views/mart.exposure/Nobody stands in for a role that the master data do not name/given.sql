select pg_temp.trade();
-- Only the representative of S1 is named: the managers' halves and the locks fall on nobody, not on another person.
select pg_temp.answers('rep1', 'representative', 'C', 'S1');
delete from core.store where chain_id = 'G' or store_id = 'S2';
update core.product set assortment = 'core' where product_id = 'Q';
select pg_temp.delivered('D1', '', 'P', 1, on_day => date '2026-05-02'), pg_temp.delivered('D2', '', 'P', 1, on_day => date '2026-05-28');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
values ('C', 'S1', 'P', '2026-05-29', 'locked', '-infinity', '-infinity');
