-- One row: one shelf price seen in a store on a day: reported by a portal, or seen at an inspection. Read by: whatever asks for shelf
-- prices. Left out: what was seen after the as-of date. Where both tell of a day, both stand here; what a person saw counts.
create view mart.shelf_price as
select chain_id, store_id, product_id, seen_on, unit_price, false as is_inspected, load_id, row_number
from core.retail_price
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and seen_on <= core.as_of()
union all
select chain_id, store_id, product_id, inspected_on, shelf_price, true, load_id, row_number
from core.inspection
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and inspected_on <= core.as_of()
    and shelf_price is not null and product_id <> '';

comment on view mart.shelf_price is 'One row: one shelf price seen in a store on a day, by a portal''s report or at an inspection';
comment on column mart.shelf_price.chain_id is 'Chain';
comment on column mart.shelf_price.store_id is 'Store, within the chain';
comment on column mart.shelf_price.product_id is 'Our product';
comment on column mart.shelf_price.seen_on is 'Business date on which it was seen';
comment on column mart.shelf_price.unit_price is 'RMB per sales unit including VAT';
comment on column mart.shelf_price.is_inspected is 'Whether a person saw it at an inspection';
comment on column mart.shelf_price.load_id is 'Load of the report';
comment on column mart.shelf_price.row_number is 'Its row';
