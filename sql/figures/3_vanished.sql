-- Items whose last order may be another now; was_kept: something of theirs was kept for a touched document before.
create temp table touched_ordered on commit drop as
    select kept.chain_id, kept.store_id, kept.product_id, true as was_kept
    from touched_order join core.kept_fulfilment as kept using (chain_id, order_number)
    union
    select chain_id, store_id, product_id, false from fresh_fulfilment;

-- Kept rows of touched documents that are no more.
delete from core.kept_fulfilment as kept
using touched_order
where kept.chain_id = touched_order.chain_id and kept.order_number = touched_order.order_number
  and not exists (select from fresh_fulfilment as fresh
    where (fresh.chain_id, fresh.order_number, fresh.store_id, fresh.product_id, fresh.is_free)
        = (kept.chain_id, kept.order_number, kept.store_id, kept.product_id, kept.is_free));

-- A supply line that goes or moves to another day, place or month leaves sums behind that are to be made again.
create temp table touched_supply on commit drop as
    select kept.chain_id, kept.store_id, kept.product_id, kept.month, coalesce(kept.region, '') as region, true as was_kept
    from touched_note join core.kept_supply_line as kept using (chain_id, delivery_number)
    union
    select chain_id, store_id, product_id, month, coalesce(region, ''), false from fresh_supply;

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
