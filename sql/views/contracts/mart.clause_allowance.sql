-- One row: one clause that is asked for one fee of one statement, on one basis, with what it allows the statement to take.
-- Read by: the steps of mart.deduction_review. Left out: clauses of contracts that another goes before.
-- Depends on: mart.fee_base, mart.statement_contract, mart.statement_goods, mart.years_held
create view mart.clause_allowance as
with
-- Read once: which contracts a statement could be judged by.
contract as materialized (
    select * from mart.statement_contract
),
-- One clause per fee and statement. A tiered rebate is settled when its year has ended, often on the next year's statements: there
-- the contract that ended last is asked. Else a clause whose window is open goes before one whose window is closed.
term as (
    select distinct on (c.chain_id, c.statement_number, c.is_now, t.fee_code)
        c.chain_id, c.statement_number, c.is_now, c.moment, c.period_to, c.account_id, c.load_id, c.row_number,
        c.is_judged, t.fee_code, c.contract_id, t.term_id, t.clause, t.kind, t.deduction_mode,
        t.base, t.basis, t.pct, t.amount, t.per, t.times, t.cap_amount, t.cap_per, t.needs_invoice,
        c.contract_account_id, c.valid_from as contract_from, c.valid_to as contract_to, w.is_open,
        -- What a count runs in: the contract's n-th year (terms that hold on count anew), or the month. A cap runs in the year.
        case when t.per = 'month' then to_char(c.period_to, 'YYYY-MM') else y.contract_year end as counted_in, y.contract_year
    from contract c
    join core.contract_term t on t.chain_id = c.chain_id and t.contract_id = c.contract_id
        and core.was_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at, c.moment)
    -- A window of dates moves on with the years in which the contract's terms hold on.
    cross join lateral (select mart.years_held(c.valid_from, c.valid_to, c.period_to) as years) s
    cross join lateral (select case when t.kind = 'tiered_rebate' then c.contract_id
        else extract(year from age(c.period_to, c.valid_from))::text end as contract_year) y
    cross join lateral (select case when t.kind = 'tiered_rebate' then c.period_to >= c.valid_to
        else c.period_to >= t.valid_from + s.years and c.period_from <= t.valid_to + s.years end as is_open) w
    where c.preference = 1 or t.kind = 'tiered_rebate'
    order by c.chain_id, c.statement_number, c.is_now, t.fee_code, w.is_open desc, c.valid_to desc, t.valid_from desc, t.term_id
),
-- Goods and returns as each statement states them, for chains whose terms take a share of them.
goods as (
    select g.*
    from mart.statement_goods g
    where g.chain_id in (select t.chain_id from core.contract_term t where t.kind <> 'fixed')
),
-- What each clause allows: per statement for clauses due on each, per year for shares of the year's sales, each time for fixed fees.
allowance as (
    select t.*, b.base_amount, b.rate_pct,
        case t.kind when 'fixed' then t.amount else round(b.base_amount * b.rate_pct / 100, 2) end as uncapped
    from term t
    left join goods g on g.chain_id = t.chain_id and g.statement_number = t.statement_number
    cross join lateral (
        -- Of the statement's own, or of the month's or the contract year's up to it.
        select case when t.kind = 'fixed' then null
            when t.per = 'statement' then mart.fee_base(t.base, t.basis, g.goods_amount, g.return_amount, g.net_goods_amount,
                g.net_return_amount)
            else (select sum(mart.fee_base(t.base, t.basis, y.goods_amount, y.return_amount, y.net_goods_amount, y.net_return_amount))
                from goods y
                   where y.chain_id = t.chain_id and y.period_to <= t.period_to
                     and case t.per when 'month' then y.period_to >= date_trunc('month', t.period_to)
                         else y.period_to between t.contract_from and t.contract_to end
                     -- The chain's contract leaves out accounts with one of their own.
                     and case when t.contract_account_id is not null then y.account_id = t.contract_account_id
                         else not exists (select from contract o where o.chain_id = y.chain_id and o.statement_number = y.statement_number
                             and o.is_now = t.is_now and o.contract_account_id is not null and o.preference = 1) end) end as base_amount
    ) a
    cross join lateral (
        select a.base_amount, case t.kind when 'tiered_rebate' then coalesce((
            select r.pct from core.contract_tier r
             where r.chain_id = t.chain_id and r.contract_id = t.contract_id and r.term_id = t.term_id and r.sales_from <= a.base_amount
               and core.was_known(r.arrived_at, r.recorded_at, r.superseded_at, r.superseded_recorded_at, t.moment)
             order by r.sales_from desc limit 1), 0) else t.pct end as rate_pct
    ) b
),
-- The cap: each statement's own, or what the earlier statements, or months, of the contract year have left of it.
stepped as (
    select a.*, a.uncapped - case when a.per = 'month' then coalesce(lag(a.uncapped) over (
        partition by a.chain_id, a.is_now, a.contract_id, a.term_id, a.counted_in order by a.period_to, a.statement_number), 0)
            else 0 end as step
    from allowance a
)
select a.*, case when a.cap_amount is null then a.uncapped
    when a.cap_per = 'statement' or a.per = 'year' or a.kind = 'fixed' and a.per <> 'statement' then least(a.uncapped, a.cap_amount)
    else least(sum(a.step) over upto, a.cap_amount) - least(sum(a.step) over upto - a.uncapped, a.cap_amount) end as allowed
