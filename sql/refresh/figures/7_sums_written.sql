-- The sums are kept, as the lines are (5_written.sql).
insert into core.kept_item as kept (chain_id, store_id, product_id, first_received_on, last_received_on, last_ordered_on)
select chain_id, store_id, product_id, first_received_on, last_received_on, last_ordered_on
from fresh_item
order by chain_id, store_id, product_id
on conflict (chain_id, store_id, product_id) do update set
    (first_received_on, last_received_on, last_ordered_on)
    = row(excluded.first_received_on, excluded.last_received_on, excluded.last_ordered_on)
where (kept.first_received_on, kept.last_received_on, kept.last_ordered_on)
    is distinct from (excluded.first_received_on, excluded.last_received_on, excluded.last_ordered_on);

insert into core.kept_outlet_month as kept (chain_id, store_id, region, city, month, first_on, amount, amount_including, quantity,
    day_amounts, day_amounts_including, day_quantities)
select chain_id, store_id, region, city, month, first_on, amount, amount_including, quantity, day_amounts, day_amounts_including,
    day_quantities
from fresh_outlet_month
order by chain_id, store_id, region, city, month
on conflict (chain_id, store_id, region, city, month) do update set
    (first_on, amount, amount_including, quantity, day_amounts, day_amounts_including, day_quantities)
    = row(excluded.first_on, excluded.amount, excluded.amount_including, excluded.quantity, excluded.day_amounts,
        excluded.day_amounts_including, excluded.day_quantities)
where (kept.first_on, kept.amount, kept.amount_including, kept.quantity, kept.day_amounts, kept.day_amounts_including,
    kept.day_quantities)
    is distinct from (excluded.first_on, excluded.amount, excluded.amount_including, excluded.quantity, excluded.day_amounts,
    excluded.day_amounts_including, excluded.day_quantities);

insert into core.kept_product_month as kept (chain_id, region, product_id, month, first_on, amount, day_amounts)
select chain_id, region, product_id, month, first_on, amount, day_amounts
from fresh_product_month
order by chain_id, region, product_id, month
on conflict (chain_id, region, product_id, month) do update set
    (first_on, amount, day_amounts)
    = row(excluded.first_on, excluded.amount, excluded.day_amounts)
where (kept.first_on, kept.amount, kept.day_amounts)
    is distinct from (excluded.first_on, excluded.amount, excluded.day_amounts);
