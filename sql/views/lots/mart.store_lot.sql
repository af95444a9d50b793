-- One row: one lot of one of our products in one store: what was received of it, how much is left, and until when it keeps (recall).
-- What is left is what the store counted of the lot where a feed says so on the item's newest evening; else, of the item's newest stock,
-- what came last is taken to lie there still (first in, first out).
-- Read by: the console. Left out: what came after the as-of date, returns, feeds that name no lot.
-- Depends on: mart.stale_from
create view mart.store_lot as
with received as (
    -- What each note brought, together.
    select chain_id, store_id, product_id, lot, max(produced_on) as produced_on, sum(quantity) as received_quantity,
        min(received_on) as first_received_on, max(received_on) as last_received_on, max(load_id) as load_id,
        (array_agg(row_number order by load_id desc, row_number))[1] as row_number
    from core.delivery_lot
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and received_on <= core.as_of()
    group by chain_id, store_id, product_id, lot
), counted as (
    -- The lots of an item's newest evening: one that is not among them is gone.
    select chain_id, store_id, product_id, lot, produced_on, quantity, stock_on, load_id, row_number
    from (
        select *, max(stock_on) over (partition by chain_id, store_id, product_id) as newest_on from core.stock_lot
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and stock_on <= core.as_of()) as line
    where stock_on = newest_on
), evening as (
    -- Of each item with lots, the evening of that count.
    select chain_id, store_id, product_id, max(stock_on) as counted_on from counted group by chain_id, store_id, product_id
), stock as (
    -- The newest stock of each item, whatever the lot.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, quantity, stock_on
    from core.stock
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and stock_on <= core.as_of()
        and (chain_id, store_id, product_id) in (select chain_id, store_id, product_id from received)
    order by chain_id, store_id, product_id, stock_on desc
), lot as (
    -- Lots received or counted, with what came after each.
    select chain_id, store_id, product_id, lot, coalesce(received.produced_on, counted.produced_on) as produced_on,
        received.received_quantity, received.first_received_on, received.last_received_on, counted.quantity as counted_quantity,
        coalesce(sum(received.received_quantity) over (
            partition by chain_id, store_id, product_id order by received.last_received_on desc, lot desc
            rows between unbounded preceding and 1 preceding), 0) as later_quantity,
        coalesce(received.load_id, counted.load_id) as load_id, coalesce(received.row_number, counted.row_number) as row_number
    from received full join counted using (chain_id, store_id, product_id, lot)
), judged as (
    -- What is left of it.
    select lot.*, coalesce(evening.counted_on, stock.stock_on) as left_on,
        case when evening.counted_on is not null then 'counted' when stock.stock_on is not null then 'estimated' else 'unknown' end
            as left_source,
        case when evening.counted_on is not null then coalesce(lot.counted_quantity, 0)
            when stock.stock_on is not null then least(lot.received_quantity, greatest(stock.quantity - lot.later_quantity, 0)) end
            as left_quantity,
        lot.produced_on + product.shelf_life_days as expires_on,
        mart.stale_from(lot.produced_on, product.shelf_life_days) as stale_from
    from lot
    left join evening using (chain_id, store_id, product_id)
    left join stock using (chain_id, store_id, product_id)
    left join core.product as product on product.product_id = lot.product_id
        and core.as_of() between product.valid_from and product.valid_to
        and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
)
select chain_id, store_id, product_id, lot, produced_on, received_quantity, first_received_on, last_received_on, left_quantity,
    left_source, left_on, expires_on, expires_on - core.as_of() as remaining_days,
    case when expires_on < core.as_of() then 'expired' when stale_from <= core.as_of() then 'stale'
        when expires_on is not null then 'fresh' end as state,
    load_id, row_number
from judged;

comment on view mart.store_lot is 'One row: one lot of one product in one store: received, left, and until when it keeps';
comment on column mart.store_lot.chain_id is 'Chain';
comment on column mart.store_lot.store_id is 'Store, within the chain';
comment on column mart.store_lot.product_id is 'Our product';
comment on column mart.store_lot.lot is 'The lot; its production date as YYYYMMDD where the feed names no lot';
comment on column mart.store_lot.produced_on is 'Production date; null where no feed says so';
comment on column mart.store_lot.received_quantity is 'Sales units received; null where it was only counted';
comment on column mart.store_lot.first_received_on is 'Day of the first delivery';
comment on column mart.store_lot.last_received_on is 'Day of the last';
comment on column mart.store_lot.left_quantity is 'Sales units left; null where no feed gives stock';
comment on column mart.store_lot.left_source is 'counted (of the lot), estimated (the item''s stock, first in, first out) or unknown';
comment on column mart.store_lot.left_on is 'Evening of that stock';
comment on column mart.store_lot.expires_on is 'Its last day; null where production date or shelf life is not known';
comment on column mart.store_lot.remaining_days is 'Days left on the as-of date; negative: expired so long ago';
comment on column mart.store_lot.state is 'fresh, stale (too little of its life left), expired; null where it is not known';
comment on column mart.store_lot.load_id is 'Load that brought it';
comment on column mart.store_lot.row_number is 'Its row in the file';
