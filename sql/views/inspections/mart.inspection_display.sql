-- One row: the display of one inspection beside the competitor's: average faces of our items that can be compared, each with the
-- competitor's average in its category, else with that of the whole shelf (M6.3.2). Read by: findings and inspections.
-- Left out: inspections in which nothing can be compared.
-- Depends on: mart.inspection_line
create view mart.inspection_display as
select ours.chain_id, ours.store_id, ours.inspected_on, round(avg(ours.faces), 2) as our_faces,
    round(avg(coalesce(ours.competitor_faces, shelf.competitor_faces)), 2) as competitor_faces,
    avg(ours.faces) < avg(coalesce(ours.competitor_faces, shelf.competitor_faces)) as is_below, min(ours.inspector) as inspector,
    min(ours.load_id) as load_id, min(ours.row_number) as row_number
from mart.inspection_line as ours
left join mart.inspection_line as shelf on shelf.chain_id = ours.chain_id and shelf.store_id = ours.store_id
    and shelf.inspected_on = ours.inspected_on and shelf.product_id = ''
where ours.product_id <> '' and ours.faces is not null and coalesce(ours.competitor_faces, shelf.competitor_faces) is not null
group by ours.chain_id, ours.store_id, ours.inspected_on;

comment on view mart.inspection_display is 'One row: the display of one inspection beside the competitor''s';
comment on column mart.inspection_display.chain_id is 'Chain';
comment on column mart.inspection_display.store_id is 'Store, within the chain';
comment on column mart.inspection_display.inspected_on is 'Day of the inspection';
comment on column mart.inspection_display.our_faces is 'Average faces of our items that can be compared';
comment on column mart.inspection_display.competitor_faces is 'Average of what each is compared with';
comment on column mart.inspection_display.is_below is 'Whether ours is below it';
comment on column mart.inspection_display.inspector is 'Person who inspected';
comment on column mart.inspection_display.load_id is 'Load that brought it';
comment on column mart.inspection_display.row_number is 'Its first row in the file';
