-- Statements whose lines were recorded or ended since the last refresh are added up anew, as mart.statement_sum does. Parameters: @chains,
-- @since.
create temp table changed_statement on commit drop as
    select distinct chain_id, statement_number from core.statement_line
    where chain_id = any (@chains) and (recorded_at > @since or (superseded_recorded_at > @since and superseded_recorded_at <> 'infinity'));

insert into core.kept_statement as kept (chain_id, statement_number, goods_amount, deduction_amount, invoiceable_amount, payable_amount)
select c.chain_id, c.statement_number, coalesce(sum(l.amount) filter (where l.kind <> 'deduction'), 0),
    coalesce(sum(l.amount) filter (where l.kind = 'deduction' and l.deduction_mode <> 'paid_apart'), 0),
    coalesce(sum(l.amount) filter (where l.kind <> 'deduction' or l.deduction_mode = 'on_invoice'), 0),
    coalesce(sum(l.amount) filter (where l.deduction_mode is distinct from 'paid_apart'), 0)
from changed_statement c
left join lateral (
    select kind, amount, deduction_mode
    from core.statement_line l
    where l.chain_id = c.chain_id and l.statement_number = c.statement_number and l.superseded_at = 'infinity' offset 0) l on true
group by c.chain_id, c.statement_number
on conflict (chain_id, statement_number) do update
    set (goods_amount, deduction_amount, invoiceable_amount, payable_amount)
        = (excluded.goods_amount, excluded.deduction_amount, excluded.invoiceable_amount, excluded.payable_amount)
    where (kept.goods_amount, kept.deduction_amount, kept.invoiceable_amount, kept.payable_amount)
        is distinct from (excluded.goods_amount, excluded.deduction_amount, excluded.invoiceable_amount, excluded.payable_amount);

-- A statement without a line in force is none.
delete from core.kept_statement k
using changed_statement c
where k.chain_id = c.chain_id and k.statement_number = c.statement_number and not exists (
    select from core.statement_line l
    where l.chain_id = c.chain_id and l.statement_number = c.statement_number and l.superseded_at = 'infinity')
