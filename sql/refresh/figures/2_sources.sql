-- The touched documents as they are known now, copied aside by look-ups of their keys, each inside its fence (1_touched.sql): few pages
-- are read however long the history.
create temp table source_order on commit drop as
    select line.*
    from touched_order as touched
    cross join lateral (
        select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, ordered_quantity, pack_size,
            printed_price, printed_basis,
            is_cancelled, load_id, row_number
        from core.order_line as line
        where line.chain_id = touched.chain_id and line.order_number = touched.order_number and line.superseded_at = 'infinity' offset 0)
            as line;

create temp table source_note on commit drop as
    select line.*
    from touched_note as touched
    cross join lateral (
        select chain_id, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, shipped_quantity,
            received_quantity, load_id, row_number
        from core.delivery_line as line
        where line.chain_id = touched.chain_id and line.delivery_number = touched.delivery_number
            and line.superseded_at = 'infinity' offset 0) as line;

-- Orders that touched notes name without being touched themselves give price and date only.
create temp table source_price on commit drop as
    select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis from source_order
    union all
    select line.*
    from (select distinct chain_id, order_number from source_note where order_number <> '') as named
    cross join lateral (
        select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis from core.order_line as line
        where line.chain_id = named.chain_id and line.order_number = named.order_number and line.superseded_at = 'infinity' offset 0)
            as line
    where not exists (select from touched_order where touched_order.chain_id = named.chain_id
        and touched_order.order_number = named.order_number);

-- What came for the touched orders.
create temp table source_delivery on commit drop as
    select line.*
    from touched_order as touched
    cross join lateral (
        select chain_id, order_number, store_id, product_id, is_free, shipped_quantity, received_quantity, received_on, delivery_number,
            load_id, row_number
        from core.delivery_line as line
        where line.chain_id = touched.chain_id and line.order_number = touched.order_number and line.superseded_at = 'infinity'
            and line.kind = 'delivery' offset 0) as line;

-- What was settled for them: lines that name the order, and lines that name one of its notes.
create temp table source_settled on commit drop as
    with named as (
        -- Lines that name the order.
        select line.*
        from touched_order as touched
        cross join lateral (
            select * from core.statement_line as line
            where line.chain_id = touched.chain_id and line.order_number = touched.order_number
                and line.superseded_at = 'infinity' offset 0) as line
    ), noted as (
        -- Lines that name one of its delivery notes.
        select line.*
        from (
            select distinct touched.chain_id, delivery.delivery_number
            from touched_order as touched
            cross join lateral (
                select delivery.delivery_number from core.delivery_line as delivery
                where delivery.chain_id = touched.chain_id and delivery.order_number = touched.order_number
                    and delivery.superseded_at = 'infinity' offset 0) as delivery) as note
        cross join lateral (
            select * from core.statement_line as line
            where line.chain_id = note.chain_id and line.delivery_number = note.delivery_number and line.superseded_at = 'infinity'
                and line.order_number = '' offset 0) as line
    ), line as (
        -- Both together.
        select chain_id, statement_number, line_number, kind, is_free, product_id, quantity, unit_price, store_id, order_number,
            delivery_number, load_id, row_number from named
        union all
        select chain_id, statement_number, line_number, kind, is_free, product_id, quantity, unit_price, store_id, order_number,
            delivery_number, load_id, row_number from noted
    )
    select line.chain_id, line.statement_number, line.line_number, line.product_id, line.quantity, line.unit_price,
        line.store_id as named_store,
        coalesce(nullif(line.order_number, ''), note.order_number) as order_number, line.load_id, line.row_number
    from line
    left join lateral (
        select max(delivery.order_number) as order_number
        from core.delivery_line as delivery
        where delivery.chain_id = line.chain_id and delivery.delivery_number = line.delivery_number
            and delivery.product_id = line.product_id
          and line.store_id in ('', delivery.store_id) and delivery.superseded_at = 'infinity') as note on line.order_number = ''
    where line.kind = 'goods' and not line.is_free and line.product_id is not null and line.unit_price is not null and line.quantity > 0;

analyze source_order, source_note, source_price, source_delivery, source_settled;
