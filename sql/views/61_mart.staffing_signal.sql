-- One row: one place where people and volume do not fit by the manual (M3):
-- promoters of a store, representatives of a city, representatives of a dealer.
-- Read by: the close digest. Left out: what fits, and what the month judged says nothing of. Judged on the last full month before the as-of date.
create view mart.staffing_signal as
with period as (select (date_trunc('month', core.as_of()) - interval '1 month')::date as month
), store_sales as (
    -- Till sales where they are known, else our supply with VAT.
    select chain_id, store_id, coalesce(sum(sold_amount), sum(supply_amount)) as amount
    from (
        select chain_id, store_id, amount_including as supply_amount, null::numeric as sold_amount
        from mart.outlet_month where month = (select month from period)
        union all
        select chain_id, store_id, null, amount
        from core.sale
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and sold_on >= (select month from period)
          and sold_on < (select month from period) + interval '1 month') as feed
    group by chain_id, store_id
), known_chain as (
    -- Chains of whose month something is known: there a store without sales sold 0.00, elsewhere there is no figure to judge by.
    select distinct chain_id from store_sales where amount is not null
), promoter as (
    select 'promoter' as kind, staff.chain_id, staff.store_id, ''::text as city, ''::text as dealer, coalesce(store_sales.amount, 0) as measured,
        staff.promoters as actual_count, floor(greatest(store_sales.amount, 0) / (select core.rule_value('staffing.promoter_sales')))::integer as supported_count
    from core.store_staff as staff
    join known_chain using (chain_id)
    left join store_sales using (chain_id, store_id)
    where core.is_known(staff.arrived_at, staff.recorded_at, staff.superseded_at, staff.superseded_recorded_at) and core.as_of() between staff.valid_from and staff.valid_to
), representative as (
    -- KA and A stores in directly served cities: one representative for every eight.
    select 'representative' as kind, ''::text as chain_id, ''::text as store_id, outlet.city, ''::text as dealer, count(*)::numeric as measured,
        count(distinct store.representative_id)::integer as actual_count,
        ceil(count(*) / (select core.rule_value('staffing.stores_per_representative')))::integer as supported_count
    from mart.outlet_class as outlet
    join mart.store_representative as store using (chain_id, store_id)
    where outlet.outlet_class in ('KA', 'A') and store.dealer is null
    group by outlet.city
), dealer as (
    -- Judged where the month of every chain that it serves is known: sales of a part say nothing of representatives who serve the whole.
    select 'dealer' as kind, ''::text as chain_id, ''::text as store_id, ''::text as city, store.dealer, coalesce(sum(store_sales.amount), 0) as measured,
        count(distinct store.representative_id)::integer as actual_count,
        floor(greatest(sum(store_sales.amount), 0) / (select core.rule_value('staffing.dealer_sales_per_representative')))::integer as supported_count
    from mart.store_representative as store
    left join known_chain using (chain_id)
    left join store_sales using (chain_id, store_id)
    where store.dealer is not null
    group by store.dealer having bool_and(known_chain.chain_id is not null)
), signal as (
    select * from promoter where actual_count > supported_count
    union all
    select * from representative where actual_count <> supported_count
    union all
    select * from dealer where actual_count > supported_count
)
select signal.*, period.month,
    kind = 'promoter' and actual_count >= 2 as needs_approval,
    'M3' as clause
from signal, period;

comment on view mart.staffing_signal is 'One row: one store, city or dealer whose number of people does not fit its volume in the last full month';
comment on column mart.staffing_signal.kind is 'promoter (of a store), representative (of a citys KA and A stores under direct supply), dealer (representatives of its stores)';
comment on column mart.staffing_signal.chain_id is 'Chain; empty where the subject is no store';
comment on column mart.staffing_signal.store_id is 'Store; empty where the subject is none';
comment on column mart.staffing_signal.city is 'City; empty where the subject is none';
comment on column mart.staffing_signal.dealer is 'Dealer; empty where the subject is none';
comment on column mart.staffing_signal.measured is 'Sales of the month, RMB including VAT, 0 where the chain sold and the store did not; for cities the number of KA and A stores';
comment on column mart.staffing_signal.actual_count is 'People there are';
comment on column mart.staffing_signal.supported_count is 'People that the measure supports or asks for';
comment on column mart.staffing_signal.month is 'Month judged';
comment on column mart.staffing_signal.needs_approval is 'Promoters: a second one in a store needs approval';
comment on column mart.staffing_signal.clause is 'Clause of the operating manual';
