-- Keeps the answer to the question that the transaction's clocks ask. Parameter: @keep (how many moments stay).
create temp table asked on commit drop as select * from mart.compute_settlement();
create temp table asked_sum on commit drop as select * from mart.statement_sum;
analyze asked, asked_sum;

delete from core.past_state
where knowledge = current_setting('ka.knowledge') and known_at = core.known_at()
    or past_id <= (select max(past_id) - @keep + 1 from core.past_state);
insert into core.past_state (knowledge, known_at, recorded_to)
values (current_setting('ka.knowledge'), core.known_at(), mart.recorded_to());

insert into core.past_settlement (past_id, settlement)
select (select mart.past_id()), row(a.*)::core.kept_settlement
from asked a
where is_differing;

insert into core.past_statement (past_id, chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount,
    payable_amount)
select (select mart.past_id()), chain_id, statement_number, coalesce(e.worth, 0), coalesce(l.goods_amount, 0),
    coalesce(l.deduction_amount, 0),
    coalesce(l.invoiceable_amount, 0), coalesce(l.payable_amount, 0)
from (select chain_id, statement_number, sum(entry_worth) as worth from asked where statement_number is not null group by chain_id,
    statement_number) e
full join asked_sum l using (chain_id, statement_number);
analyze core.past_settlement, core.past_statement;
