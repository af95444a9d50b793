-- One row: one thing of a chain's item list in a region that is not what it was on the last day of the month before the as-of date.
-- Read by: the workbook of items. Left out: products of a region that the chain has entered or left since.
-- Depends on: mart.item_list, mart.item_on
create view mart.item_list_change as
with before as materialized (
    -- The list of the last day of the month before.
    select * from mart.item_on((date_trunc('month', core.as_of()) - interval '1 day')::date)
), now as materialized (
    -- The list of the as-of date.
    select * from mart.item_list
), place as (
    -- Where there was a list then and is one now.
    select chain_id, region from before intersect select chain_id, region from now
), pair as (
    -- Both side by side.
    select chain_id, region, product_id, before, now, before.product_id is null as is_new, now.product_id is null as is_gone
    from before full join now using (chain_id, region, product_id)
    join place using (chain_id, region)
)
select pair.chain_id, pair.region, pair.product_id, changed.field, changed.value_before, changed.value_now
from pair
cross join lateral (values
    ('product', null, null, is_new and (now).is_listed),
    ('product_ended', null, null, is_gone and (before).is_listed),
    ('listed', null, (now).item_number, not is_new and not is_gone and (now).is_listed and not (before).is_listed),
    ('delisted', (before).item_number, null, not is_new and not is_gone and (before).is_listed and not (now).is_listed),
    ('item_number', (before).item_number, (now).item_number,
        not is_new and not is_gone and (now).is_listed and (before).is_listed and (before).item_number is distinct from (now).item_number),
    ('unit_barcode', (before).unit_barcode, (now).unit_barcode,
        not is_new and not is_gone and (before).unit_barcode is distinct from (now).unit_barcode),
    ('case_barcode', (before).case_barcode, (now).case_barcode,
        not is_new and not is_gone and (before).case_barcode is distinct from (now).case_barcode),
    ('pack_size', (before).pack_size::text, (now).pack_size::text,
        not is_new and not is_gone and (before).pack_size is distinct from (now).pack_size),
    ('supply_price', (before).supply_price::text, (now).supply_price::text,
        not is_new and not is_gone and (before).supply_price is distinct from (now).supply_price),
    ('vat_rate', (before).vat_rate::text, (now).vat_rate::text, not is_new and not is_gone and (before).vat_rate <> (now).vat_rate))
    as changed (field, value_before, value_now, is_changed)
where changed.is_changed;

comment on view mart.item_list_change is
    'One row: one thing of a chain''s item list in a region that is not what it was on the last day of the month before';
comment on column mart.item_list_change.chain_id is 'Chain';
comment on column mart.item_list_change.region is 'Our sales region';
comment on column mart.item_list_change.product_id is 'Our product';
comment on column mart.item_list_change.field is
    'product: new and listed; product_ended; listed; delisted; item_number; unit_barcode; case_barcode; pack_size; supply_price; vat_rate';
comment on column mart.item_list_change.value_before is 'What it was; null where there was nothing';
comment on column mart.item_list_change.value_now is 'What it is; null where there is nothing';
