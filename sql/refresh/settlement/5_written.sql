-- The table says of the touched documents what was computed: rows that say something else, or that are no more, go; rows that were
-- not there come, document by document, so that a document lies together. What is the same is not written.
-- A kept row is a computed one with is_differing behind it; row() compares whatever columns the view has.
create temp table different on commit drop as
    with replaced as (
        -- What is kept of the touched documents until now.
        select k.*
        from touched_note t
        cross join lateral (
            select k.ctid as place, k.* from core.kept_settlement k
            where k.chain_id = t.chain_id and k.delivery_number = t.delivery_number offset 0) k
        union all
        select k.*
        from touched_order t
        cross join lateral (
            select k.ctid, k.* from core.kept_settlement k
            where k.chain_id = t.chain_id and k.order_number = t.order_number and k.delivery_number = '' offset 0) k
        union all
        select k.*
        from touched_statement t
        cross join lateral (
            select k.ctid, k.* from core.kept_settlement k
            where k.chain_id = t.chain_id and k.statement_number = t.statement_number and k.delivery_number = ''
                and k.order_number = '' offset 0) k
    )
    select r.place, f.ctid as fresh_place, coalesce(f.chain_id, r.chain_id) as chain_id,
        coalesce(f.statement_number, r.statement_number) as statement_number,
            coalesce(f.entry_worth, 0) - coalesce(r.entry_worth, 0) as worth
    from replaced r
    full join fresh f on f.chain_id = r.chain_id and f.delivery_number = r.delivery_number and f.store_id = r.store_id
        and f.order_number = r.order_number and f.is_free = r.is_free and f.is_matched = r.is_matched
        and coalesce(f.product_id, '') = coalesce(r.product_id, '') and coalesce(f.statement_number, '') = coalesce(r.statement_number, '')
        and coalesce(f.line_number, 0) = coalesce(r.line_number, 0)
    where row(r.place, f.*, r.is_differing) is distinct from row(r.*);
analyze different;

delete from core.kept_settlement where ctid = any (array(select place from different where place is not null));

insert into core.kept_settlement
select f.*
from different d
join fresh f on f.ctid = d.fresh_place
order by f.chain_id, f.delivery_number, f.order_number, f.store_id, f.product_id;

-- Entry worths change by what comes less what goes: a statement is not added up anew for one of its lines.
insert into core.kept_statement as kept (chain_id, statement_number, entry_worth)
select chain_id, statement_number, sum(worth)
from different
where statement_number is not null
group by chain_id, statement_number
on conflict (chain_id, statement_number) do update set entry_worth = kept.entry_worth + excluded.entry_worth
    where excluded.entry_worth <> 0;

-- Whoever stands on these rows sees that they are others (mart.break_basis).
update core.kept_state set written = default
where chain_id = any (@chains) and exists (select from different);
