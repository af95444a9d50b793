-- One row: one order line that came otherwise than ordered, or one note of which goods were refused or that nobody ordered, at its agreed
-- price: what due dates and tolerances judge.
-- Read by: mart.service_break. Left out: returns; cancelled lines of which nothing came.
-- Depends on: mart.computed_service_difference, mart.is_figures_kept
create view mart.service_difference as
-- The kept form where it answers, else the plain one.
select chain_id, order_number, store_id, product_id, is_free, kind, delivery_number, account_id, happened_on, quantity, ours, theirs,
    agreed_price, our_load_id, our_row_number, their_load_id, their_row_number
from core.kept_service_difference
where mart.is_figures_kept()
union all
select chain_id, order_number, store_id, product_id, is_free, kind, delivery_number, account_id, happened_on, quantity, ours, theirs,
    agreed_price, our_load_id, our_row_number, their_load_id, their_row_number
from mart.computed_service_difference
where not mart.is_figures_kept();

comment on view mart.service_difference is
    'One row: one order line that came otherwise than ordered, or one note with refused or unordered goods';
comment on column mart.service_difference.chain_id is 'Chain';
comment on column mart.service_difference.order_number is 'Order; of an unordered delivery the one that it names, else empty';
comment on column mart.service_difference.store_id is 'Store, within the chain';
comment on column mart.service_difference.product_id is 'Our product';
comment on column mart.service_difference.is_free is 'Whether the line is free of charge';
comment on column mart.service_difference.kind is 'not_delivered, short_delivered, over_delivered, rejected or unordered_delivery';
comment on column mart.service_difference.delivery_number is
    'Delivery note; of an order line the last note that came for it, empty when none did';
comment on column mart.service_difference.account_id is 'Settlement account of the chain';
comment on column mart.service_difference.happened_on is
    'Business date: on which the chain wants what is missing, on which the rest was received';
comment on column mart.service_difference.quantity is 'Sales units; positive = missing or rejected, negative = too much';
comment on column mart.service_difference.ours is 'Sales units ordered; for a rejection, shipped';
comment on column mart.service_difference.theirs is 'Sales units shipped; for a rejection, received';
comment on column mart.service_difference.agreed_price is
    'RMB per sales unit excluding VAT, four decimals; 0 for free goods; null where nothing says a price';
comment on column mart.service_difference.our_load_id is 'Load of the order''s file; null for notes';
comment on column mart.service_difference.our_row_number is 'Row of the order''s file';
comment on column mart.service_difference.their_load_id is 'Load of the delivery''s file; null when nothing came';
comment on column mart.service_difference.their_row_number is 'Row of the delivery''s file';
