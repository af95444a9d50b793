-- One row: one stock-out of one item of one store: evenings in a row with nothing left, what they cost, and the lock that followed.
-- Read by: the daily digest, the console, the back-test. Left out: the chain's warehouse, stores closed on the as-of date, and
-- days before those that config/rules.yaml looks back.
-- Depends on: mart.price_in_basis, mart.stock_day, mart.store_representative, mart.supply_day, mart.supply_price
create view mart.stock_out as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at.
    select core.as_of() as as_of,
        core.rule_value('stock.average_days')::integer as average_days, core.rule_value('stock.shown_days')::integer as shown_days,
        core.rule_value('stock.lock_days')::integer as lock_days
), emptied as materialized (
    -- Items of which some count said that nothing was left: of others no day is looked at.
    select distinct chain_id, store_id, product_id from core.stock
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and quantity <= 0 and stock_on <= core.as_of()
        and stock_on > (select as_of - shown_days - average_days from rule)
), day as (
    -- Each day with what was usual in the weeks before it, over the days on which there was something to sell. Each item by itself
    -- (offset 0): joined, the days of all would be added up first.
    select chain_id, store_id, product_id, business_date, stock_quantity, sold_quantity,
        greatest(sum(sold_quantity) over before, 0) / nullif(count(*) filter (
            where sold_quantity > 0 or sold_quantity is not null and stock_quantity is distinct from 0) over before, 0) as daily_quantity
    from emptied
    cross join lateral (
        select of_item.business_date, of_item.stock_quantity, of_item.sold_quantity from mart.stock_day as of_item
        where of_item.chain_id = emptied.chain_id and of_item.store_id = emptied.store_id and of_item.product_id = emptied.product_id
            and of_item.business_date > (select as_of - shown_days - average_days from rule)
        offset 0) as counted
    window before as (
        partition by chain_id, store_id, product_id order by business_date
        range between (select make_interval(days => average_days) from rule) preceding and interval '1 day' preceding)
), stated as (
    -- Days on which the stock is known; those in a row without any make one stock-out, which the next day with some ends.
    select *, count(*) filter (where stock_quantity > 0) over so_far as nth,
        case when lead(stock_quantity) over so_far > 0 then lead(business_date) over so_far end as back_on
    from day
    where stock_quantity is not null
    window so_far as (partition by chain_id, store_id, product_id order by business_date)
), evening as materialized (
    -- Each evening of it, with what was usual before its first by the till.
    select *, first_value(daily_quantity) over spell as till_quantity, first_value(business_date) over spell as out_since,
        row_number() over spell as nth_evening
    from stated
    where stock_quantity <= 0
    window spell as (partition by chain_id, store_id, product_id, nth order by business_date)
), supplied as materialized (
    -- Only asked where a till is silent.
    select chain_id, store_id, product_id, business_date, supplied_quantity - returned_quantity as quantity
    from mart.supply_day
    where (select bool_or(till_quantity is null) from evening) and business_date > (select as_of - shown_days - average_days from rule)
), usual as (
    -- By the till, else by what we brought.
    select evening.chain_id, evening.store_id, evening.product_id, evening.out_since,
        coalesce(evening.till_quantity, greatest(sum(supplied.quantity), 0) / rule.average_days) as usual_quantity
    from evening
    cross join rule
    left join supplied on evening.till_quantity is null and supplied.chain_id = evening.chain_id and supplied.store_id = evening.store_id
        and supplied.product_id = evening.product_id and supplied.business_date < evening.out_since
        and supplied.business_date >= evening.out_since - rule.average_days
    where evening.nth_evening = 1
    group by evening.chain_id, evening.store_id, evening.product_id, evening.out_since, evening.till_quantity, rule.average_days
), bounded as (
    -- On its first day something was there to sell; from the second on, what was usual and was not sold is lost.
    select chain_id, store_id, product_id, out_since, max(evening.business_date) as last_out_on, max(evening.back_on) as back_on,
        count(*) as evenings, max(usual.usual_quantity) as daily_quantity,
        sum(greatest(usual.usual_quantity - coalesce(evening.sold_quantity, 0), 0)) filter (where evening.nth_evening > 1)
            as lost_quantity
    from evening
    join usual using (chain_id, store_id, product_id, out_since)
    group by chain_id, store_id, product_id, out_since
), store as materialized (
    -- Who answers, asked once.
    select chain_id, store_id, region, city, representative_id from mart.store_representative
)
select bounded.chain_id, store.region, store.city, bounded.store_id, bounded.product_id, store.representative_id, bounded.out_since,
    bounded.last_out_on, bounded.back_on, bounded.evenings, round(bounded.daily_quantity, 2) as daily_quantity,
    round(coalesce(bounded.lost_quantity, 0), 2) as lost_quantity,
    round(coalesce(bounded.lost_quantity, 0) * price.unit_price, 2) as lost_amount,
    coalesce(earlier.is_blocked, false) as was_locked,
    case when earlier.is_blocked is not true then lock.locked_on end as locked_on,
    case when earlier.is_blocked is not true then lock.locked_on end - bounded.out_since as days_to_lock
