-- One row: what one store sold of one item on consignment in one period of its account at one price, in the shape of a delivery line, so
-- that the settlement treats it as one (docs/money.md#consignment). A period ends with that of a statement, less cut-off days; where
-- our price changes within it, a new row begins. What a statement lists and no till sold is a row of 0 units.
-- Its number is SOLD- and the day on which the period, or the price, began.
-- Read by: the settlement. Left out: stores whose sales several accounts on consignment could claim (checks/consignment_unclear.sql).
-- Depends on: mart.consigned_account
create view mart.sold_line as
with
-- Accounts on consignment with their terms.
account as materialized (
    select consigned.*, account.settlement_unit, coalesce(account.cutoff_days, 0) as cutoff_days
    from mart.consigned_account consigned
    join core.settlement_account account using (chain_id, account_id)
    where core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
),
-- Stores from day to day, of these chains.
store as (
    select chain_id, store_id, region, warehouse, valid_from,
        least(valid_to, lead(valid_from) over (partition by chain_id, store_id order by valid_from) - 1) as valid_to
    from core.store
    where chain_id in (select chain_id from account) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- The account that a store's sales belong to; of several that could be, none.
place as (
    select account.chain_id, account.account_id, store.store_id, account.valid_from as consigned_from,
        greatest(account.valid_from, store.valid_from) as from_day, least(account.valid_to, store.valid_to) as to_day
    from account
    join store on store.chain_id = account.chain_id
        and account.settlement_unit in ('', store.region, store.warehouse, store.store_id)
    where not exists (
        select from account other
        where other.chain_id = account.chain_id and other.account_id <> account.account_id
            and other.settlement_unit in ('', store.region, store.warehouse, store.store_id)
            and other.valid_from <= account.valid_to and other.valid_to >= account.valid_from)
),
-- Ends of the statements' periods.
ended as (
    select distinct head.chain_id, head.account_id, head.period_to - account.cutoff_days as to_day
    from core.statement head
    join account on account.chain_id = head.chain_id and account.account_id = head.account_id
    where core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
),
-- The periods, with the one that no statement has ended yet.
period as (
    select chain_id, account_id, to_day, lag(to_day, 1, '-infinity') over (partition by chain_id, account_id order by to_day) as after_day
    from (select * from ended union select distinct chain_id, account_id, date 'infinity' from account) as day
),
-- Days from which the contract could say another price.
cut as (
    select chain_id, product_id, day as from_day,
        lead(day, 1, 'infinity') over (partition by chain_id, product_id order by day) as before_day
    from (
        select price.chain_id, product_id, unnest(array['-infinity', price.valid_from, price.valid_to + 1]) as day
        from core.price price
        where chain_id in (select chain_id from account) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        union
        select chain_id, product_id, unnest(array['-infinity', purchase_from, purchase_to + 1])
        from core.promotion
        where chain_id in (select chain_id from account) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        union
        select account.chain_id, product_id, unnest(array['-infinity', product.valid_from])
        from account
        cross join core.product product
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)) as said
),
-- What the tills sold, returns of customers taken off by the tills themselves, and what statements list.
movement as (
    select chain_id, store_id, product_id, sold_on, quantity, load_id, row_number
    from core.sale
    where chain_id in (select chain_id from account) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    union all
    select distinct line.chain_id, line.store_id, line.product_id, head.period_to - account.cutoff_days, 0, null::bigint, null::integer
    from core.statement_line line
    join core.statement head using (chain_id, statement_number)
    join account on account.chain_id = head.chain_id and account.account_id = head.account_id
    where line.kind <> 'deduction' and line.delivery_number = '' and line.order_number = '' and line.store_id <> ''
        and line.product_id is not null
        and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
        and core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
)
select movement.chain_id,
    'SOLD-' || to_char(greatest(place.consigned_from, period.after_day + 1, cut.from_day), 'YYYYMMDD') collate "C" as delivery_number,
    movement.store_id, '' collate "C" as order_number, movement.product_id, false as is_free, 'sold' collate "C" as kind, place.account_id,
    max(movement.sold_on) as received_on, sum(movement.quantity)::numeric(14, 3) as received_quantity,
    (array_agg(load_id order by load_id is null, sold_on desc, load_id desc))[1] as load_id,
    (array_agg(row_number order by load_id is null, sold_on desc, load_id desc))[1] as row_number
from movement
join place on place.chain_id = movement.chain_id and place.store_id = movement.store_id
    and movement.sold_on between place.from_day and place.to_day
join period on period.chain_id = place.chain_id and period.account_id = place.account_id
    and movement.sold_on > period.after_day and movement.sold_on <= period.to_day
join cut on cut.chain_id = movement.chain_id and cut.product_id = movement.product_id
    and movement.sold_on >= cut.from_day and movement.sold_on < cut.before_day
group by movement.chain_id, movement.store_id, movement.product_id, place.account_id, place.consigned_from, period.after_day, period.to_day,
    cut.from_day;

comment on view mart.sold_line is
    'One row: what one store sold of one item on consignment in one period of its account at one price, in the shape of a delivery line';
comment on column mart.sold_line.chain_id is 'Chain';
comment on column mart.sold_line.delivery_number is 'SOLD- and the day on which the period, or the price within it, began';
comment on column mart.sold_line.store_id is 'Store whose till sold';
comment on column mart.sold_line.order_number is 'Empty: no order stands behind a sale';
comment on column mart.sold_line.product_id is 'Our product';
comment on column mart.sold_line.is_free is 'False: tills do not tell free goods';
comment on column mart.sold_line.kind is 'sold';
comment on column mart.sold_line.account_id is 'Settlement account on consignment';
comment on column mart.sold_line.received_on is 'Last day sold; on it the price is asked';
comment on column mart.sold_line.received_quantity is 'Sales units sold, customers'' returns taken off';
comment on column mart.sold_line.load_id is 'Load of the last sale; empty where only the statement lists the item';
comment on column mart.sold_line.row_number is 'Row of the last sale in its file';
