-- One row: one dealer in one month with its volume and the representatives who serve its stores (M3). Read by: managers.
-- Left out: directly supplied stores.
create view mart.dealer_volume as
with dealt as (
    select store.dealer, sales.month, sum(sales.supply_amount) as amount, sum(sales.supply_amount_including) as amount_including,
        sum(sales.supplied_quantity) - sum(sales.returned_quantity) as quantity, count(distinct (sales.chain_id, sales.store_id)) as store_count,
        count(distinct store.representative_id) as representative_count
    from mart.sales_month as sales
    join mart.store_representative as store using (chain_id, store_id)
    where store.dealer is not null
    group by store.dealer, sales.month
)
select dealt.*,
    round(amount_including / nullif(representative_count, 0), 2) as amount_per_representative,
    (select core.rule_value('staffing.dealer_sales_per_representative')) as required_per_representative,
    amount_including < representative_count * (select core.rule_value('staffing.dealer_sales_per_representative')) as is_under_required
from dealt;

comment on view mart.dealer_volume is 'One row: one dealer in one month: volume, and volume per representative against the required one';
comment on column mart.dealer_volume.dealer is 'Dealer (经销商)';
comment on column mart.dealer_volume.month is 'First day of the month';
comment on column mart.dealer_volume.amount is 'Supply less returns to its stores, RMB, VAT excluded';
comment on column mart.dealer_volume.amount_including is 'The same, VAT included: numerator';
comment on column mart.dealer_volume.quantity is 'Sales units, net';
comment on column mart.dealer_volume.store_count is 'Stores supplied';
comment on column mart.dealer_volume.representative_count is 'Representatives of those stores on the as-of date: denominator';
comment on column mart.dealer_volume.amount_per_representative is 'RMB including VAT; null when nobody is named';
comment on column mart.dealer_volume.required_per_representative is 'RMB including VAT per month (M3)';
comment on column mart.dealer_volume.is_under_required is 'Less than required per representative';
