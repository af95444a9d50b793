select pg_temp.trade(), pg_temp.clock('2026-05-30', '2026-06-30 23:59:59+08');
-- April, VAT included: S1 130,800.00 supports three and has three; S2 87,200.00 supports two and has nobody; G's S1 supports two and has
-- two, its S2 one and has two.
insert into core.store_staff (chain_id, store_id, valid_from, promoters, arrived_at, recorded_at)
values ('C', 'S1', '2026-01-01', 3, '-infinity', '-infinity'), ('G', 'S1', '2026-01-01', 2, '-infinity', '-infinity'),
    ('G', 'S2', '2026-01-01', 2, '-infinity', '-infinity');
select pg_temp.delivered('D1', '', 'P', 12000, on_day => '2026-04-07'),
    pg_temp.delivered('D2', '', 'P', 8000, on_day => '2026-04-07', store => 'S2');
select pg_temp.delivered('D3', '', 'P', 8000, on_day => '2026-04-07', chain => 'G'),
    pg_temp.delivered('D4', '', 'P', 4000, on_day => '2026-04-07', store => 'S2', chain => 'G');
