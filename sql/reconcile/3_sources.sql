-- The touched documents as they are known now, copied aside by look-ups of their keys: few pages are read however long the history.
create temp table source_order_line on commit drop as
    select l.chain_id, l.order_number, l.store_id, l.product_id, l.is_free, l.ordered_on, l.printed_price, l.printed_basis
    from touched_order t
    join core.order_line l on l.chain_id = t.chain_id and l.order_number = t.order_number
    where l.superseded_at = 'infinity';

create temp table source_delivery_line on commit drop as
    select d.chain_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.kind, d.account_id, d.received_on,
        d.received_quantity, d.load_id, d.row_number
    from touched_note t
    join core.delivery_line d on d.chain_id = t.chain_id and d.delivery_number = t.delivery_number
    where d.superseded_at = 'infinity';

create temp table source_statement_line on commit drop as
    with touched as (
        select l.* from touched_note t
        join core.statement_line l on l.chain_id = t.chain_id and l.delivery_number = t.delivery_number
        union all
        select l.* from touched_order t
        join core.statement_line l on l.chain_id = t.chain_id and l.order_number = t.order_number and l.delivery_number = ''
        union all
        select l.* from touched_statement t
        join core.statement_line l on l.chain_id = t.chain_id and l.statement_number = t.statement_number
            and l.delivery_number = '' and l.order_number = ''
    )
    select chain_id, statement_number, line_number, kind = 'return' as is_return, delivery_number, order_number, store_id, product_id,
        is_free, case when kind = 'return' then -quantity else quantity end as quantity, unit_price, vat_rate,
        case when kind = 'return' then -amount else amount end as amount, load_id, row_number
    from touched
    where kind <> 'deduction' and superseded_at = 'infinity';

analyze source_order_line, source_delivery_line, source_statement_line;
