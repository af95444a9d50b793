select pg_temp.trade();
-- Half a cent in the price and half a per cent in the ratio are allowed. P costs 10, in the promotion's window 8.50; Q costs 2.26.
update core.price set unit_price = 2.26 where product_id = 'Q';
insert into core.promotion (chain_id, promotion_id, product_id, purchase_from, purchase_to, retail_from, retail_to, supply_price,
    arrived_at, recorded_at) values
    ('C', 'M1', 'P', '2026-05-10', '2026-05-20', '2026-05-12', '2026-05-18', 8.5, '-infinity', '-infinity'),
    -- Its price is recognised for sixty days, until 21 May.
    ('C', 'M2', 'Q', '2026-03-10', '2026-03-22', '2026-03-12', '2026-03-22', 1.5, '-infinity', '-infinity');
select pg_temp.ordered('01', 'P', 10, '2026-05-20', printed => 10.005), pg_temp.ordered('02', 'P', 10, '2026-05-20', printed => 10.0051),
    pg_temp.ordered('03', 'P', 10, '2026-05-21', printed => 8.505), pg_temp.ordered('04', 'P', 10, '2026-05-21', printed => 8.5051),
    pg_temp.ordered('05', 'P', 10, '2026-05-31', printed => 9), pg_temp.ordered('06', 'P', 10, '2026-05-25', printed => 10.005),
    -- 10 × 1.09 × 1.005, 2.26 ÷ 1.13 × 1.005, 10 × 12 × 1.005.
    pg_temp.ordered('07', 'P', 10, '2026-05-25', printed => 10.9545), pg_temp.ordered('08', 'P', 10, '2026-05-25', printed => 10.9546),
    pg_temp.ordered('09', 'Q', 10, '2026-05-25', printed => 2.01), pg_temp.ordered('10', 'Q', 10, '2026-05-25', printed => 2.0101),
    pg_temp.ordered('11', 'P', 10, '2026-05-25', printed => 120.6), pg_temp.ordered('12', 'P', 10, '2026-05-25', printed => 120.6001),
    pg_temp.ordered('13', 'Q', 10, '2026-05-21', printed => 1.5), pg_temp.ordered('14', 'Q', 10, '2026-05-22', printed => 1.5);
