-- What is touched. reread: something of it had been kept for a touched document before, so what is kept of it is made again from its
-- lines; what only grew takes the fresh lines in addition. Noted before kept rows go: they leave sums behind.
create temp table touched_item on commit drop as
    select chain_id, store_id, product_id, bool_or(reread) as reread, min(received_on) as first_received_on,
        max(received_on) as last_received_on,
        max(ordered_on) as last_ordered_on
    from (
        select kept.chain_id, kept.store_id, kept.product_id, true as reread, null::date as received_on, null::date as ordered_on
        from touched_order join core.kept_fulfilment as kept using (chain_id, order_number)
        union all
        select kept.chain_id, kept.store_id, kept.product_id, true, null, null
        from touched_note join core.kept_supply_line as kept using (chain_id, delivery_number)
        union all
        select chain_id, store_id, product_id, false, null, case when not is_free and ordered_quantity > 0 then ordered_on end
            from fresh_fulfilment
        union all
        select chain_id, store_id, product_id, false, case when not is_return and received_quantity > 0 then received_on end, null
            from fresh_supply) as touched
    group by chain_id, store_id, product_id;

create temp table touched_month on commit drop as
    select chain_id, store_id, coalesce(region, '') as region, product_id, month, bool_or(reread) as reread
    from (
        select kept.chain_id, kept.store_id, kept.region, kept.product_id, kept.month, true as reread
        from touched_note join core.kept_supply_line as kept using (chain_id, delivery_number)
        union all
        select chain_id, store_id, region, product_id, month, false from fresh_supply) as touched
    group by chain_id, store_id, coalesce(region, ''), product_id, month;

-- Kept rows of touched documents that are no more.
delete from core.kept_fulfilment as kept
using touched_order
where kept.chain_id = touched_order.chain_id and kept.order_number = touched_order.order_number
  and not exists (select from fresh_fulfilment as fresh
    where (fresh.chain_id, fresh.order_number, fresh.store_id, fresh.product_id, fresh.is_free)
        = (kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.is_free));

delete from core.kept_supply_line as kept
using touched_note
where kept.chain_id = touched_note.chain_id and kept.delivery_number = touched_note.delivery_number
  and not exists (select from fresh_supply as fresh
    where (fresh.chain_id, fresh.delivery_number, fresh.store_id, fresh.order_number, fresh.product_id, fresh.is_free)
        = (kept.chain_id, kept.delivery_number, kept.store_id, kept.order_number, kept.product_id, kept.is_free));

delete from core.kept_price_finding as kept
using touched_order
where kept.chain_id = touched_order.chain_id and kept.order_number = touched_order.order_number
  and not exists (select from fresh_finding as fresh
    where (fresh.chain_id, fresh.order_number, fresh.store_id, fresh.product_id, fresh.rule, fresh.statement_number, fresh.line_number)
        = (kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.rule, kept.statement_number, kept.line_number));

delete from core.kept_service_difference as kept
using touched_order
where kept.chain_id = touched_order.chain_id and kept.order_number = touched_order.order_number
  and kept.kind not in ('rejected', 'unordered_delivery')
  and not exists (select from fresh_difference as fresh
    where (fresh.chain_id, fresh.order_number, fresh.store_id, fresh.product_id, fresh.is_free, fresh.kind, fresh.delivery_number)
        = (kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.is_free, kept.kind, kept.delivery_number));

delete from core.kept_service_difference as kept
using touched_note
where kept.chain_id = touched_note.chain_id and kept.delivery_number = touched_note.delivery_number
  and kept.kind in ('rejected', 'unordered_delivery')
  and not exists (select from fresh_difference as fresh
    where (fresh.chain_id, fresh.order_number, fresh.store_id, fresh.product_id, fresh.is_free, fresh.kind, fresh.delivery_number)
        = (kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.is_free, kept.kind, kept.delivery_number));
