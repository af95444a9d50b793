-- The kept rows that this refresh may replace: those of touched documents.
create temp table replaced on commit drop as
    select k.ctid as place, k.chain_id, k.statement_number, k.entry_worth
    from touched_note t
    join core.kept_settlement k on k.chain_id = t.chain_id and k.delivery_number = t.delivery_number
    union
    select k.ctid, k.chain_id, k.statement_number, k.entry_worth
    from touched_order t
    join core.kept_settlement k on k.chain_id = t.chain_id and k.order_number = t.order_number and k.delivery_number = ''
    union
    select k.ctid, k.chain_id, k.statement_number, k.entry_worth
    from touched_statement t
    join core.kept_settlement k on k.chain_id = t.chain_id and k.statement_number = t.statement_number and k.delivery_number = '' and k.order_number = '';

-- Entry worths change by what comes less what goes: a statement is not added up anew for one of its lines.
insert into core.kept_statement as kept (chain_id, statement_number, entry_worth)
select chain_id, statement_number, sum(worth)
from (
    select chain_id, statement_number, entry_worth as worth from fresh
    union all
    select chain_id, statement_number, -entry_worth from replaced) change
where statement_number is not null
group by chain_id, statement_number
on conflict (chain_id, statement_number) do update set entry_worth = kept.entry_worth + excluded.entry_worth where excluded.entry_worth <> 0;
