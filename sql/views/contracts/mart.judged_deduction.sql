-- One row: one part of a deduction, or one fee due on the statement that it did not take (line 0), judged side by side by the terms of the
-- day it closed and by those known now. Read by: mart.deduction_review. Left out: statements not known yet.
-- Depends on: mart.clause_allowance, mart.deduction_part, mart.statement_contract
create view mart.judged_deduction as
with
-- Read once each: what contracts there are, what their clauses allow, what was deducted.
contract as materialized (
    select distinct chain_id, statement_number, is_now from mart.statement_contract
),
-- What the clauses allow.
capped as materialized (
    select * from mart.clause_allowance
),
-- What was deducted.
part as materialized (
    select * from mart.deduction_part
),
-- Each part on both bases with its clause; a clause that lets us pay the fee apart does not allow taking it.
matched as (
    select p.chain_id, p.statement_number, p.account_id, p.period_to, p.line_number, p.part_number, p.fee_text, p.fee_code,
        p.deduction_mode, p.invoice_number, p.load_id, p.row_number, p.amount, p.line_amount, n.is_now,
        -- Where no contract is known at all, there is nothing to judge by: said, not guessed.
        p.is_judged and exists (select from contract c where c.chain_id = p.chain_id and c.statement_number = p.statement_number
            and c.is_now = n.is_now) as is_judged,
        a.contract_id, a.term_id, a.clause, a.kind, a.per, a.times, a.counted_in, a.base, a.basis, a.base_amount, a.rate_pct, a.cap_amount,
        a.allowed, a.uncapped, a.is_open, coalesce(a.needs_invoice, true) as needs_invoice,
        greatest(-p.amount, 0) as taken,
        a.term_id is not null and a.is_open and (a.deduction_mode <> 'paid_apart' or p.deduction_mode = 'paid_apart') as is_agreed
    from part p
    cross join (values (false), (true)) as n (is_now)
    left join capped a on a.chain_id = p.chain_id and a.statement_number = p.statement_number and a.is_now = n.is_now
        and a.fee_code = p.fee_code
),
-- Running figures of a clause: on this statement, and over the statements that its count runs in.
counted as (
    select m.*,
        sum(taken) over here - taken as taken_before_here,
        taken > 0 and sum(taken) over here = sum(taken)
            over (partition by chain_id, is_now, statement_number, contract_id, term_id, is_agreed) as is_last_here,
        count(*) filter (where taken > 0) over in_count as occurrence,
        sum(taken) over in_count - taken as taken_before
    from matched m
    window here as (partition by chain_id, is_now, statement_number, contract_id, term_id, is_agreed order by line_number, part_number),
        in_count as (partition by chain_id, is_now, contract_id, term_id, is_agreed, counted_in order by period_to, statement_number,
            line_number, part_number)
),
-- What the terms let the statement take for each part, as a positive figure.
allotted as (
    select c.*, case when not is_judged then taken when not is_agreed then 0
        when per = 'statement' and is_last_here then greatest(allowed - taken_before_here, 0)
        when per = 'statement' then least(taken, greatest(allowed - taken_before_here, 0))
        when kind = 'fixed' and occurrence > times then 0
        when kind = 'fixed' then least(taken, allowed)
        else least(taken, greatest(allowed - taken_before, 0)) end as may_take
    from counted c
),
-- A fee given back settles what the same fee took too much before; more than that is no agreed credit. What a statement that is not
-- judged gives back settles nothing that is judged.
given_back as (
    select a.*, case when amount <= 0 or not is_judged then amount - least(amount, 0) else
            least(amount, greatest(sum(greatest(taken - may_take, 0)) over fee
                - (sum(case when is_judged then greatest(amount, 0) else 0 end) over fee - greatest(amount, 0)), 0)) end as may_return
    from allotted a
    window fee as (partition by chain_id, is_now, coalesce(fee_code, fee_text) order by period_to, statement_number, line_number,
        part_number)
),
-- On each basis: the parts, and the fees that were not taken.
judged as (
    select chain_id, statement_number, is_now, line_number, part_number, coalesce(fee_code, '') as fee_code, fee_text, deduction_mode,
        invoice_number, load_id, row_number, period_to, is_judged, amount as stated, may_return - may_take as expected, line_amount,
        contract_id, clause, kind, per, times, occurrence, base, basis, base_amount, rate_pct, cap_amount, allowed, uncapped,
        taken_before, is_agreed, is_open, needs_invoice, account_id
    from given_back
    union all
    -- Fees due on every statement that this one did not take at all; line 0 stands for none.
    select a.chain_id, a.statement_number, a.is_now, 0, 1, a.fee_code, null, a.deduction_mode, null,
        a.load_id, a.row_number, a.period_to, true, 0, -a.allowed, 0, a.contract_id, a.clause, a.kind, a.per,
        a.times, null, a.base, a.basis, a.base_amount, a.rate_pct, a.cap_amount, a.allowed, a.uncapped, 0, true, true, false,
        a.account_id
    from capped a
    where a.is_judged and a.per = 'statement' and a.is_open and a.deduction_mode <> 'paid_apart' and a.allowed > 0
      and not exists (select from part p where p.chain_id = a.chain_id and p.statement_number = a.statement_number
                         and p.fee_code = a.fee_code and p.amount < 0)
)
select chain_id, statement_number, line_number, part_number, fee_code,
    coalesce(o.fee_text, n.fee_text) as fee_text, coalesce(o.deduction_mode, n.deduction_mode) as deduction_mode,
    coalesce(o.invoice_number, n.invoice_number, '') as invoice_number, coalesce(o.load_id, n.load_id) as load_id,
    coalesce(o.row_number, n.row_number) as row_number, coalesce(o.period_to, n.period_to) as period_to,
    coalesce(o.is_judged, true) as is_judged, coalesce(n.is_judged, true) as is_judged_now, coalesce(o.stated, 0)::numeric(16, 2) as stated,
    coalesce(o.expected, 0)::numeric(16, 2) as expected, coalesce(n.expected, 0)::numeric(16, 2) as expected_now,
    coalesce(o.line_amount, n.line_amount) as line_amount, o.contract_id, o.clause, o.kind, o.per, o.times, o.occurrence,
    o.base, o.basis, o.base_amount, o.rate_pct, o.cap_amount, o.allowed, o.uncapped, o.taken_before,
    coalesce(o.is_agreed, false) as is_agreed, o.is_open,
    coalesce(o.needs_invoice, true) as needs_invoice, n.contract_id as contract_id_now, n.clause as clause_now,
    coalesce(o.account_id, n.account_id) as account_id
