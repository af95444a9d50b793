-- The first fill of some chains: what the plain view says of them, written document by document, and the statements' sums. Nothing is looked up
-- by key. Parameter: @chains. The rows stand in "filled", which the view's own text has made.
delete from core.kept_settlement where chain_id = any (@chains);
delete from core.kept_statement where chain_id = any (@chains);
insert into core.kept_settlement
select * from filled
order by chain_id, delivery_number, order_number, store_id, product_id;
insert into core.kept_statement (chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount, payable_amount)
select chain_id, statement_number, coalesce(e.worth, 0), coalesce(l.goods_amount, 0), coalesce(l.deduction_amount, 0),
    coalesce(l.invoiceable_amount, 0), coalesce(l.payable_amount, 0)
from (
    select chain_id, statement_number, sum(entry_worth) as worth from core.kept_settlement
    where chain_id = any (@chains) and statement_number is not null group by chain_id, statement_number) e
full join (
    select chain_id, statement_number, coalesce(sum(amount) filter (where kind <> 'deduction'), 0) as goods_amount,
        coalesce(sum(amount) filter (where kind = 'deduction' and deduction_mode <> 'paid_apart'), 0) as deduction_amount,
        coalesce(sum(amount) filter (where kind <> 'deduction' or deduction_mode = 'on_invoice'), 0) as invoiceable_amount,
        coalesce(sum(amount) filter (where deduction_mode is distinct from 'paid_apart'), 0) as payable_amount
    from core.statement_line
    where chain_id = any (@chains) and superseded_at = 'infinity'
    group by chain_id, statement_number) l using (chain_id, statement_number)
