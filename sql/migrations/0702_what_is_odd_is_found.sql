-- What pages look for among all lines of all years is rare: each has an index of its own, which holds nothing else.
-- Order prices that no agreed one judges (mart.price_outlier).
create index kept_price_finding_unjudged on core.kept_price_finding (ordered_on) where rule = 'unjudged';
-- What could have broken between order and delivery (mart.service_break).
create index kept_fulfilment_odd on core.kept_fulfilment (chain_id, order_number)
    where shipped_quantity <> ordered_quantity or received_quantity <> ordered_quantity;
create index kept_supply_line_unordered on core.kept_supply_line (chain_id, order_number) where not is_ordered;
create index delivery_line_refused on core.delivery_line (chain_id, order_number)
    where kind = 'delivery' and shipped_quantity <> received_quantity;
create index order_line_cancelled on core.order_line (chain_id, order_number) where is_cancelled;
