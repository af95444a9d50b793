-- The touched documents as they are known now, copied aside by look-ups of their keys: few pages are read however long the history.
create temp table source_order on commit drop as
    select line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, line.account_id, line.ordered_on, line.requested_on,
        line.ordered_quantity, line.pack_size, line.printed_price, line.printed_basis, line.is_cancelled, line.load_id, line.row_number
    from touched_order join core.order_line as line using (chain_id, order_number)
    where line.superseded_at = 'infinity';

create temp table source_note on commit drop as
    select line.chain_id, line.delivery_number, line.store_id, line.order_number, line.product_id, line.is_free, line.kind, line.received_on,
        line.shipped_quantity, line.received_quantity
    from touched_note join core.delivery_line as line using (chain_id, delivery_number)
    where line.superseded_at = 'infinity';

-- Orders that touched notes name without being touched themselves give price and date only.
create temp table source_price on commit drop as
    select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis from source_order
    union all
    select line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, line.ordered_on, line.printed_price, line.printed_basis
    from (select distinct chain_id, order_number from source_note where order_number <> '') as named
    join core.order_line as line using (chain_id, order_number)
    where line.superseded_at = 'infinity'
      and not exists (select from touched_order where touched_order.chain_id = named.chain_id and touched_order.order_number = named.order_number);

-- What came for the touched orders.
create temp table source_delivery on commit drop as
    select line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free, line.shipped_quantity, line.received_quantity, line.received_on
    from touched_order join core.delivery_line as line using (chain_id, order_number)
    where line.superseded_at = 'infinity' and line.kind = 'delivery';

-- What was settled for them: lines that name the order, and lines that name one of its notes.
create temp table source_settled on commit drop as
    with named as (
        select line.* from touched_order join core.statement_line as line using (chain_id, order_number)
        where line.superseded_at = 'infinity'
    ), noted as (
        select line.*
        from (
            select distinct delivery.chain_id, delivery.delivery_number
            from touched_order join core.delivery_line as delivery using (chain_id, order_number)
            where delivery.superseded_at = 'infinity') as note
        join core.statement_line as line using (chain_id, delivery_number)
        where line.superseded_at = 'infinity' and line.order_number = ''
    ), line as (
        select chain_id, statement_number, line_number, kind, is_free, product_id, quantity, unit_price, store_id, order_number, delivery_number, load_id, row_number from named
        union all
        select chain_id, statement_number, line_number, kind, is_free, product_id, quantity, unit_price, store_id, order_number, delivery_number, load_id, row_number from noted
    )
    select line.chain_id, line.statement_number, line.line_number, line.product_id, line.quantity, line.unit_price, line.store_id as named_store,
        coalesce(nullif(line.order_number, ''), note.order_number) as order_number, line.load_id, line.row_number
    from line
    left join lateral (
        select max(delivery.order_number) as order_number
        from core.delivery_line as delivery
        where delivery.chain_id = line.chain_id and delivery.delivery_number = line.delivery_number and delivery.product_id = line.product_id
          and line.store_id in ('', delivery.store_id) and delivery.superseded_at = 'infinity') as note on line.order_number = ''
    where line.kind = 'goods' and not line.is_free and line.product_id is not null and line.unit_price is not null and line.quantity > 0;

analyze source_order, source_note, source_price, source_delivery, source_settled;
