-- What was touched since the last refresh: orders whose lines, deliveries, settlement or prices were recorded or ended since, and
-- delivery notes likewise. Parameters: @chains (of which alone it is asked), @since (up to what their
-- last refresh reached; -infinity for all).
create temp table touched_order (chain_id text collate "C", order_number text collate "C", primary key (chain_id, order_number))
    on commit drop;
create temp table touched_note (chain_id text collate "C", delivery_number text collate "C", primary key (chain_id, delivery_number))
    on commit drop;

create temp table touched_line on commit drop as
    select chain_id, order_number, '' as delivery_number from core.order_line
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select chain_id, order_number, delivery_number from core.delivery_line
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));

-- A settlement line touches the order it is held against: the one it names, or the one its note names.
insert into touched_line
    with settled as (
        -- Goods lines of statements that were recorded or ended since.
        select distinct chain_id, order_number, delivery_number from core.statement_line
        where chain_id = any (@chains) and kind = 'goods'
            and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')))
    select chain_id, order_number, '' from settled where order_number <> ''
    union
    select settled.chain_id, note.order_number, ''
    from settled
    -- Each look-up of a key stands inside a fence, here and in 2_sources.sql: joined freely, the planner walks all history (decision 0180).
    cross join lateral (
        select note.order_number from core.delivery_line as note
        where note.chain_id = settled.chain_id and note.delivery_number = settled.delivery_number and note.order_number <> '' offset 0)
            as note
    where settled.order_number = '' and settled.delivery_number <> '';

-- Master data. A price, a promotion or a VAT rate touches the lines of its product and dates; a store its own; an account its orders.
-- How long an ended promotion still explains a price is a setting: its change, like any of the price thresholds, touches all orders.
create temp table changed_term on commit drop as
    select chain_id, product_id, '' as store_id, '' as account_id, valid_from, valid_to from core.price
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select chain_id, product_id, '', '', purchase_from, purchase_to + core.rule_value('price.expired_promotion_days')::integer
        from core.promotion
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select null, product_id, '', '', valid_from, valid_to from core.product
    where recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity')
    union
    select chain_id, null, store_id, '', valid_from, valid_to from core.store
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select chain_id, null, '', account_id, '-infinity', 'infinity' from core.settlement_account
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'))
    union
    select null, null, '', '', '-infinity', 'infinity' from core.rule_setting
    where rule_key like 'price.%' and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));

insert into touched_line
    select kept.chain_id, kept.order_number, ''
    from changed_term as changed
    join core.kept_fulfilment as kept
        on (changed.chain_id is null or kept.chain_id = changed.chain_id)
            and (changed.product_id is null or kept.product_id = changed.product_id)
        and changed.store_id in ('', kept.store_id) and changed.account_id in ('', kept.account_id)
            and kept.ordered_on between changed.valid_from and changed.valid_to
    where kept.chain_id = any (@chains)
    union
    -- A neighbour's price is a cause: findings of the chain on its dates are looked at again.
    select finding.chain_id, finding.order_number, ''
    from changed_term as changed
    join core.kept_price_finding as finding on (changed.chain_id is null or finding.chain_id = changed.chain_id)
        and finding.rule <> 'unjudged' and finding.ordered_on between changed.valid_from and changed.valid_to
    where finding.chain_id = any (@chains) and changed.product_id is not null
    union
    select supply.chain_id, '', supply.delivery_number
    from changed_term as changed
    join core.kept_supply_line as supply
        on (changed.chain_id is null or supply.chain_id = changed.chain_id)
            and (changed.product_id is null or supply.product_id = changed.product_id)
        and changed.store_id in ('', supply.store_id) and changed.account_id = ''
            and (changed.product_id is not null or changed.store_id <> '')
        and supply.received_on between changed.valid_from and changed.valid_to
    where supply.chain_id = any (@chains);

insert into touched_order select distinct chain_id, order_number from touched_line where order_number <> '' on conflict do nothing;
analyze touched_order;
-- The order gives its deliveries their price and date.
insert into touched_note
    select distinct chain_id, delivery_number from touched_line where delivery_number <> ''
    union
    select distinct touched.chain_id, delivery.delivery_number
    from touched_order as touched
    cross join lateral (
        select delivery.delivery_number from core.delivery_line as delivery
        where delivery.chain_id = touched.chain_id and delivery.order_number = touched.order_number
            and delivery.superseded_at = 'infinity' offset 0) as delivery
    on conflict do nothing;
analyze touched_note;
