-- Kept rows of touched documents that are no more.
delete from core.kept_settlement k
using (
    select k.ctid
    from replaced
    join core.kept_settlement k on k.ctid = replaced.place
    where not exists (
        select from fresh f
        where (f.chain_id, f.delivery_number, f.store_id, f.order_number, f.is_free, f.is_matched)
                = (k.chain_id, k.delivery_number, k.store_id, k.order_number, k.is_free, k.is_matched)
            and f.product_id is not distinct from k.product_id and f.statement_number is not distinct from k.statement_number
            and f.line_number is not distinct from k.line_number)
) gone
where k.ctid = gone.ctid
