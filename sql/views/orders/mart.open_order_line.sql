-- One row: one order line of which something is still to come in time: short, and not due yet or wanted on a day to come.
-- Read by: mart.work_list, mart.stock_cover. Left out: what is complete, cancelled, past its due date (a delivery break by then), or
-- older than config/rules.yaml looks back.
-- Depends on: mart.order_fulfilment
create view mart.open_order_line as
select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, due_on, ordered_quantity,
    received_quantity, ordered_quantity - received_quantity as open_quantity, load_id, row_number
from mart.order_fulfilment
where is_short and (is_due is not true or requested_on > core.as_of())
    and ordered_on > core.as_of() - (select core.rule_value('work.order_days'))::integer;

comment on view mart.open_order_line is 'One row: one order line of which something is still to come in time';
comment on column mart.open_order_line.chain_id is 'Chain';
comment on column mart.open_order_line.order_number is 'Order, unique within the chain';
comment on column mart.open_order_line.store_id is 'Store, within the chain';
comment on column mart.open_order_line.product_id is 'Our product';
comment on column mart.open_order_line.is_free is 'Whether the line is free of charge';
comment on column mart.open_order_line.account_id is 'Settlement account of the chain';
comment on column mart.open_order_line.ordered_on is 'Business date of the order';
comment on column mart.open_order_line.requested_on is 'Business date on which the chain wants it';
comment on column mart.open_order_line.due_on is 'Requested date plus grace, in working days; null where the calendar does not reach';
comment on column mart.open_order_line.ordered_quantity is 'Sales units ordered';
comment on column mart.open_order_line.received_quantity is 'Sales units signed for so far';
comment on column mart.open_order_line.open_quantity is 'Sales units still to come';
comment on column mart.open_order_line.load_id is 'Load of the order''s file';
comment on column mart.open_order_line.row_number is 'Row of the order''s file';
