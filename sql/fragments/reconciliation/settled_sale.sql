-- Which goods sold on consignment each line of their account's statements settles: the account, store and item decide, not a note. One
-- row for each, with its part of the amount, or one without goods.
-- Relations that the query around it provides: line, dated.
-- Included by: fragments/reconciliation/settlement.sql
with
-- What was sold of each item in each store, oldest first.
sold as (
    select array[chain_id, account_id, store_id, product_id] as item_key,
        array_agg(delivery_id order by received_on, delivery_number) as ids,
        array_agg(received_on order by received_on, delivery_number) as days,
        array_agg(received_quantity order by received_on, delivery_number) as quantities
    from dated
    where kind = 'sold'
    group by chain_id, account_id, store_id, product_id
),
-- Lines of such statements; in a statement what customers brought back comes before what was sold.
placed as (
    select l.*, case when quantity < 0 then line_number - 1000000 else line_number end as place
    from line l
    where is_consigned
),
-- In their order.
stated as (
    select array[chain_id, account_id, store_id, product_id] as item_key, array_agg(line_id order by statement_key, place) as ids,
        array_agg(holds_after order by statement_key, place) as after_days,
        array_agg(holds_to order by statement_key, place) as to_days,
        array_agg(quantity order by statement_key, place) as quantities
    from placed
    group by chain_id, account_id, store_id, product_id
),
-- What each settles.
shared as (
    select stated.ids[s.line_place] as line_id, sold.ids[s.sold_place] as delivery_id, s.share, s.sold_place
    from stated
    join sold using (item_key)
    cross join lateral mart.settle_sold(sold.days, sold.quantities, stated.after_days, stated.to_days, stated.quantities) s
),
-- Beside its line, its part of the amount rounded.
parted as (
    select l.*, s.delivery_id, coalesce(s.share, l.quantity) as share,
        case when l.quantity = 0 or s.share is null then l.amount else round(l.amount * s.share / l.quantity, 2) end as rounded,
        row_number() over (partition by line_id order by s.sold_place desc) = 1 as is_last
    from placed l
    left join shared s using (line_id)
)
-- The newest part takes the remainder.
select p.*, case when is_last then amount - sum(case when is_last then 0 else rounded end) over (partition by line_id) else rounded end
    as share_amount
from parted p
