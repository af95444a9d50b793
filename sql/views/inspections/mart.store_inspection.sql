-- One row: one inspection of one store: who, how many items, our faces beside the competitor's, what was found. Read by: the weekly
-- digest, the console, the figures workbook. Left out: inspections after the as-of date.
-- Depends on: mart.inspection_display, mart.inspection_finding, mart.inspection_line, mart.store_representative
create view mart.store_inspection as
with visit as materialized (
    -- Lines of an inspection as one.
    select chain_id, store_id, inspected_on, min(inspector) as inspector, count(*) filter (where product_id <> '') as item_count,
        max(promoters) as promoters, max(material_state) as material_state, max(gift_state) as gift_state,
        nullif(string_agg(photos, ' ' order by product_id), '') as photos, min(load_id) as load_id, min(row_number) as row_number
    from mart.inspection_line
    group by chain_id, store_id, inspected_on
), found as materialized (
    -- What each found, by kind.
    select chain_id, store_id, inspected_on, count(*) as finding_count, count(rule_id) as penalty_count,
        array_agg(distinct finding order by finding) as findings
    from mart.inspection_finding
    group by chain_id, store_id, inspected_on
)
select visit.chain_id, visit.store_id, shop.region, shop.city, visit.inspected_on, date_trunc('month', visit.inspected_on)::date as month,
    visit.inspector, shop.representative_id, visit.item_count, display.our_faces, display.competitor_faces, visit.promoters,
    visit.material_state, visit.gift_state, visit.photos, coalesce(found.finding_count, 0) as finding_count,
    coalesce(found.penalty_count, 0) as penalty_count, coalesce(found.findings, '{}') as findings, visit.load_id, visit.row_number
from visit
left join found using (chain_id, store_id, inspected_on)
left join mart.inspection_display as display using (chain_id, store_id, inspected_on)
left join mart.store_representative as shop using (chain_id, store_id);

comment on view mart.store_inspection is 'One row: one inspection of one store, and how much it found';
comment on column mart.store_inspection.chain_id is 'Chain';
comment on column mart.store_inspection.store_id is 'Store, within the chain';
comment on column mart.store_inspection.region is 'Its region; null where the store is not open on the as-of date';
comment on column mart.store_inspection.city is 'Its city, likewise';
comment on column mart.store_inspection.inspected_on is 'Day of the inspection';
comment on column mart.store_inspection.month is 'First day of its month';
comment on column mart.store_inspection.inspector is 'Person who inspected';
comment on column mart.store_inspection.representative_id is 'Representative of the store on the as-of date';
comment on column mart.store_inspection.item_count is 'Our items looked at';
comment on column mart.store_inspection.our_faces is 'Average faces of our items that can be compared with the competitor''s';
comment on column mart.store_inspection.competitor_faces is 'Average of what each is compared with: in its category, else on the shelf';
comment on column mart.store_inspection.promoters is 'Promoters on duty';
comment on column mart.store_inspection.material_state is 'Advertising material: good, dirty, out_of_date, damaged or unfitting';
comment on column mart.store_inspection.gift_state is 'Gifts: shown, not_shown or not_announced';
comment on column mart.store_inspection.photos is 'Names of photographs';
comment on column mart.store_inspection.finding_count is 'Findings';
comment on column mart.store_inspection.penalty_count is 'Findings for which the manual names a penalty';
comment on column mart.store_inspection.findings is 'Their kinds (mart.inspection_finding)';
comment on column mart.store_inspection.load_id is 'Load that brought it';
comment on column mart.store_inspection.row_number is 'Its first row in the file';
