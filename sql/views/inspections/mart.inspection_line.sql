-- One row: what was seen of one of our products at an inspection, or of the store itself, with the days of the goods' life.
-- Read by: findings of inspections. Left out: inspections after the as-of date.
-- Depends on: mart.stale_from
create view mart.inspection_line as
select line.chain_id, line.store_id, line.inspected_on, line.product_id, line.inspector, line.faces, line.depth, line.competitor_faces,
    line.stack_cases, line.stack_exception, line.damaged_packs, line.defaced_cases, line.display_state, line.display_cause,
    line.promoters, line.material_state, line.gift_state, line.photos, line.display_cost, line.display_standard, line.produced_on,
    line.produced_on + product.shelf_life_days as expires_on,
    mart.stale_from(line.produced_on, product.shelf_life_days) as stale_from, line.load_id, line.row_number
from core.inspection as line
left join core.product as product on product.product_id = line.product_id
    and line.inspected_on between product.valid_from and product.valid_to
    and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    and line.inspected_on <= core.as_of();

comment on view mart.inspection_line is 'One row: what was seen of one product at an inspection of a store, or of the store itself';
comment on column mart.inspection_line.chain_id is 'Chain';
comment on column mart.inspection_line.store_id is 'Store, within the chain';
comment on column mart.inspection_line.inspected_on is 'Day of the inspection';
comment on column mart.inspection_line.product_id is 'Our product; empty: the store itself';
comment on column mart.inspection_line.inspector is 'Person who inspected';
comment on column mart.inspection_line.faces is 'Faces of the item on the shelf';
comment on column mart.inspection_line.depth is 'Packs behind each face';
comment on column mart.inspection_line.competitor_faces is
    'Faces that a competitor''s item has on average: in the item''s category, or, for the store, on the whole shelf';
comment on column mart.inspection_line.stack_cases is 'Cases of the item in its stack';
comment on column mart.inspection_line.stack_exception is 'Whether both managers approved a smaller stack';
comment on column mart.inspection_line.damaged_packs is 'Damaged single packs on sale';
comment on column mart.inspection_line.defaced_cases is 'Defaced cases';
comment on column mart.inspection_line.display_state is 'full, not_full or empty';
comment on column mart.inspection_line.display_cause is 'representative, promoter or dealer; null: not said';
comment on column mart.inspection_line.promoters is 'Promoters on duty';
comment on column mart.inspection_line.material_state is 'good, dirty, out_of_date, damaged or unfitting';
comment on column mart.inspection_line.gift_state is 'shown, not_shown or not_announced';
comment on column mart.inspection_line.photos is 'Names of photographs';
comment on column mart.inspection_line.display_cost is 'What the store''s display costs a month, RMB';
comment on column mart.inspection_line.display_standard is 'What the region''s standard for it is, RMB';
comment on column mart.inspection_line.produced_on is 'Earliest production date on the shelf';
comment on column mart.inspection_line.expires_on is 'Its last day; null where the product''s shelf life is not known';
comment on column mart.inspection_line.stale_from is 'First day on which too little of its life is left';
comment on column mart.inspection_line.load_id is 'Load that brought it';
comment on column mart.inspection_line.row_number is 'Its row in the file';
