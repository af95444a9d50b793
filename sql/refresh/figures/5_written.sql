-- What was computed is kept: new rows are inserted, and those that say something else are updated; what is the same is not written. In the
-- key's order, so that each page is met once.
insert into core.kept_fulfilment as kept (chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on,
    requested_on, ordered_quantity, shipped_quantity, received_quantity, last_received_on, load_id, row_number)
select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity,
    shipped_quantity, received_quantity, last_received_on, load_id, row_number
from fresh_fulfilment
order by chain_id, order_number, store_id, product_id, is_free
on conflict (chain_id, order_number, store_id, product_id, is_free) do update set
    (account_id, ordered_on, requested_on, ordered_quantity, shipped_quantity, received_quantity, last_received_on, load_id,
        row_number)
    = row(excluded.account_id, excluded.ordered_on, excluded.requested_on, excluded.ordered_quantity, excluded.shipped_quantity,
        excluded.received_quantity, excluded.last_received_on, excluded.load_id, excluded.row_number)
where (kept.account_id, kept.ordered_on, kept.requested_on, kept.ordered_quantity, kept.shipped_quantity, kept.received_quantity,
    kept.last_received_on, kept.load_id, kept.row_number)
    is distinct from (excluded.account_id, excluded.ordered_on, excluded.requested_on, excluded.ordered_quantity,
    excluded.shipped_quantity, excluded.received_quantity, excluded.last_received_on, excluded.load_id, excluded.row_number);

insert into core.kept_supply_line as kept (chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return,
    is_ordered, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including)
select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, is_ordered, received_on, month, region,
    city, received_quantity, unit_price, net_amount, net_amount_including
from fresh_supply
order by chain_id, delivery_number, store_id, order_number, product_id, is_free
on conflict (chain_id, delivery_number, store_id, order_number, product_id, is_free) do update set
    (is_return, is_ordered, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including)
    = row(excluded.is_return, excluded.is_ordered, excluded.received_on, excluded.month, excluded.region, excluded.city,
        excluded.received_quantity, excluded.unit_price, excluded.net_amount, excluded.net_amount_including)
where (kept.is_return, kept.is_ordered, kept.received_on, kept.month, kept.region, kept.city, kept.received_quantity,
    kept.unit_price, kept.net_amount, kept.net_amount_including)
    is distinct from (excluded.is_return, excluded.is_ordered, excluded.received_on, excluded.month, excluded.region, excluded.city,
    excluded.received_quantity, excluded.unit_price, excluded.net_amount, excluded.net_amount_including);

insert into core.kept_price_finding as kept (chain_id, order_number, store_id, product_id, rule, statement_number, line_number,
    ordered_on, found_price, expected_price, likely_cause, neighbour_product_id, amount_at_stake, load_id, row_number)
select chain_id, order_number, store_id, product_id, rule, statement_number, line_number, ordered_on, found_price, expected_price,
    likely_cause, neighbour_product_id, amount_at_stake, load_id, row_number
from fresh_finding
order by chain_id, order_number, store_id, product_id, rule, statement_number, line_number
on conflict (chain_id, order_number, store_id, product_id, rule, statement_number, line_number) do update set
    (ordered_on, found_price, expected_price, likely_cause, neighbour_product_id, amount_at_stake, load_id, row_number)
    = row(excluded.ordered_on, excluded.found_price, excluded.expected_price, excluded.likely_cause, excluded.neighbour_product_id,
        excluded.amount_at_stake, excluded.load_id, excluded.row_number)
where (kept.ordered_on, kept.found_price, kept.expected_price, kept.likely_cause, kept.neighbour_product_id, kept.amount_at_stake,
    kept.load_id, kept.row_number)
    is distinct from (excluded.ordered_on, excluded.found_price, excluded.expected_price, excluded.likely_cause,
    excluded.neighbour_product_id, excluded.amount_at_stake, excluded.load_id, excluded.row_number);

insert into core.kept_service_difference as kept (chain_id, order_number, store_id, product_id, is_free, kind, delivery_number, account_id,
    happened_on, quantity, ours, theirs, agreed_price, our_load_id, our_row_number, their_load_id, their_row_number)
select chain_id, order_number, store_id, product_id, is_free, kind, delivery_number, account_id,
    happened_on, quantity, ours, theirs, agreed_price, our_load_id, our_row_number, their_load_id, their_row_number
from fresh_difference
order by chain_id, order_number, store_id, product_id, is_free, kind, delivery_number
on conflict (chain_id, order_number, store_id, product_id, is_free, kind, delivery_number) do update set
    (account_id, happened_on, quantity, ours, theirs, agreed_price, our_load_id, our_row_number, their_load_id, their_row_number)
    = row(excluded.account_id, excluded.happened_on, excluded.quantity, excluded.ours, excluded.theirs, excluded.agreed_price,
        excluded.our_load_id, excluded.our_row_number, excluded.their_load_id, excluded.their_row_number)
where (kept.account_id, kept.happened_on, kept.quantity, kept.ours, kept.theirs, kept.agreed_price, kept.our_load_id, kept.our_row_number,
    kept.their_load_id, kept.their_row_number)
    is distinct from (excluded.account_id, excluded.happened_on, excluded.quantity, excluded.ours, excluded.theirs, excluded.agreed_price,
    excluded.our_load_id, excluded.our_row_number, excluded.their_load_id, excluded.their_row_number);