from stepped a
window upto as (partition by a.chain_id, a.is_now, a.contract_id, a.term_id, a.contract_year order by a.period_to, a.statement_number);

comment on view mart.clause_allowance is
    'One row: one clause that is asked for one fee of one statement, on one basis, with what it allows';
comment on column mart.clause_allowance.chain_id is 'Chain';
comment on column mart.clause_allowance.statement_number is 'Statement';
comment on column mart.clause_allowance.is_now is 'Basis: false the terms known when the statement closed, true those known to the report';
comment on column mart.clause_allowance.moment is 'The moment of that basis';
comment on column mart.clause_allowance.period_to is 'Last business date of the statement''s period';
comment on column mart.clause_allowance.account_id is 'Settlement account of the statement';
comment on column mart.clause_allowance.load_id is 'Load of the statement''s head';
comment on column mart.clause_allowance.row_number is 'Row of its head in the file';
comment on column mart.clause_allowance.is_judged is 'Whether its deductions can be judged: none of its rows waits in quarantine';
comment on column mart.clause_allowance.fee_code is 'Our fee code';
comment on column mart.clause_allowance.contract_id is 'Contract';
comment on column mart.clause_allowance.term_id is 'Its clause';
comment on column mart.clause_allowance.clause is 'Number of the clause in the contract';
comment on column mart.clause_allowance.kind is 'Kind of clause: fixed, a share of goods, a rebate in tiers';
comment on column mart.clause_allowance.deduction_mode is 'on_account, on_invoice or paid_apart';
comment on column mart.clause_allowance.base is 'What a share is taken of: goods, or goods less returns';
comment on column mart.clause_allowance.basis is 'including or excluding VAT';
comment on column mart.clause_allowance.pct is 'Per cent of a share; null where tiers or an amount say it';
comment on column mart.clause_allowance.amount is 'RMB of a fixed fee, each time';
comment on column mart.clause_allowance.per is 'What it is counted by: statement, month, year';
comment on column mart.clause_allowance.times is 'How often a fixed fee may be taken in that span';
comment on column mart.clause_allowance.cap_amount is 'RMB that it may not exceed; null without a cap';
comment on column mart.clause_allowance.cap_per is 'Span of the cap';
comment on column mart.clause_allowance.needs_invoice is 'Whether the chain must give an invoice';
comment on column mart.clause_allowance.contract_account_id is 'Settlement account that the contract is for; null for the whole chain';
comment on column mart.clause_allowance.contract_from is 'First day of the contract';
comment on column mart.clause_allowance.contract_to is 'Last day of the contract';
comment on column mart.clause_allowance.is_open is 'Whether the statement''s period lies in the dates on which the clause allows the fee';
comment on column mart.clause_allowance.counted_in is 'Span in which a count runs: the contract''s year, or the month';
comment on column mart.clause_allowance.contract_year is 'The contract''s year, in which a cap runs';
comment on column mart.clause_allowance.base_amount is 'RMB that the share is taken of; null for fixed fees';
comment on column mart.clause_allowance.rate_pct is 'Per cent that holds for that amount';
comment on column mart.clause_allowance.uncapped is 'RMB allowed before the cap';
comment on column mart.clause_allowance.step is 'RMB by which the span''s allowance grows with this statement';
comment on column mart.clause_allowance.allowed is 'RMB allowed, positive';
