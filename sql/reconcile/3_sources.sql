-- Stands before the algebra of views/12_mart.computed_settlement.sql in place of its own sources: the touched documents alone, as
-- they are known now.
create temp table fresh on commit drop as
with
order_line as (
    select l.chain_id, l.order_number, l.store_id, l.product_id, l.is_free, l.ordered_on, l.printed_price, l.printed_basis
    from touched_order t
    join core.order_line l on l.chain_id = t.chain_id and l.order_number = t.order_number
    where l.superseded_at = 'infinity'
),
delivery_line as (
    select d.chain_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.kind, d.account_id, d.received_on,
        d.received_quantity, d.load_id, d.row_number
    from touched_note t
    join core.delivery_line d on d.chain_id = t.chain_id and d.delivery_number = t.delivery_number
    where d.superseded_at = 'infinity'
),
touched_settlement as (
    select l.* from touched_note t
    join core.statement_line l on l.chain_id = t.chain_id and l.delivery_number = t.delivery_number
    union all
    select l.* from touched_order t
    join core.statement_line l on l.chain_id = t.chain_id and l.order_number = t.order_number and l.delivery_number = ''
    union all
    select l.* from touched_statement t
    join core.statement_line l on l.chain_id = t.chain_id and l.statement_number = t.statement_number
        and l.delivery_number = '' and l.order_number = ''
),
statement_line as (
    select chain_id, statement_number, line_number, kind = 'return' as is_return, delivery_number, order_number, store_id, product_id,
        is_free, case when kind = 'return' then -quantity else quantity end as quantity, unit_price, vat_rate,
        case when kind = 'return' then -amount else amount end as amount, load_id, row_number
    from touched_settlement
    where kind <> 'deduction' and superseded_at = 'infinity'
),
