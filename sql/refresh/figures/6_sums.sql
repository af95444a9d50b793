-- Parameter: @chains.
-- The sums over touched lines: last order, first and last delivery of an item, months of an outlet and of a product.
create temp table touched_outlet on commit drop as
    select chain_id, store_id, month, bool_or(reread) as reread from touched_month group by chain_id, store_id, month;
create temp table touched_product on commit drop as
    select chain_id, region, product_id, month, bool_or(reread) as reread from touched_month group by chain_id, region, product_id, month;
analyze touched_item, touched_outlet, touched_product;

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
    where item.reread and coalesce(first.received_on, ordered.ordered_on) is not null
    union all
    select item.chain_id, item.store_id, item.product_id, least(kept.first_received_on, item.first_received_on),
        greatest(kept.last_received_on, item.last_received_on), greatest(kept.last_ordered_on, item.last_ordered_on)
    from touched_item as item
    left join core.kept_item as kept on kept.chain_id = item.chain_id and kept.store_id = item.store_id
        and kept.product_id = item.product_id
    where not item.reread and coalesce(kept.first_received_on, kept.last_ordered_on, item.first_received_on,
        item.last_ordered_on) is not null;
delete from core.kept_item as kept using touched_item as item
where item.reread and kept.chain_id = item.chain_id and kept.store_id = item.store_id and kept.product_id = item.product_id
  and not exists (select from fresh_item as fresh
    where fresh.chain_id = kept.chain_id and fresh.store_id = kept.store_id and fresh.product_id = kept.product_id);

-- Lines that make the months: all of the months that are made again, the fresh ones of those that only grew.
create temp table month_line on commit drop as
    select line.chain_id, line.store_id, line.product_id, line.region, line.city, line.month, line.received_on, line.net_amount,
        line.net_amount_including,
        line.quantity, outlet.reread as is_outlet_reread, product.reread as is_product_reread
    from (
        select chain_id, store_id, product_id, coalesce(region, '') as region, coalesce(city, '') as city, month, received_on, net_amount,
            net_amount_including,
            case when is_return then -received_quantity else received_quantity end as quantity, false as is_kept
        from fresh_supply
        union all
        select chain_id, store_id, product_id, coalesce(region, ''), coalesce(city, ''), month, received_on, net_amount,
            net_amount_including,
            case when is_return then -received_quantity else received_quantity end, true
        from core.kept_supply_line
        where chain_id = any (@chains) and month = any (array(select month from touched_month where reread))) as line
    left join touched_outlet as outlet on outlet.chain_id = line.chain_id and outlet.store_id = line.store_id and outlet.month = line.month
        and outlet.reread = line.is_kept
    left join touched_product as product
        on product.chain_id = line.chain_id and product.region = line.region and product.product_id = line.product_id
            and product.month = line.month and product.reread = line.is_kept
    where outlet.reread is not null or product.reread is not null;

create temp table fresh_outlet_month on commit drop as
    with outlet as materialized (
        -- The months of outlets that are touched.
        select distinct chain_id, store_id, region, city, month, is_outlet_reread as reread from month_line
            where is_outlet_reread is not null
    ), part as (
        -- Their lines, and what is kept of months that only grew.
        select chain_id, store_id, region, city, month, extract(day from received_on)::integer as day, received_on as first_on,
            net_amount as amount, net_amount_including as amount_including, quantity
        from month_line where is_outlet_reread is not null
        union all
        -- Each of the 31 days has its place: with what is kept of it where the month only grew.
        select outlet.chain_id, outlet.store_id, outlet.region, outlet.city, outlet.month, days.day, kept.first_on, days.amount,
            days.amount_including, days.quantity
        from outlet
        left join core.kept_outlet_month as kept on not outlet.reread and kept.chain_id = outlet.chain_id
            and kept.store_id = outlet.store_id
            and kept.region = outlet.region and kept.city = outlet.city and kept.month = outlet.month
        cross join lateral unnest(coalesce(kept.day_amounts, array_fill(null::numeric, array[31])), kept.day_amounts_including,
            kept.day_quantities)
            with ordinality as days (amount, amount_including, quantity, day)
    ), by_day as (
        -- Added up by day.
        select chain_id, store_id, region, city, month, day, min(first_on) as first_on, sum(amount) as amount,
            sum(amount_including) as amount_including, sum(quantity) as quantity
        from part
        group by chain_id, store_id, region, city, month, day
    )
    select chain_id, store_id, region, city, month, min(first_on) as first_on, sum(amount) as amount,
        sum(amount_including) as amount_including, sum(quantity) as quantity,
        array_agg(amount order by day) as day_amounts, array_agg(amount_including order by day) as day_amounts_including,
            array_agg(quantity order by day) as day_quantities
    from by_day
    group by chain_id, store_id, region, city, month;
delete from core.kept_outlet_month as kept
using touched_outlet as touched
where touched.reread and (kept.chain_id, kept.store_id, kept.month) = (touched.chain_id, touched.store_id, touched.month)
  and not exists (select from fresh_outlet_month as fresh
    where (fresh.chain_id, fresh.store_id, fresh.region, fresh.city, fresh.month)
        = (kept.chain_id, kept.store_id, kept.region, kept.city, kept.month));

create temp table fresh_product_month on commit drop as
    with product as materialized (
        -- The months of products that are touched.
        select distinct chain_id, region, product_id, month, is_product_reread as reread from month_line where is_product_reread is not null
    ), part as (
        -- Their lines, and what is kept of months that only grew.
        select chain_id, region, product_id, month, extract(day from received_on)::integer as day, received_on as first_on,
            net_amount as amount
        from month_line where is_product_reread is not null
        union all
        select product.chain_id, product.region, product.product_id, product.month, days.day, kept.first_on, days.amount
        from product
        left join core.kept_product_month as kept on not product.reread and kept.chain_id = product.chain_id
            and kept.region = product.region
            and kept.product_id = product.product_id and kept.month = product.month
        cross join lateral unnest(coalesce(kept.day_amounts, array_fill(null::numeric, array[31]))) with ordinality as days (amount, day)
    ), by_day as (
        -- Added up by day.
        select chain_id, region, product_id, month, day, min(first_on) as first_on, sum(amount) as amount
        from part
        group by chain_id, region, product_id, month, day
    )
    select chain_id, region, product_id, month, min(first_on) as first_on, sum(amount) as amount,
        array_agg(amount order by day) as day_amounts
    from by_day
    group by chain_id, region, product_id, month;
delete from core.kept_product_month as kept
using touched_product as touched
where touched.reread and (kept.chain_id, kept.region, kept.product_id, kept.month)
    = (touched.chain_id, touched.region, touched.product_id, touched.month)
  and not exists (select from fresh_product_month as fresh
    where (fresh.chain_id, fresh.region, fresh.product_id, fresh.month) = (kept.chain_id, kept.region, kept.product_id, kept.month));