from bounded
cross join rule
join store using (chain_id, store_id)
left join lateral (
    select round(mart.price_in_basis(agreed.contract_price, agreed.contract_including, agreed.vat_rate, false, 4), 4) as unit_price
    from mart.supply_price(bounded.chain_id, bounded.store_id, bounded.product_id, bounded.out_since) as agreed) as price on true
left join lateral (
    -- What the portal said last before it: a lock that came first was not caused by it.
    select said.status <> 'active' as is_blocked
    from core.item_status as said
    where said.chain_id = bounded.chain_id and said.store_id = bounded.store_id and said.product_id = bounded.product_id
        and said.stated_on < bounded.out_since
        and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)
    order by said.stated_on desc limit 1) as earlier on true
left join lateral (
    select min(said.stated_on) as locked_on
    from core.item_status as said
    where said.chain_id = bounded.chain_id and said.store_id = bounded.store_id and said.product_id = bounded.product_id
        and said.status <> 'active' and said.stated_on <= rule.as_of
        and said.stated_on between bounded.out_since and coalesce(bounded.back_on, rule.as_of) + rule.lock_days
        and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)) as lock on true
where bounded.last_out_on > rule.as_of - rule.shown_days;

comment on view mart.stock_out is
    'One row: one stock-out of one item of one store: evenings in a row with nothing left, what they cost, and the lock that followed';
comment on column mart.stock_out.chain_id is 'Chain';
comment on column mart.stock_out.region is 'Our sales region';
comment on column mart.stock_out.city is 'City';
comment on column mart.stock_out.store_id is 'Store, within the chain';
comment on column mart.stock_out.product_id is 'Our product';
comment on column mart.stock_out.representative_id is 'KA representative of the store; null when nobody is named';
comment on column mart.stock_out.out_since is 'First evening with nothing left';
comment on column mart.stock_out.last_out_on is 'Last known evening with nothing left';
comment on column mart.stock_out.back_on is 'First later evening with something left; null while it lasts';
comment on column mart.stock_out.evenings is 'Evenings on which the stock was stated as nothing';
comment on column mart.stock_out.daily_quantity is
    'Sales units a day in the weeks before it, over the days on which there was something to sell; null where nothing is known of them';
comment on column mart.stock_out.lost_quantity is
    'Sales units not sold from its second evening on: what was usual less what the till sold all the same';
comment on column mart.stock_out.lost_amount is 'What we did not supply for it, at the list price of its first day, RMB without VAT';
comment on column mart.stock_out.was_locked is 'Whether the portal had blocked the item before: then the lock led to the stock-out';
comment on column mart.stock_out.locked_on is
    'First day of the lock that the stock-out led to: during it, or within the days of config/rules.yaml after it; null where none did';
comment on column mart.stock_out.days_to_lock is 'Days from its first evening to that lock';
