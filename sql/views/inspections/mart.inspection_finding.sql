-- One row: one thing that an inspection found wrong in a store: what of, how much was found and how much is asked for, and the penalty
-- that the manual names for it (M6.3). Read by: exposures, the weekly digest, the console. Left out: what was not looked at.
-- Depends on: mart.inspection_display, mart.inspection_line, mart.retail_price_anomaly
create view mart.inspection_finding as
-- The display as a whole.
select chain_id, store_id, inspected_on, ''::text as product_id, 'display_below_competitor'::text as finding,
    'display_below_competitor'::text as rule_id, 1 as units, our_faces as found, competitor_faces as expected, null::text as detail,
    inspector, load_id, row_number
from mart.inspection_display where is_below
union all
-- What the display costs a month against the standard of its region: each whole per cent above it counts, and one below is shown alone.
select chain_id, store_id, inspected_on, '', 'display_cost_high', case when above > 0 then 'display_cost_high' end, greatest(above, 1),
    display_cost, display_standard, null, inspector, load_id, row_number
from mart.inspection_line
cross join lateral (select floor((display_cost / display_standard - 1) * 100)::integer as above) as part
where product_id = '' and display_cost > display_standard
union all
-- A single item under the measure of its display: shown, without an amount.
select chain_id, store_id, inspected_on, product_id, 'display_small', null, 1, faces * depth,
    (select trim_scale(core.rule_value('display.faces') * core.rule_value('display.packs_a_face'))), null, inspector, load_id, row_number
from mart.inspection_line
where product_id <> ''
    and faces * depth < (select core.rule_value('display.faces') * core.rule_value('display.packs_a_face'))
union all
select chain_id, store_id, inspected_on, product_id, 'stack_missing', 'stack_missing', 1, stack_cases,
    (select trim_scale(core.rule_value('display.stack_cases'))), null, inspector, load_id, row_number
from mart.inspection_line
where product_id <> '' and not stack_exception and stack_cases < (select core.rule_value('display.stack_cases'))
union all
select chain_id, store_id, inspected_on, product_id, 'damaged_pack', 'damaged_pack', damaged_packs, damaged_packs, 0, null, inspector,
    load_id, row_number
from mart.inspection_line where damaged_packs > 0
union all
select chain_id, store_id, inspected_on, product_id, 'defaced_case', 'defaced_case', defaced_cases, defaced_cases, 0, null, inspector,
    load_id, row_number
from mart.inspection_line where defaced_cases > 0
union all
-- Who pays for a gap depends on whose cause it is; a gap of which nobody said so is shown without an amount.
select chain_id, store_id, inspected_on, product_id, case display_state when 'empty' then 'display_empty' else 'display_not_full' end,
    'display_empty_' || display_cause, 1, null, null, display_cause, inspector, load_id, row_number
from mart.inspection_line where product_id <> '' and display_state <> 'full'
union all
select chain_id, store_id, inspected_on, '', 'material_bad', 'material_bad', 1, null, null, material_state, inspector, load_id, row_number
from mart.inspection_line where product_id = '' and material_state <> 'good'
union all
select chain_id, store_id, inspected_on, '', 'gifts_not_shown', 'gifts_not_shown', 1, null, null, gift_state, inspector, load_id,
    row_number
from mart.inspection_line where product_id = '' and gift_state <> 'shown'
union all
-- Fewer promoters on duty than the store has.
select line.chain_id, line.store_id, line.inspected_on, '', 'promoters_missing', null, 1, line.promoters, staff.promoters, null,
    line.inspector, line.load_id, line.row_number
from mart.inspection_line as line
join core.store_staff as staff on staff.chain_id = line.chain_id and staff.store_id = line.store_id
    and line.inspected_on between staff.valid_from and staff.valid_to
    and core.is_known(staff.arrived_at, staff.recorded_at, staff.superseded_at, staff.superseded_recorded_at)
where line.product_id = '' and line.promoters < staff.promoters
union all
-- Judged on the day of the inspection.
select chain_id, store_id, inspected_on, product_id, case when inspected_on > expires_on then 'expired' else 'stale' end, null, 1,
    expires_on - inspected_on, expires_on - stale_from + 1, null, inspector, load_id, row_number
from mart.inspection_line where product_id <> '' and inspected_on >= stale_from
union all
-- The shelf price where nothing newer was seen (mart.price_anomaly holds it as well).
select line.chain_id, line.store_id, line.inspected_on, line.product_id, 'shelf_price', null, 1, price.found_price, price.expected_price,
    price.likely_cause, line.inspector, line.load_id, line.row_number
from mart.inspection_line as line
join mart.retail_price_anomaly as price on price.chain_id = line.chain_id and price.store_id = line.store_id
    and price.product_id = line.product_id and price.seen_on = line.inspected_on and price.load_id is not distinct from line.load_id
    and price.row_number is not distinct from line.row_number;

comment on view mart.inspection_finding is 'One row: one thing that an inspection found wrong in a store, and the penalty named for it';
comment on column mart.inspection_finding.chain_id is 'Chain';
comment on column mart.inspection_finding.store_id is 'Store, within the chain';
comment on column mart.inspection_finding.inspected_on is 'Day of the inspection';
comment on column mart.inspection_finding.product_id is 'Our product; empty: the store itself';
comment on column mart.inspection_finding.finding is
    'display_below_competitor, display_cost_high, display_small, stack_missing, damaged_pack, defaced_case, display_empty, '
    'display_not_full, material_bad, '
    'gifts_not_shown, promoters_missing, expired, stale, shelf_price';
comment on column mart.inspection_finding.rule_id is 'Penalty of config/rules.yaml; null where the manual names no amount';
comment on column mart.inspection_finding.units is 'How many: packs, cases, whole per cent above the standard, else one';
comment on column mart.inspection_finding.found is
    'What was found: faces, packs, cases, promoters, days left, RMB including VAT; null where nothing is counted';
comment on column mart.inspection_finding.expected is 'What is asked for, likewise';
comment on column mart.inspection_finding.detail is 'Whose cause, or what is wrong with it; of a price its likely cause';
comment on column mart.inspection_finding.inspector is 'Person who inspected';
comment on column mart.inspection_finding.load_id is 'Load that brought it';
comment on column mart.inspection_finding.row_number is 'Its row in the file';
