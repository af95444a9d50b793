-- One row: one judgement of a deduction against the terms: a deduction line of a statement (or one part of a lump for several
-- fees), a fee that the terms expect but the statement did not take (no line number), or a deduction taken without invoice.
-- Read by: finance, system supervisors; mart.reconciliation_break takes its rows whose verdict is a break.
-- Left out: statements not known yet. Amounts keep the statement's sign: a deduction is negative, a fee given back positive.
-- Terms are those known when the statement closed (its first arrival); the same by today's knowledge stands beside, so that a
-- contract signed later shows what it changes without rewriting what was reported (docs/domain.md#contracts).
-- Depends on: mart.all_judged_deduction, mart.money_text
create view mart.deduction_review as
with
-- Read once, for the verdicts and for what lacks an invoice.
compared as materialized (
    select * from mart.all_judged_deduction()
),
-- The verdict, and the line before it that took the same fee, or (where the text is unknown) the same amount under any name:
-- that is how a fee taken twice shows, across periods and renamed labels.
verdict as (
    select c.*, case when not is_judged then 'not_judged'
            when expected = stated then 'as_agreed'
            when line_number = 0 then 'deduction_not_taken'
            when not is_agreed or stated > 0 then 'deduction_not_in_contract'
            when expected > stated then 'deduction_over_contract'
            else 'deduction_not_taken' end as verdict,
        case when fee_code = '' then lag(statement_number) over same_amount
            else lag(statement_number) over same_fee end as earlier_statement_number,
        case when fee_code = '' then lag(line_number) over same_amount else lag(line_number) over same_fee end as earlier_line_number,
        case when fee_code = '' then lag(fee_text) over same_amount else lag(fee_text) over same_fee end as earlier_fee_text
    from compared c
    window same_fee as (partition by chain_id, fee_code, line_number > 0 and stated < 0 order by period_to, statement_number, line_number),
        same_amount as (partition by chain_id, stated, line_number > 0 and stated < 0 order by period_to, statement_number, line_number)
),
-- In words, for a person who checks it by hand.
worded as (
    select v.*, case
        when verdict = 'not_judged'
            then array['对账单有隔离行或尚无合同，未判定', 'a row of the statement is in quarantine, or no contract is known: not judged']
        when line_number > 0 and fee_code = '' then array['费用名称未登记，待核对', 'fee text unknown: for review']
        when stated > 0 then array['退还此前多扣的同一费用', 'gives back what the same fee took too much before']
        when deduction_mode = 'paid_apart' and stated = 0 and line_number > 0
            then array['另行交款，不影响本单金额', 'paid apart: moves no money on this statement']
        when kind is null then array['合同中无此费用条款', 'no clause of the contract allows this fee']
        when is_open is false then array['不在条款约定的扣款期间内', 'outside the dates on which the clause allows it']
        when not is_agreed then array['合同约定另行交款，不应在对账单上扣', 'the contract lets us pay this fee apart']
        when kind = 'fixed' and per = 'statement'
            then array['每张对账单 ' || mart.money_text(uncapped), mart.money_text(uncapped) || ' on each statement']
        when kind = 'fixed' then array[
            format('每%s %s 次，每次 %s；本次为第 %s 次', case per when 'year' then '年' else '月' end, times, mart.money_text(uncapped), occurrence),
            format('%s a %s, %s each; this is number %s', times, per, mart.money_text(uncapped), occurrence)]
        when per = 'statement' then array[
            format('本单%s %s × %s%% = %s', base_words[1], mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped)),
            format('goods of this statement%s %s × %s%% = %s', base_words[2], mart.money_text(base_amount), trim_scale(rate_pct),
                mart.money_text(uncapped))]
        else array[
            format('%s%s %s × %s%% = %s，此前已扣 %s', case per when 'month' then '当月' else '全年' end, base_words[1],
                mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped), mart.money_text(taken_before)),
            format('goods of the %s%s %s × %s%% = %s, taken before %s', per, base_words[2],
                mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped), mart.money_text(taken_before))]
        end || case when allowed < uncapped and is_agreed
            then array[format('；上限后为 %s', mart.money_text(allowed)), format('; capped at %s', mart.money_text(allowed))]
            else array['', ''] end as words
    from verdict v
    -- What the per cent is taken of, where it is not goods less returns, VAT included.
    cross join lateral (select array[
        case base when 'goods' then '货款（退货不减）' else '货款净额' end || case basis when 'excluding' then '（不含税）' else '' end,
        case base when 'goods' then ' before returns' else '' end || case basis when 'excluding' then ' without VAT' else '' end]
            as base_words) b
)
select chain_id, statement_number, nullif(line_number, 0) as line_number, part_number, fee_text, nullif(fee_code, '') as fee_code,
    deduction_mode,
    stated as stated_amount, expected as expected_amount, expected - stated as difference, verdict,
    abs(expected - stated) as at_stake_amount,
    words[1] || coalesce(words[3], '') as formula, words[2] || coalesce(words[4], '') as formula_en,
    jsonb_strip_nulls(jsonb_build_object('base', base_amount, 'base_basis', case when base_amount is not null then basis end, 'pct',
        rate_pct, 'allowed', allowed, 'cap', cap_amount,
        'times', case kind when 'fixed' then times end, 'occurrence', case when kind = 'fixed' then nullif(occurrence, 0) end,
            'taken_before', nullif(taken_before, 0), 'paid_apart', nullif(line_amount - stated, 0))) as inputs,
    contract_id, clause, line_number > 0 and fee_code = '' as needs_review,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract')
        then earlier_statement_number end as earlier_statement_number,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract') then earlier_line_number end as earlier_line_number,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract') then earlier_fee_text end as earlier_fee_text,
    case when is_judged_now then expected_now - expected else 0 end as terms_change_amount, expected_now as expected_amount_now,
    contract_id_now, clause_now, invoice_number, account_id, period_to as occurred_on,
    'statement/' || statement_number || '/' || case line_number when 0 then 'not_taken/' || fee_code
        else line_number::text end as claim_key,
    load_id, row_number
