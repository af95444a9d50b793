select pg_temp.trade();
update core.chain_item set pack_size = 6 where chain_id = 'C' and product_id = 'P';
select pg_temp.ordered('A1', 'P', 12), pg_temp.ordered('A1', 'Q', 24);
update core.order_line set pack_size = case product_id when 'P' then 6 else 12 end;
insert into core.used_pack_size
select distinct chain_id, 'order', product_id, pack_size from core.order_line
union
select distinct chain_id, 'delivery', product_id, pack_size from core.delivery_line;
