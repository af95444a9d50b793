-- One row: one dealer in one month with its volume and the representatives who serve its stores (M3). Read by: managers.
-- Left out: directly supplied stores, and months without a line that has a price. What a representative has to reach is asked of all of
-- their dealers together (mart.staffing_signal), never of one.
-- Depends on: mart.outlet_month, mart.store_representative
create view mart.dealer_volume as
with store as materialized (
    -- Stores that a dealer serves.
    select chain_id, store_id, dealer, representative_id from mart.store_representative where dealer is not null
), staff as (
    -- Whoever serves its stores, also those that got nothing in the month.
    select dealer, count(*) as store_count, count(distinct representative_id) as representative_count from store group by dealer
), dealt as (
    -- What they were supplied with, by month.
    select store.dealer, supplied.month, sum(supplied.amount) as amount, sum(supplied.amount_including) as amount_including,
        sum(supplied.quantity) as quantity
    from mart.outlet_month as supplied
    join store using (chain_id, store_id)
    group by store.dealer, supplied.month
    having sum(supplied.amount) is not null
)
select dealt.*, staff.store_count, staff.representative_count
from dealt
join staff using (dealer);

comment on view mart.dealer_volume is 'One row: one dealer in one month: its volume, its stores and who serves them';
comment on column mart.dealer_volume.dealer is 'Dealer (经销商)';
comment on column mart.dealer_volume.month is 'First day of the month';
comment on column mart.dealer_volume.amount is 'Supply less returns to its stores, RMB, VAT excluded';
comment on column mart.dealer_volume.amount_including is 'The same, VAT included';
comment on column mart.dealer_volume.quantity is 'Sales units, net';
comment on column mart.dealer_volume.store_count is 'Its stores on the as-of date';
comment on column mart.dealer_volume.representative_count is 'Representatives of these stores';