from worded
union all
-- A deduction on account must come with an invoice (M5.2.10): without one it is chased, whatever the terms say of its amount.
select chain_id, statement_number, line_number, 1, fee_text, min(nullif(fee_code, '')), deduction_mode, 0.00, 0.00, 0.00,
    'deduction_without_invoice',
    -min(line_amount), '账扣未随附发票', 'taken on account without an invoice', '{}', min(contract_id), 'M5.2.10', false, null, null, null, 0.00,
        0.00,
    null, null, '', min(account_id), min(period_to), 'statement/' || statement_number || '/' || line_number, min(load_id), min(row_number)
from compared
where line_number > 0 and deduction_mode = 'on_account' and invoice_number = '' and needs_invoice and line_amount < 0 and is_judged
group by chain_id, statement_number, line_number, fee_text, deduction_mode;

comment on view mart.deduction_review is 'One row: one judgement of a deduction against the contract''s terms';
comment on column mart.deduction_review.chain_id is 'Chain';
comment on column mart.deduction_review.statement_number is 'Statement (对账单/结算单)';
comment on column mart.deduction_review.line_number is 'Its line; empty where a fee that the terms expect was not taken';
comment on column mart.deduction_review.part_number is '1, or the part of a lump for several fees';
comment on column mart.deduction_review.fee_text is 'Fee as the chain words it';
comment on column mart.deduction_review.fee_code is 'Our fee code; empty where the text is unknown';
comment on column mart.deduction_review.deduction_mode is
    'on_account (账扣), on_invoice (票扣), paid_apart (交款: moves no money on the statement)';
comment on column mart.deduction_review.stated_amount is 'RMB including VAT that the statement takes, negative; 0 for what is paid apart';
comment on column mart.deduction_review.expected_amount is 'RMB including VAT that the terms known when it closed let it take, negative';
comment on column mart.deduction_review.difference is 'RMB: expected less stated; positive is ours to reclaim';
comment on column mart.deduction_review.verdict is
    'as_agreed, not_judged (a row of the statement is in quarantine, or no contract was known), or the kind of break';
comment on column mart.deduction_review.at_stake_amount is
    'RMB the row is about, positive: the difference, or the whole deduction where its invoice is missing';
comment on column mart.deduction_review.formula is 'How the expected amount comes about, in Chinese';
comment on column mart.deduction_review.formula_en is 'The same in English';
comment on column mart.deduction_review.inputs is 'The figures in the formula: RMB, per cent, counts';
comment on column mart.deduction_review.contract_id is 'Contract asked';
comment on column mart.deduction_review.clause is 'Clause of the contract, or of the manual';
comment on column mart.deduction_review.needs_review is 'Whether the fee text must be given a code (core.fee_text)';
comment on column mart.deduction_review.earlier_statement_number is
    'Statement that took the same fee, or the same amount where the text is unknown, before';
comment on column mart.deduction_review.earlier_line_number is 'Line of that statement';
comment on column mart.deduction_review.earlier_fee_text is 'What the chain called it there';
comment on column mart.deduction_review.terms_change_amount is
    'RMB by which a contract signed after the statement closed changes the expected amount; positive is ours to reclaim';
comment on column mart.deduction_review.expected_amount_now is 'RMB expected by the terms known now, negative';
comment on column mart.deduction_review.contract_id_now is 'Contract in force by what is known now';
comment on column mart.deduction_review.clause_now is 'Its clause';
comment on column mart.deduction_review.invoice_number is 'Invoice the chain gave for the deduction; empty where none';
comment on column mart.deduction_review.account_id is 'Settlement account of the statement';
comment on column mart.deduction_review.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.deduction_review.claim_key is
    'Stable key of the source row that a case is about: the statement''s line, or the fee it did not take';
comment on column mart.deduction_review.load_id is 'Load of the statement';
comment on column mart.deduction_review.row_number is 'Row in its file: the line, or the head where nothing was taken';
