-- Small lookups for one load, made once: master data as known when the file arrived, else its earliest version (a backfill may be
-- older than our first record). Parameters: @chain, @arrived.

create temp table lookup_item on commit drop as
    select distinct on (item_number) item_number, product_id, pack_size
    from core.chain_item
    where chain_id = @chain and superseded_at <> '-infinity'
    order by item_number, (arrived_at <= @arrived and superseded_at > @arrived) desc, arrived_at;

-- One row per product and period; the first period reaches back and the last forward, so that every date finds one.
create temp table lookup_product on commit drop as
    with version as (
        -- The version in force when the file arrived, else the first of all.
        select distinct on (product_id, valid_from) *
        from core.product
        where superseded_at <> '-infinity'
        order by product_id, valid_from, (arrived_at <= @arrived and superseded_at > @arrived) desc, arrived_at
    )
    select product_id, pack_size, unit_barcode, case_barcode,
           case when lag(valid_from) over period is null then '-infinity' else valid_from end as date_from,
           coalesce(lead(valid_from) over period - 1, 'infinity') as date_to
    from version
    window period as (partition by product_id order by valid_from);

-- A barcode that two products share finds none of them, and its rows say so; unless it has been corrected since.
create temp table lookup_barcode on commit drop as
    with named as (
        -- As the file's time knew them.
        select barcode, min(product_id) as product_id, min(product_id) = max(product_id) as is_one
        from lookup_product
        cross join lateral (values (unit_barcode), (case_barcode)) as code (barcode)
        where barcode is not null
        group by barcode
    ), corrected as (
        -- As they are known now.
        select barcode, min(product_id) as product_id
        from core.product
        cross join lateral (values (unit_barcode), (case_barcode)) as code (barcode)
        where superseded_at = 'infinity' and barcode is not null
        group by barcode
        having min(product_id) = max(product_id)
    )
    select barcode, case when named.is_one then named.product_id else corrected.product_id end as product_id
    from named
    left join corrected using (barcode);

create temp table lookup_store on commit drop as
    with version as (
        -- Likewise.
        select distinct on (store_id, valid_from) *
        from core.store
        where chain_id = @chain and superseded_at <> '-infinity'
        order by store_id, valid_from, (arrived_at <= @arrived and superseded_at > @arrived) desc, arrived_at
    )
    select store_id, region, warehouse,
           case when lag(valid_from) over period is null then '-infinity' else valid_from end as date_from,
           coalesce(lead(valid_from) over period - 1, 'infinity') as date_to
    from version
    window period as (partition by store_id order by valid_from);

-- The account of a store's rows, by the supplier code that the row names ('' when it names none); null when several would do.
create temp table lookup_account on commit drop as
    select s.store_id, s.date_from, s.date_to, code.supplier_code,
           case when min(a.account_id) = max(a.account_id) then min(a.account_id) end as account_id
    from lookup_store s
    join core.settlement_account a
        on a.chain_id = @chain and a.superseded_at = 'infinity' and a.settlement_unit in ('', s.region, s.warehouse, s.store_id)
    cross join lateral (values (a.supplier_code), ('')) as code (supplier_code)
    group by s.store_id, s.date_from, s.date_to, code.supplier_code;

analyze lookup_item, lookup_product, lookup_barcode, lookup_store, lookup_account;
