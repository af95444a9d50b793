-- One row: one gap or mistake in the company's master data with who mends it, and what it costs: order lines and RMB that it touches
-- within figures.on_sale_days. Which figures cannot be computed follows from its kind (docs/figures.md#data-gaps).
-- Read by: the workbook of items. Left out: rows that were set aside for other reasons than missing master data.
-- Depends on: mart.item_list, mart.master_data_finding, mart.order_fulfilment, mart.outlet_class, mart.pack_size_difference
-- Depends on: mart.store_item_weight, mart.store_representative
create view mart.data_gap as
with rule as materialized (
    -- The window, read once.
    select core.as_of() - core.rule_value('figures.on_sale_days')::integer as after_on
), line as materialized (
    -- Order lines of the window, per item and store.
    select chain_id, store_id, product_id, count(*) as line_count
    from mart.order_fulfilment
    where ordered_on > (select after_on from rule)
    group by chain_id, store_id, product_id
), worth as materialized (
    -- Supply of the window, per item and store.
    select chain_id, store_id, product_id, supply_amount from mart.store_item_weight
), weight as materialized (
    -- Both side by side.
    select chain_id, store_id, product_id, coalesce(line.line_count, 0) as line_count, coalesce(worth.supply_amount, 0) as supply_amount
    from line full join worth using (chain_id, store_id, product_id)
), store as materialized (
    -- Who answers for each store.
    select * from mart.store_representative
), item as materialized (
    -- Items that a chain has listed.
    select * from mart.item_list where is_listed
), product as materialized (
    -- Each product of which something is listed.
    select distinct product_id, unit_barcode, case_barcode, load_id, row_number from item
), gap as (
    -- What is missing, what disagrees, what cannot be right.
    select 'unknown_outlet_class' as kind, class.chain_id, class.store_id, null::text as product_id, class.store_id as subject,
        concat_ws('、', case when class.area_m2 is null then 'area_m2' end, case when class.checkouts is null then 'checkouts' end) as found,
        null::bigint as load_id, null::integer as row_number
    from mart.outlet_class as class where class.outlet_class = 'unknown'
    union all
    select 'store_without_representative', chain_id, store_id, null, store_id, '', null, null from store where representative_id is null
    union all
    select 'no_unit_barcode', '', null, product_id, product_id, '', load_id, row_number from product where unit_barcode is null
    union all
    select 'no_case_barcode', '', null, product_id, product_id, '', load_id, row_number from product where case_barcode is null
    union all
    select distinct 'no_price', chain_id, null, product_id, concat_ws(' ', product_id, region), region, null::bigint, null::integer
    from item where supply_price is null
    union all
    select 'pack_size_differs', chain_id, null, product_id, product_id,
        concat_ws(' ', document, pack_size, '≠', coalesce(chain_pack_size, our_pack_size)), load_id, row_number
    from mart.pack_size_difference
    union all
    select kind, chain_id, case when named_in = 'store' then subject end,
        case when named_in = 'product' then subject when kind = 'unknown_product' then found end, concat_ws(' ', named_in, subject),
        concat_ws(' / ', found, other), load_id, row_number
    from mart.master_data_finding
), aside as (
    -- Rows of files that wait because master data do not know what they name, or lack its pack size.
    select load.chain_id, line.rule as kind, coalesce(line.found, '') as found, count(*) as line_count,
        (array_agg(line.load_id order by line.load_id desc, line.row_number))[1] as load_id,
        (array_agg(line.row_number order by line.load_id desc, line.row_number))[1] as row_number
    from ops.quarantined_row as line
    join ops.load as load using (load_id)
    where line.state = 'open'
        and line.rule in ('unknown_product', 'unknown_store', 'unknown_account', 'shared_barcode', 'pack_size_missing')
        and core.is_known(load.arrived_at, load.recorded_at, 'infinity', 'infinity')
    group by load.chain_id, line.rule, coalesce(line.found, '')
), weighed as (
    -- What each touches: its store, its product, or its product at its chain (and region, where the gap is of one).
    select gap.kind, gap.chain_id, gap.store_id, gap.product_id, gap.subject, gap.found, gap.load_id, gap.row_number,
        coalesce(sum(weight.line_count), 0) as line_count, coalesce(sum(weight.supply_amount), 0) as supply_amount
    from gap
    left join (weight left join store as place using (chain_id, store_id))
        on (gap.store_id is not null or gap.product_id is not null) and gap.chain_id in ('', weight.chain_id)
        and coalesce(gap.store_id, weight.store_id) = weight.store_id and coalesce(gap.product_id, weight.product_id) = weight.product_id
        and (gap.kind <> 'no_price' or place.region = gap.found)
    group by gap.kind, gap.chain_id, gap.store_id, gap.product_id, gap.subject, gap.found, gap.load_id, gap.row_number
    union all
    select kind, chain_id, null, null, found, 'row', load_id, row_number, line_count, null from aside
), owner as (
    -- A store's own people mend what its representative sees; the chain's supervisor its prices and papers; an analyst the products.
    select weighed.*, store.region, store.city,
        case when weighed.kind = 'store_without_representative' then 'region_manager'
            when weighed.store_id is not null then 'representative' when weighed.chain_id <> '' then 'supervisor'
            else 'analyst' end as owner_role,
        store.representative_id, store.region_manager_id
    from weighed
    left join store on store.chain_id = weighed.chain_id and store.store_id = weighed.store_id
)
select kind, owner.chain_id, coalesce(owner.region, case when kind = 'no_price' then found end) as region, owner.city, owner.store_id,
    product_id, subject, found, owner_role,
    case owner_role when 'region_manager' then region_manager_id when 'representative' then coalesce(representative_id, region_manager_id)
        else holder.person_id end as owner_person_id,
    line_count, supply_amount, load_id, row_number
from owner
left join lateral (
    select held.person_id
    from core.responsibility as held
    where held.role = owner.owner_role and held.chain_id in ('', owner.chain_id)
        and core.is_known(held.arrived_at, held.recorded_at, held.superseded_at, held.superseded_recorded_at)
        and core.as_of() between held.valid_from and held.valid_to
    order by held.chain_id <> '' desc, held.person_id limit 1) as holder on true;

comment on view mart.data_gap is
    'One row: one gap or mistake in the company''s master data with who mends it and what it costs';
comment on column mart.data_gap.kind is
    'unknown_outlet_class, store_without_representative, no_unit_barcode, no_case_barcode, no_price (a listed item), pack_size_differs; '
    'those of mart.master_data_finding; and the rules by which rows wait in quarantine for master data';
comment on column mart.data_gap.chain_id is 'Chain; empty for what belongs to none';
comment on column mart.data_gap.region is 'Our sales region; null where it is of no one region';
comment on column mart.data_gap.city is 'City of the store; null without one';
comment on column mart.data_gap.store_id is 'Store; null where it is of none';
comment on column mart.data_gap.product_id is 'Our product; null where it is of none';
comment on column mart.data_gap.subject is 'What it is about';
comment on column mart.data_gap.found is
    'What is missing or was found: attributes, region of the price, pack sizes, the two that disagree; row: rows in '
    'quarantine';
comment on column mart.data_gap.owner_role is 'Role that mends it';
comment on column mart.data_gap.owner_person_id is 'Who holds that role; null when nobody is named';
comment on column mart.data_gap.line_count is 'Order lines of figures.on_sale_days that it touches; rows that wait in quarantine for it';
comment on column mart.data_gap.supply_amount is
    'Supply of figures.on_sale_days that it touches, RMB without VAT; null for rows in quarantine';
comment on column mart.data_gap.load_id is 'Load of the row; null where nothing was loaded that could be mended';
comment on column mart.data_gap.row_number is 'Row of it in its file';
