-- Kept rows of touched documents that are no more.
delete from core.kept_settlement k
using (
    select k.ctid
    from (
        select t.chain_id, k.ctid from touched_note t
        join core.kept_settlement k on k.chain_id = t.chain_id and k.delivery_number = t.delivery_number
        union
        select t.chain_id, k.ctid from touched_order t
        join core.kept_settlement k on k.chain_id = t.chain_id and k.order_number = t.order_number and k.delivery_number = ''
        union
        select t.chain_id, k.ctid from touched_statement t
        join core.kept_settlement k on k.chain_id = t.chain_id and k.statement_number = t.statement_number and k.delivery_number = '' and k.order_number = ''
    ) touched
    join core.kept_settlement k on k.ctid = touched.ctid
    where not exists (
        select from fresh f
        where (f.chain_id, f.delivery_number, f.store_id, f.order_number, f.is_free, f.is_matched)
                = (k.chain_id, k.delivery_number, k.store_id, k.order_number, k.is_free, k.is_matched)
            and f.product_id is not distinct from k.product_id and f.statement_number is not distinct from k.statement_number
            and f.line_number is not distinct from k.line_number)
) gone
where k.ctid = gone.ctid
