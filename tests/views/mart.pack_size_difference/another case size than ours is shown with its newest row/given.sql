select pg_temp.trade();
-- Ours is 12. The orders of P count 10 twice, its delivery 12; Q agrees.
select pg_temp.ordered('A1', 'P', 20), pg_temp.ordered('A2', 'P', 20, '2026-05-08'), pg_temp.ordered('A1', 'Q', 24),
    pg_temp.delivered('N1', 'A1', 'P', 24);
update core.order_line set pack_size = case product_id when 'P' then 10 else 12 end;
update core.delivery_line set pack_size = 12;
insert into core.used_pack_size
select distinct chain_id, 'order', product_id, pack_size from core.order_line
union
select distinct chain_id, 'delivery', product_id, pack_size from core.delivery_line;
