-- One row: one new product in one chain with how many stores have opened it, of those whose working days for it end on one day.
-- Read by: the close digest. Left out: products launched longer ago than config/rules.yaml watches.
-- Depends on: mart.new_product_clock
create view mart.new_product_progress as
select chain_id, product_id, launched_on, due_on,
    count(*) filter (where state = 'opened') as opened_count,
    count(*) filter (where state = 'opened_late') as opened_late_count,
    count(*) filter (where state = 'late') as late_count,
    count(*) filter (where state = 'running') as running_count,
    array_agg(store_id order by store_id) filter (where state = 'late') as late_store_ids
from mart.new_product_clock
group by chain_id, product_id, launched_on, due_on;

comment on view mart.new_product_progress is
    'One row: one new product in one chain, of the stores whose working days for it end on one day: how many have opened it';
comment on column mart.new_product_progress.chain_id is 'Chain';
comment on column mart.new_product_progress.product_id is 'Our product';
comment on column mart.new_product_progress.launched_on is 'The companys start date';
comment on column mart.new_product_progress.due_on is 'Last day to open it; null where the calendar does not reach';
comment on column mart.new_product_progress.opened_count is 'Stores that opened it in time';
comment on column mart.new_product_progress.opened_late_count is 'Stores that opened it too late';
comment on column mart.new_product_progress.late_count is 'Stores that have not opened it though the time is over';
comment on column mart.new_product_progress.running_count is 'Stores whose time still runs';
comment on column mart.new_product_progress.late_store_ids is 'The late ones, by number; null: none';
