-- The first fill: the plain view itself, written document by document, and the statements' sums. Nothing is looked up by key.
delete from core.kept_settlement;
delete from core.kept_statement;
insert into core.kept_settlement
select * from mart.computed_settlement
order by chain_id, delivery_number, order_number, store_id, product_id;
insert into core.kept_statement (chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount, payable_amount)
select chain_id, statement_number, coalesce(e.worth, 0), coalesce(l.goods_amount, 0), coalesce(l.deduction_amount, 0),
    coalesce(l.invoiceable_amount, 0), coalesce(l.payable_amount, 0)
from (select chain_id, statement_number, sum(entry_worth) as worth from core.kept_settlement where statement_number is not null group by chain_id, statement_number) e
full join mart.statement_sum l using (chain_id, statement_number);