from (select * from judged where not is_now) o
full join (select * from judged where is_now) n using (chain_id, statement_number, line_number, part_number, fee_code);

comment on view mart.judged_deduction is
    'One row: one part of a deduction, or one fee that was not taken, judged by the terms of the closing day and of now';
comment on column mart.judged_deduction.chain_id is 'Chain';
comment on column mart.judged_deduction.statement_number is 'Statement';
comment on column mart.judged_deduction.line_number is 'Its line; 0 where a fee that the terms expect was not taken';
comment on column mart.judged_deduction.part_number is '1, or the part of a lump';
comment on column mart.judged_deduction.fee_code is 'Our fee code; empty where the text is unknown';
comment on column mart.judged_deduction.fee_text is 'Fee as the chain words it';
comment on column mart.judged_deduction.deduction_mode is 'on_account, on_invoice or paid_apart';
comment on column mart.judged_deduction.invoice_number is 'Invoice the chain gave; empty where none';
comment on column mart.judged_deduction.load_id is 'Load of the line, or of the head where nothing was taken';
comment on column mart.judged_deduction.row_number is 'Its row';
comment on column mart.judged_deduction.period_to is 'Last business date of the statement''s period';
comment on column mart.judged_deduction.is_judged is 'Whether it can be judged by the terms of the closing day';
comment on column mart.judged_deduction.is_judged_now is 'Whether it can be judged by the terms known now';
comment on column mart.judged_deduction.stated is 'RMB that the statement takes, negative';
comment on column mart.judged_deduction.expected is 'RMB that the terms of the closing day let it take, negative';
comment on column mart.judged_deduction.expected_now is 'RMB that the terms known now let it take, negative';
comment on column mart.judged_deduction.line_amount is 'RMB of the whole line';
comment on column mart.judged_deduction.contract_id is 'Contract asked';
comment on column mart.judged_deduction.clause is 'Its clause';
comment on column mart.judged_deduction.kind is 'Kind of clause; null where none allows the fee';
comment on column mart.judged_deduction.per is 'What it is counted by: statement, month, year';
comment on column mart.judged_deduction.times is 'How often a fixed fee may be taken in that span';
comment on column mart.judged_deduction.occurrence is 'Which time this is';
comment on column mart.judged_deduction.base is 'What a share is taken of: goods, or goods less returns';
comment on column mart.judged_deduction.basis is 'including or excluding VAT';
comment on column mart.judged_deduction.base_amount is 'RMB that the share is taken of';
comment on column mart.judged_deduction.rate_pct is 'Per cent';
comment on column mart.judged_deduction.cap_amount is 'RMB that may not be exceeded';
comment on column mart.judged_deduction.allowed is 'RMB allowed, positive';
comment on column mart.judged_deduction.uncapped is 'RMB allowed before the cap';
comment on column mart.judged_deduction.taken_before is 'RMB taken before in the span';
comment on column mart.judged_deduction.is_agreed is 'Whether a clause allows taking the fee on the statement';
comment on column mart.judged_deduction.is_open is 'Whether the period lies in the dates of the clause';
comment on column mart.judged_deduction.needs_invoice is 'Whether the chain must give an invoice';
comment on column mart.judged_deduction.contract_id_now is 'Contract in force by what is known now';
comment on column mart.judged_deduction.clause_now is 'Its clause';
comment on column mart.judged_deduction.account_id is 'Settlement account of the statement';
