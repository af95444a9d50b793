select pg_temp.trade();
-- New products that nobody opened in time: each region's opener answers for their stores, rep1 for 9 (90 → at least 100), rep2 for 10 (100
-- exactly), rep3 for 100 (1,000 exactly), rep4 for 101 (at most 1,000).
delete from core.store;
update core.product set assortment = 'other';
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select case when n <= 9 or n between 20 and 119 then 'C' else 'G' end, 'N' || n, '2026-01-01', 'N' || n,
    case when n <= 9 then 'R1' when n <= 19 then 'R2' when n <= 119 then 'R3' else 'R4' end, '上海', 'direct', '-infinity', '-infinity'
    from generate_series(1, 220) as n;
insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
select 'rep' || n, 'item_opener', 'R' || n, '2026-01-01', '-infinity', '-infinity' from generate_series(1, 4) as n;
-- ann, the analyst of R1, handed in April's ranking two days late: its regional KA manager bears it. bob is one himself; eve's region has
-- none.
select pg_temp.answers('ann', 'analyst', region => 'R1'), pg_temp.answers('ka1', 'region_manager', region => 'R1'),
    pg_temp.answers('bob', 'region_manager', region => 'R2'), pg_temp.answers('eve', 'analyst', region => 'R3');
update core.product set launched_on = '2026-04-01' where product_id = 'P';
insert into core.submission (kind, month, person_id, submitted_on, arrived_at, recorded_at)
values ('sku_ranking', '2026-04-01', 'ann', '2026-04-07', '-infinity', '-infinity'),
    ('sku_ranking', '2026-05-01', 'ann', '2026-05-05', '-infinity', '-infinity'),
    ('budget', '2026-05-01', 'ann', '2026-05-20', '-infinity', '-infinity'),
    ('sku_ranking', '2026-05-01', 'bob', '2026-05-06', '-infinity', '-infinity'),
    ('sku_ranking', '2026-05-01', 'eve', '2026-05-08', '-infinity', '-infinity');
-- Both chains are known since before the clock ran out.
select pg_temp.delivered('R1', '', 'Q', 1, on_day => date '2026-04-02', store => 'N1'),
    pg_temp.delivered('R2', '', 'Q', 1, on_day => date '2026-04-02', store => 'N10', chain => 'G');
