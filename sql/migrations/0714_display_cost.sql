-- What a store's display costs a month beside the standard that its region set for it (M6.3.4): both on the line of the store.
alter table core.inspection add column display_cost numeric(12, 2), add column display_standard numeric(12, 2);
alter table core.inspection add constraint inspection_display_paid check (
    display_cost >= 0 and display_standard > 0 and (display_cost is null or display_standard is not null));
comment on constraint inspection_display_paid on core.inspection is
    '填了陈列费用须填区域标准，标准大于 0 a display''s cost stands beside its region''s standard, which is above 0';
comment on column core.inspection.display_cost is 'What the display in the store costs a month, RMB; null: not told';
alter table core.penalty_rule drop constraint penalty_rule_unit_known,
    add constraint penalty_rule_unit_known check (unit in ('sku_store', 'day', 'case', 'item', 'store', 'piece', 'approved', 'percent'));
comment on column core.inspection.display_standard is 'What the region''s standard for it is, likewise';
