-- What tells at a glance that an item cannot alert: when it was last ordered, and which lines came short. A morning then reads the lines
-- of the few items that could, by key, however long the history.
alter table core.kept_item
    alter column first_received_on drop not null,
    alter column last_received_on drop not null,
    add column last_ordered_on date;
comment on table core.kept_item is 'One row: one product in one store that ever ordered or received it, with its first and last delivery and its last order';
comment on column core.kept_item.first_received_on is 'Business date of its first delivery; null when nothing came yet';
comment on column core.kept_item.last_received_on is 'Business date of its last delivery; null when nothing came yet';
comment on column core.kept_item.last_ordered_on is 'Business date of its last order that was not free of charge; null when there is none';

create index kept_fulfilment_item on core.kept_fulfilment (chain_id, store_id, product_id, ordered_on) where not is_free and ordered_quantity > 0;
create index kept_fulfilment_short on core.kept_fulfilment (ordered_on, chain_id, store_id, product_id)
    where not is_free and ordered_quantity > 0 and received_quantity < ordered_quantity;

-- Whether a delivery answers a known order: the fill rate's numerator need not look for the order again.
alter table core.kept_supply_line add column is_ordered boolean not null default false;
alter table core.kept_supply_line alter column is_ordered drop default;
comment on column core.kept_supply_line.is_ordered is 'Whether the delivery names a known order line of its item, cancelled or not';

-- The next refresh fills them, from all that is known; until then the plain views answer.
delete from core.kept_figures_state;
