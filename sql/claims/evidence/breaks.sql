-- The breaks that a pack is about: those of one claim, or all money breaks of one statement. Deductions bring their formula and clause,
-- and for a claim every line that took the same fee, but none that took too little. Parameters: @chain, @claim_key (null for a statement),
-- @statement (null for a claim).
with newest as (
    select distinct on (account_id) account_id, statement_number
    from core.statement
    where chain_id = @chain and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    order by account_id, period_to desc, statement_number desc
)
select b.statement_number, b.line_number, b.kind, b.amount, b.ours, b.theirs, b.rule, b.is_carried, b.delivery_number, b.order_number,
       b.store_id, b.product_id, b.quantity, null as fee_code, null as fee_text, null as formula, b.claim_key,
       -- The open rest of a delivery counts once, as the newest statement shows it; a statement's own pack counts all that is on it.
       @statement::text is not null or b.kind not in ('settled_short', 'unsettled') or n.statement_number is not null as counts
from mart.reconciliation_break b
left join newest n using (account_id, statement_number)
where b.chain_id = @chain and b.family = 'money' and b.kind not like 'deduction%'
    and (b.claim_key = @claim_key or b.statement_number = @statement)
union all
select d.statement_number, d.line_number, d.verdict, d.difference, d.expected_amount, d.stated_amount,
    coalesce(d.contract_id || ' ' || d.clause, 'terms'),
       false, null, null, null, null, null, d.fee_code, d.fee_text,
       d.formula || ' / ' || d.formula_en || case when d.at_stake_amount > 0 and d.difference = 0 then ' ('
           || mart.money_text(d.at_stake_amount) || ')' else '' end,
       d.claim_key, @statement::text is not null or d.claim_key = @claim_key
from mart.deduction_review d
where d.chain_id = @chain
  and (d.statement_number = @statement or d.claim_key = @claim_key
       or (@claim_key is not null and d.difference >= 0
           and d.fee_code in (select fee_code from mart.deduction_review where chain_id = @chain and claim_key = @claim_key)))
union all
select t.statement_number, t.line_number, t.kind, t.amount, t.new_amount, t.old_amount, concat_ws(' ', t.new_contract_id, t.new_clause),
       false, null, null, null, null, null, t.fee_code, t.fee_text,
       format('%s → %s', concat_ws(' ', t.old_contract_id, t.old_clause), concat_ws(' ', t.new_contract_id, t.new_clause)),
       'terms/' || t.statement_number || '/' || coalesce(t.line_number::text, t.fee_code) || '/' || t.part_number,
           @claim_key::text is not null
from mart.deduction_terms_changed t
where t.chain_id = @chain
  and (t.statement_number = @statement or 'terms/' || t.statement_number || '/' || coalesce(t.line_number::text, t.fee_code) || '/'
      || t.part_number = @claim_key)
order by 1, 2 nulls last, 3, claim_key, 4
