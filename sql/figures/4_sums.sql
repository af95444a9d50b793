-- The sums over touched lines: last order, first and last delivery of an item, months of an outlet and of a product.
analyze touched_supply, touched_ordered;
create temp table touched_item on commit drop as
    select chain_id, store_id, product_id, bool_or(was_kept) as was_kept
    from (select chain_id, store_id, product_id, was_kept from touched_supply union all select chain_id, store_id, product_id, was_kept from touched_ordered) as touched
    group by chain_id, store_id, product_id;
analyze touched_item;

create temp table fresh_item on commit drop as
    select item.chain_id, item.store_id, item.product_id, first.received_on as first_received_on, last.received_on as last_received_on,
        ordered.ordered_on as last_ordered_on
    from touched_item as item
    left join lateral (
        select line.received_on from core.kept_supply_line as line
        where line.chain_id = item.chain_id and line.store_id = item.store_id and line.product_id = item.product_id
          and not line.is_return and line.received_quantity > 0
        order by line.received_on limit 1) as first on true
    left join lateral (
        select line.received_on from core.kept_supply_line as line
        where line.chain_id = item.chain_id and line.store_id = item.store_id and line.product_id = item.product_id
          and not line.is_return and line.received_quantity > 0
        order by line.received_on desc limit 1) as last on true
    left join lateral (
        select line.ordered_on from core.kept_fulfilment as line
        where line.chain_id = item.chain_id and line.store_id = item.store_id and line.product_id = item.product_id
          and not line.is_free and line.ordered_quantity > 0
        order by line.ordered_on desc limit 1) as ordered on true
    where item.was_kept and coalesce(first.received_on, ordered.ordered_on) is not null
    union all
    -- An item that only grew: what was kept of it, and the new lines. Its own lines are not read again.
    select item.chain_id, item.store_id, item.product_id, least(kept.first_received_on, supplied.first_on), greatest(kept.last_received_on, supplied.last_on),
        greatest(kept.last_ordered_on, ordered.last_on)
    from touched_item as item
    left join (
        select array[chain_id, store_id, product_id] as item_key, min(received_on) as first_on, max(received_on) as last_on
        from fresh_supply where not is_return and received_quantity > 0 group by chain_id, store_id, product_id) as supplied
        on supplied.item_key = array[item.chain_id, item.store_id, item.product_id]
    left join (
        select array[chain_id, store_id, product_id] as item_key, max(ordered_on) as last_on
        from fresh_fulfilment where not is_free and ordered_quantity > 0 group by chain_id, store_id, product_id) as ordered
        on ordered.item_key = array[item.chain_id, item.store_id, item.product_id]
    left join core.kept_item as kept on kept.chain_id = item.chain_id and kept.store_id = item.store_id and kept.product_id = item.product_id
    where not item.was_kept and coalesce(kept.first_received_on, kept.last_ordered_on, supplied.first_on, ordered.last_on) is not null;
delete from core.kept_item as kept using touched_item as item
where kept.chain_id = item.chain_id and kept.store_id = item.store_id and kept.product_id = item.product_id
  and not exists (select from fresh_item as fresh
    where fresh.chain_id = kept.chain_id and fresh.store_id = kept.store_id and fresh.product_id = kept.product_id);

-- Whole months of the touched outlets and products, read from the lines of those months alone.
create temp table touched_month on commit drop as select distinct month from touched_supply;
create temp table day_sum on commit drop as
    select line.chain_id, line.store_id, line.product_id, coalesce(line.region, '') as region, coalesce(line.city, '') as city, line.month,
        extract(day from line.received_on)::integer as day, sum(line.net_amount) as amount
    from core.kept_supply_line as line
    where line.month = any (array(select month from touched_month))
    group by line.chain_id, line.store_id, line.product_id, coalesce(line.region, ''), coalesce(line.city, ''), line.month, extract(day from line.received_on);

analyze day_sum;

create temp table fresh_outlet_month on commit drop as
    with by_day as (
        select chain_id, store_id, region, city, month, day, sum(amount) as amount
        from day_sum
        where (chain_id, store_id, month) in (select chain_id, store_id, month from touched_supply)
        group by chain_id, store_id, region, city, month, day
    )
    select outlet.chain_id, outlet.store_id, outlet.region, outlet.city, outlet.month,
        outlet.month + min(by_day.day) - 1 as first_on,
        sum(by_day.amount) as amount, array_agg(by_day.amount order by calendar.day) as day_amounts
    from (select distinct chain_id, store_id, region, city, month from by_day) as outlet
    cross join generate_series(1, 31) as calendar (day)
    left join by_day using (chain_id, store_id, region, city, month, day)
    group by outlet.chain_id, outlet.store_id, outlet.region, outlet.city, outlet.month;
delete from core.kept_outlet_month as kept
using (select distinct chain_id, store_id, month from touched_supply) as touched
where (kept.chain_id, kept.store_id, kept.month) = (touched.chain_id, touched.store_id, touched.month)
  and not exists (select from fresh_outlet_month as fresh
    where (fresh.chain_id, fresh.store_id, fresh.region, fresh.city, fresh.month) = (kept.chain_id, kept.store_id, kept.region, kept.city, kept.month));

create temp table fresh_product_month on commit drop as
    with by_day as (
        select chain_id, region, product_id, month, day, sum(amount) as amount
        from day_sum
        where (chain_id, region, product_id, month) in (select chain_id, region, product_id, month from touched_supply)
        group by chain_id, region, product_id, month, day
    )
    select product.chain_id, product.region, product.product_id, product.month,
        product.month + min(by_day.day) - 1 as first_on,
        sum(by_day.amount) as amount, array_agg(by_day.amount order by calendar.day) as day_amounts
    from (select distinct chain_id, region, product_id, month from by_day) as product
    cross join generate_series(1, 31) as calendar (day)
    left join by_day using (chain_id, region, product_id, month, day)
    group by product.chain_id, product.region, product.product_id, product.month;
delete from core.kept_product_month as kept
using (select distinct chain_id, region, product_id, month from touched_supply) as touched
where (kept.chain_id, kept.region, kept.product_id, kept.month) = (touched.chain_id, touched.region, touched.product_id, touched.month)
  and not exists (select from fresh_product_month as fresh
    where (fresh.chain_id, fresh.region, fresh.product_id, fresh.month) = (kept.chain_id, kept.region, kept.product_id, kept.month));
