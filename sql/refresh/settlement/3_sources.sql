-- The touched documents as they are known now, copied aside by look-ups of their keys, each inside its fence (1_touched.sql): few pages
-- are read however long the history.
create temp table source_order_line on commit drop as
    select l.*
    from touched_order t
    cross join lateral (
        select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis
        from core.order_line l
        where l.chain_id = t.chain_id and l.order_number = t.order_number and l.superseded_at = 'infinity' offset 0) l;

create temp table source_delivery_line on commit drop as
    select d.*
    from touched_note t
    cross join lateral (
        select chain_id, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, received_quantity,
            load_id, row_number
        from core.delivery_line d
        where d.chain_id = t.chain_id and d.delivery_number = t.delivery_number and d.superseded_at = 'infinity' offset 0) d;

-- What was sold on consignment: of the chains of which anything is settled so, all.
create temp table source_sold_line on commit drop as
    select * from mart.sold_line where chain_id = any (array(select chain_id from touched_consigned));

create temp table source_statement_line on commit drop as
    with touched as (
        -- Lines that name a touched note, a touched order, or neither on a touched statement.
        select l.*
        from touched_note t
        cross join lateral (
            select * from core.statement_line l
            where l.chain_id = t.chain_id and l.delivery_number = t.delivery_number and l.superseded_at = 'infinity' offset 0) l
        union all
        select l.*
        from touched_order t
        cross join lateral (
            select * from core.statement_line l
            where l.chain_id = t.chain_id and l.order_number = t.order_number and l.delivery_number = ''
                and l.superseded_at = 'infinity' offset 0) l
        union all
        select l.*
        from touched_statement t
        cross join lateral (
            select * from core.statement_line l
            where l.chain_id = t.chain_id and l.statement_number = t.statement_number and l.delivery_number = '' and l.order_number = ''
                and l.superseded_at = 'infinity' offset 0) l
    )
    select chain_id, statement_number, line_number, kind = 'return' as is_return, delivery_number, order_number, store_id, product_id,
        is_free, case when kind = 'return' then -quantity else quantity end as quantity, unit_price, vat_rate,
        case when kind = 'return' then -amount else amount end as amount, load_id, row_number
    from touched
    where kind <> 'deduction';

-- Their sizes matter, their distribution hardly.
set local default_statistics_target = 10;
analyze source_order_line, source_delivery_line, source_sold_line, source_statement_line;
