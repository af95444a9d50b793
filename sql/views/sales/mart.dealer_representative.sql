-- One row: one representative in one month with the volume of all dealers whose stores they serve, against the required one (M3).
-- Read by: managers. Left out: stores supplied directly or by a dealer that serves all channels, and months without a line that has a
-- price.
-- Depends on: mart.outlet_month, mart.store_representative
create view mart.dealer_representative as
with store as materialized (
    -- Stores whose dealer sells through its representatives.
    select store.chain_id, store.store_id, store.dealer, store.representative_id
    from mart.store_representative as store
    left join core.dealer as dealer on dealer.dealer = store.dealer and core.as_of() between dealer.valid_from and dealer.valid_to
        and core.is_known(dealer.arrived_at, dealer.recorded_at, dealer.superseded_at, dealer.superseded_recorded_at)
    where store.dealer is not null and store.representative_id is not null and not coalesce(dealer.serves_all_channels, false)
), staff as (
    -- What each representative serves.
    select representative_id, count(distinct dealer) as dealer_count, count(*) as store_count from store group by representative_id
), dealt as (
    -- What their stores were supplied with, by month.
    select store.representative_id, supplied.month, sum(supplied.amount_including) as amount_including
    from mart.outlet_month as supplied
    join store using (chain_id, store_id)
    group by store.representative_id, supplied.month
    having sum(supplied.amount) is not null
), rolling as (
    -- The months that are judged together.
    select this.representative_id, this.month, this.amount_including, (
            select sum(back.amount_including) from dealt as back
            where back.representative_id = this.representative_id and back.month <= this.month
              and back.month > this.month - make_interval(months => core.rule_value('staffing.dealer_sales_months')::integer))
                  as together_amount
    from dealt as this
)
select rolling.representative_id, rolling.month, staff.dealer_count, staff.store_count, rolling.amount_including, rolling.together_amount,
    (select core.rule_value('staffing.dealer_sales_per_representative')) as required_amount,
    rolling.together_amount < (select core.rule_value('staffing.dealer_sales_per_representative')) as is_under_required
from rolling
join staff using (representative_id);

comment on view mart.dealer_representative is
    'One row: one representative in one month: volume of all their dealers together against the required one';
comment on column mart.dealer_representative.representative_id is 'Person';
comment on column mart.dealer_representative.month is 'First day of the month';
comment on column mart.dealer_representative.dealer_count is 'Dealers whose stores they serve on the as-of date';
comment on column mart.dealer_representative.store_count is 'These stores';
comment on column mart.dealer_representative.amount_including is 'Supply less returns to these stores in the month, RMB including VAT';
comment on column mart.dealer_representative.together_amount is
    'The same over the months of config/rules.yaml (staffing.dealer_sales_months) that end with this one';
comment on column mart.dealer_representative.required_amount is 'RMB that all dealers of one representative together have to reach (M3)';
comment on column mart.dealer_representative.is_under_required is 'Less than required';
