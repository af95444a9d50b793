-- One row: one order line to be delivered today or tomorrow, as the morning after the as-of date sees it, and whose it is.
-- Read by: mart.work_list, which says what goes first; the console, where it only counts. Left out: orders wanted later, and stores closed
-- on the as-of date.
-- Depends on: mart.open_order_line, mart.store_representative
create view mart.work_line as
with store as materialized (
    -- Whose list, asked once.
    select chain_id, store_id, region, city, representative_id from mart.store_representative
)
select line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, line.account_id, line.ordered_on, line.requested_on,
    -- What was wanted before and can still come in time is of today.
    case when line.requested_on <= core.as_of() then 'overdue' when line.requested_on = core.as_of() + 1 then 'today' else 'tomorrow' end
        as due,
    line.open_quantity, line.load_id, line.row_number, store.region, store.city, store.representative_id
from mart.open_order_line as line
join store using (chain_id, store_id)
where line.requested_on <= core.as_of() + 2;

comment on view mart.work_line is 'One row: one order line to be delivered today or tomorrow, and whose it is';
comment on column mart.work_line.chain_id is 'Chain';
comment on column mart.work_line.order_number is 'Order, unique within the chain';
comment on column mart.work_line.store_id is 'Store, within the chain';
comment on column mart.work_line.product_id is 'Our product';
comment on column mart.work_line.is_free is 'Whether the line is free of charge';
comment on column mart.work_line.account_id is 'Settlement account of the chain';
comment on column mart.work_line.ordered_on is 'Business date of the order';
comment on column mart.work_line.requested_on is 'Business date on which the chain wants it';
comment on column mart.work_line.due is
    'overdue: wanted by the as-of date and still in time; today: the day after the as-of date; tomorrow: the day after that';
comment on column mart.work_line.open_quantity is 'Sales units still to come';
comment on column mart.work_line.load_id is 'Load of the order''s file';
comment on column mart.work_line.row_number is 'Row of the order''s file';
comment on column mart.work_line.region is 'Our sales region';
comment on column mart.work_line.city is 'City';
comment on column mart.work_line.representative_id is 'Whose list: KA representative of the store; null when nobody is named';
