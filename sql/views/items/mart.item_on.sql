-- What each chain's region has of each of our products on a day, by what is known: codes, price, listed or not. All products of the day,
-- listed or not; one row for each region in which the chain has a store on the day.
-- Depends on: mart.price_in_basis, mart.regional_price
create function mart.item_on(on_date date)
returns table (chain_id text, region text, product_id text, item_number text, unit_barcode text, case_barcode text, pack_size integer,
    supply_price numeric, vat_rate numeric, is_listed boolean, listed_on date, delisted_on date, category text, assortment text,
    load_id bigint, row_number integer)
language sql stable parallel safe as $$
    with item as (
        -- A product may have several numbers at a chain: those that are listed name it, else the newest.
        select known.chain_id, known.product_id,
            string_agg(known.item_number, '、' order by known.item_number) filter (where known.is_listed) as listed_number,
            (array_agg(known.item_number order by known.listed_on desc nulls last, known.item_number))[1] as newest_number,
            bool_or(known.is_listed) as is_listed, min(known.listed_on) as listed_on, max(known.delisted_on) as delisted_on,
            max(known.pack_size) as pack_size
        from (
            select chain_item.*, coalesce(chain_item.listed_on <= on_date, true) and coalesce(chain_item.delisted_on > on_date, true)
                as is_listed
            from core.chain_item as chain_item
            where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)) as known
        group by known.chain_id, known.product_id
    ), place as (
        -- Where the chain sells.
        select distinct store.chain_id, store.region
        from core.store as store
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            and on_date between store.valid_from and store.valid_to
    )
    select place.chain_id, place.region, product.product_id, coalesce(item.listed_number, item.newest_number), product.unit_barcode,
        product.case_barcode, coalesce(item.pack_size, product.pack_size),
        round(mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4), 4), product.vat_rate,
        coalesce(item.is_listed, false), item.listed_on, case when item.is_listed then null else item.delisted_on end, product.category,
        product.assortment, product.load_id, product.row_number
    from place
    cross join core.product as product
    left join item on item.chain_id = place.chain_id and item.product_id = product.product_id
    cross join lateral mart.regional_price(place.chain_id, place.region, product.product_id, on_date) as price
    where core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
        and on_date between product.valid_from and product.valid_to
$$;
comment on function mart.item_on(date) is
    'What each chain''s region has of each of our products on a day, by what is known: codes, price, listed or not';
