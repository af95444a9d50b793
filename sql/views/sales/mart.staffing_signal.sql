-- One row: one place or person where people and volume do not fit by the manual (M3): promoters of a store, representatives of a city,
-- representatives of a dealer, dealers' sales of a representative; and each store with more promoters than need no approval, fitting or
-- not.
-- Read by: the close digest. Left out: what fits, and what the month judged says nothing of. Judged on the last month that is over by the
-- end of the as-of date. Sales are one measure: supply less returns, VAT included.
-- Depends on: mart.outlet_class, mart.outlet_month, mart.store_representative
create view mart.staffing_signal as
with period as (
    -- The month judged, and the months over which dealers are judged.
    select (date_trunc('month', core.as_of() + 1) - interval '1 month')::date as month,
        (date_trunc('month', core.as_of() + 1) - make_interval(months => core.rule_value('staffing.dealer_sales_months')::integer))::date
            as dealer_from
), store_sales as (
    -- The sales of each store in that month.
    select chain_id, store_id, sum(amount_including) as amount
    from mart.outlet_month where month = (select month from period)
    group by chain_id, store_id
), dealer_sales as (
    -- The sales of each store in those months.
    select chain_id, store_id, sum(amount_including) as amount
    from mart.outlet_month where month between (select dealer_from from period) and (select month from period)
    group by chain_id, store_id
), known_chain as (
    -- Chains of whose month something is known: there a store without sales sold 0.00, elsewhere there is no figure to judge by.
    select distinct chain_id from store_sales where amount is not null
), staffed_chain as (
    -- Where promoters are recorded at all, a store without a record has none.
    select distinct chain_id from core.store_staff
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and core.as_of() between valid_from and valid_to
), store as materialized (
    -- A dealer that serves all channels follows the rule of direct supply.
    select store.chain_id, store.store_id, store.city, store.representative_id,
        case when coalesce(dealer.serves_all_channels, false) then null else store.dealer end as dealer
    from mart.store_representative as store
    left join core.dealer as dealer on dealer.dealer = store.dealer and core.as_of() between dealer.valid_from and dealer.valid_to
        and core.is_known(dealer.arrived_at, dealer.recorded_at, dealer.superseded_at, dealer.superseded_recorded_at)
), promoter as (
    -- Promoters of a store against what its sales support.
    select 'promoter' as kind, store.chain_id, store.store_id, ''::text as city, ''::text as dealer, ''::text as person_id,
        coalesce(store_sales.amount, 0) as measured,
        coalesce(staff.promoters, 0) as actual_count,
        floor(greatest(coalesce(store_sales.amount, 0), 0) / (select core.rule_value('staffing.promoter_sales')))::integer
            as supported_count, null::numeric as required_amount
    from store
    join known_chain using (chain_id)
    join staffed_chain using (chain_id)
    left join core.store_staff as staff on staff.chain_id = store.chain_id and staff.store_id = store.store_id
        and core.as_of() between staff.valid_from and staff.valid_to
        and core.is_known(staff.arrived_at, staff.recorded_at, staff.superseded_at, staff.superseded_recorded_at)
    left join store_sales on store_sales.chain_id = store.chain_id and store_sales.store_id = store.store_id
), representative as (
    -- KA and A stores in directly served cities: one representative for every so many.
    select 'representative' as kind, ''::text as chain_id, ''::text as store_id, outlet.city, ''::text as dealer, ''::text as person_id,
        count(*)::numeric as measured,
        count(distinct store.representative_id)::integer as actual_count,
        ceil(count(*) / (select core.rule_value('staffing.stores_per_representative')))::integer as supported_count,
            null::numeric as required_amount
    from mart.outlet_class as outlet
    join store using (chain_id, store_id)
    where outlet.outlet_class in ('KA', 'A') and store.dealer is null
    group by outlet.city
), dealer as (
    -- One representative for each dealer; its sales stand beside where the month of every chain that it serves is known.
    select 'dealer' as kind, ''::text as chain_id, ''::text as store_id, ''::text as city, store.dealer, ''::text as person_id,
        case when bool_and(known_chain.chain_id is not null) then coalesce(sum(store_sales.amount), 0) end as measured,
        count(distinct store.representative_id)::integer as actual_count, 1 as supported_count, null::numeric as required_amount
    from store
    left join known_chain using (chain_id)
    left join store_sales using (chain_id, store_id)
    where store.dealer is not null
    group by store.dealer
), together as (
    -- All dealers of one representative together; judged likewise: sales of a part say nothing of somebody who serves the whole.
    select 'dealer_sales' as kind, ''::text as chain_id, ''::text as store_id, ''::text as city, ''::text as dealer,
        store.representative_id as person_id,
        coalesce(sum(dealer_sales.amount), 0) as measured, 1 as actual_count,
        floor(greatest(coalesce(sum(dealer_sales.amount), 0),
            0) / (select core.rule_value('staffing.dealer_sales_per_representative')))::integer as supported_count,
        (select core.rule_value('staffing.dealer_sales_per_representative')) as required_amount
    from store
    left join known_chain using (chain_id)
    left join dealer_sales using (chain_id, store_id)
    where store.dealer is not null and store.representative_id is not null
    group by store.representative_id having bool_and(known_chain.chain_id is not null)
), signal as (
    -- What does not fit, of all kinds, and promoters wherever there are more than need no approval.
    select *, actual_count > (select core.rule_value('staffing.promoters_without_approval')) as needs_approval from promoter
    union all
    select *, false from representative where actual_count <> supported_count and exists (select from known_chain)
    union all
    select *, false from dealer where actual_count <> supported_count and exists (select from known_chain)
    union all
    select *, false from together where measured < required_amount
)
select kind, chain_id, store_id, city, dealer, person_id, measured, actual_count, supported_count, required_amount, period.month,
    needs_approval, 'M3' as clause
from signal, period
where kind <> 'promoter' or actual_count <> supported_count or needs_approval;

comment on view mart.staffing_signal is
    'One row: one store, city, dealer or representative of dealers where the number of people does not fit the volume of the last full '
    'month, or needs approval';
comment on column mart.staffing_signal.kind is
    'promoter (of a store), representative (of a citys KA and A stores under direct supply), dealer (representatives of its stores), '
    'dealer_sales (of all dealers of a representative)';
comment on column mart.staffing_signal.chain_id is 'Chain; empty where the subject is no store';
comment on column mart.staffing_signal.store_id is 'Store; empty where the subject is none';
comment on column mart.staffing_signal.city is 'City; empty where the subject is none';
comment on column mart.staffing_signal.dealer is 'Dealer; empty where the subject is none';
comment on column mart.staffing_signal.person_id is 'Representative; empty where the subject is none';
comment on column mart.staffing_signal.measured is
    'Supply less returns, RMB including VAT, 0 where the chain sold and the store did not; for cities the number of KA and A stores; '
    'null where it is not known whole';
comment on column mart.staffing_signal.actual_count is 'People there are';
comment on column mart.staffing_signal.supported_count is 'People that the measure supports or asks for; one for a dealer';
comment on column mart.staffing_signal.required_amount is 'RMB that the measure has to reach (M3); null where people are counted';
comment on column mart.staffing_signal.month is 'Month judged';
comment on column mart.staffing_signal.needs_approval is
    'Promoters: more than staffing.promoters_without_approval need the approval of the city manager and of the regional KA manager';
comment on column mart.staffing_signal.clause is 'Clause of the operating manual';
