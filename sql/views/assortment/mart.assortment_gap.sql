-- One row: one product of the mandatory assortment (35 + X, M6.1.1) that one open store does not carry.
-- Read by: exposures, the close digest. Left out: new products while their 20-working-day clock still runs (mart.new_product_clock), and
-- chains of which the window is not known: nothing is missing in a time of which nothing is known.
-- Depends on: mart.item_on_sale
create view mart.assortment_gap as
with on_sale as (
    -- Carried: delivered within the window that also counts for distribution.
    select chain_id, store_id, product_id from mart.item_on_sale
), known_chain as (
    -- Known: something came within the window, and something was ordered or came on its first day or before.
    select chain.chain_id
    from core.chain as chain
    cross join lateral (select core.as_of() - (select core.rule_value('figures.on_sale_days'))::integer + 1 as first_day) as of_window
    where chain.chain_id in (select chain_id from on_sale) and (exists (
        select from core.order_line as line
        where line.chain_id = chain.chain_id and line.ordered_on <= of_window.first_day
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)) or exists (
        select from core.delivery_line as line
        where line.chain_id = chain.chain_id and line.received_on <= of_window.first_day
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)))
), mandatory as (
    -- The clock's last day: before it a new product is not missing yet; launches older than the calendar are long over.
    select product.product_id, product.assortment, clock.day as opened_by
    from core.product as product
    left join core.calendar_day as launch on launch.day = product.launched_on
    left join core.calendar_day as clock on clock.is_working_day
        and clock.working_number = launch.working_number + (select core.rule_value('new_product.working_days'))::integer
    where core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
        and core.as_of() between product.valid_from and product.valid_to
), wanted as (
    -- What each open store must carry: the mandatory products, and those of its region.
    select store.chain_id, store.store_id, store.region, store.city, store.dealer, mandatory.product_id,
        case when mandatory.assortment = 'region' or addition.product_id is not null then 'region'
            else mandatory.assortment end as assortment
    from core.store as store
    join known_chain using (chain_id)
    cross join mandatory
    left join core.regional_assortment as addition on addition.region = store.region and addition.product_id = mandatory.product_id
        and core.as_of() between addition.valid_from and addition.valid_to and core.is_known(addition.arrived_at, addition.recorded_at,
            addition.superseded_at, addition.superseded_recorded_at)
    where core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
        and core.as_of() between store.valid_from and store.valid_to
      and (mandatory.assortment in ('core', 'children', 'new') or addition.product_id is not null)
      and coalesce(mandatory.opened_by, '-infinity') < core.as_of()
)
select wanted.chain_id, wanted.store_id, wanted.product_id, wanted.assortment, wanted.region, wanted.city, wanted.dealer, 'M6.1.1' as clause
from wanted
-- One key of a whole row, so that the planner hashes.
left join on_sale on array[on_sale.chain_id, on_sale.store_id, on_sale.product_id]
    = array[wanted.chain_id, wanted.store_id, wanted.product_id]
where on_sale.product_id is null;

comment on view mart.assortment_gap is
    'One row: one product of the mandatory assortment that one open store does not carry on the as-of date';
comment on column mart.assortment_gap.chain_id is 'Chain';
comment on column mart.assortment_gap.store_id is 'Store, within the chain';
comment on column mart.assortment_gap.product_id is 'Our product';
comment on column mart.assortment_gap.assortment is 'core (15), children (6), new (14), or region (what the region adds)';
comment on column mart.assortment_gap.region is 'Our sales region';
comment on column mart.assortment_gap.city is 'City';
comment on column mart.assortment_gap.dealer is 'Dealer that supplies the store; null for direct supply';
comment on column mart.assortment_gap.clause is 'Clause of the operating manual';
