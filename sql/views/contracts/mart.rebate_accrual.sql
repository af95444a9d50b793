-- One row: one yearly rebate clause (tiered, or a share of the year's sales) of a contract that has begun, with what is to be accrued for
-- it at the as-of date, though it is settled only once the year has ended.
-- Read by: finance at month end, managers (what the next tier would cost). Left out: clauses settled on every statement.
-- Sales are goods less returns (or goods alone, as the clause says) of the statements whose period ended in the contract's year by then.
-- Depends on: mart.contract_in_force, mart.deduction_review, mart.fee_base, mart.opening_statement, mart.statement_goods
create view mart.rebate_accrual as
with
-- Yearly clauses of contracts signed by the as-of date.
clause as (
    select t.chain_id, t.contract_id, t.term_id, t.clause, t.fee_code, t.kind, t.base, t.basis, t.pct, t.cap_amount, c.account_id,
        c.valid_from, c.valid_to, t.load_id, t.row_number
    from core.contract_term t
    join core.contract c on c.chain_id = t.chain_id and c.contract_id = t.contract_id and c.signed_on <= core.as_of()
        and c.valid_from <= core.as_of()
        and core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at)
    where t.kind <> 'fixed' and t.per = 'year' and core.is_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at)
),
-- Goods of the chains' own statements, and of those of before the start.
goods as (
    select chain_id, account_id, period_to, goods_amount, return_amount, net_goods_amount, net_return_amount, false as is_opening
    from mart.statement_goods
    union all
    select chain_id, account_id, period_to, goods_amount, return_amount, net_goods_amount, coalesce(net_return_amount, 0), true
    from mart.opening_statement
),
-- The year's sales so far, as the chain's own statements state them.
sold as (
    select k.chain_id, k.contract_id, k.term_id, coalesce(sum(b.amount), 0) as sales_amount,
        coalesce(sum(b.amount) filter (where g.is_opening), 0) as opening_sales_amount
    from clause k
    left join goods g on g.chain_id = k.chain_id
        -- The chain's contract leaves out accounts with one of their own.
        and case when k.account_id is not null then g.account_id = k.account_id else not exists (
            select from mart.contract_in_force(g.chain_id, g.account_id, g.period_to, core.as_of(), core.known_at()) o
            where o.contract_account_id is not null and o.preference = 1) end
        and g.period_to between k.valid_from and least(k.valid_to, core.as_of())
    left join lateral (
        select mart.fee_base(k.base, k.basis, g.goods_amount, g.return_amount, g.net_goods_amount, g.net_return_amount) as amount
    ) b on true
    group by k.chain_id, k.contract_id, k.term_id
),
-- The tier reached, and the next one.
tiered as (
    select k.*, s.sales_amount, s.opening_sales_amount, n.sales_from as next_tier_from, n.pct as next_tier_pct,
        case k.kind when 'tiered_rebate' then coalesce(r.pct, 0) else k.pct end as reached_pct
    from clause k
    join sold s using (chain_id, contract_id, term_id)
    left join lateral (
        select r.pct from core.contract_tier r
        where r.chain_id = k.chain_id and r.contract_id = k.contract_id and r.term_id = k.term_id and r.sales_from <= s.sales_amount
          and core.is_known(r.arrived_at, r.recorded_at, r.superseded_at, r.superseded_recorded_at)
        order by r.sales_from desc limit 1
    ) r on true
    left join lateral (
        select r.sales_from, r.pct from core.contract_tier r
        where r.chain_id = k.chain_id and r.contract_id = k.contract_id and r.term_id = k.term_id and r.sales_from > s.sales_amount
          and core.is_known(r.arrived_at, r.recorded_at, r.superseded_at, r.superseded_recorded_at)
        order by r.sales_from limit 1
    ) n on true
),
-- What statements have taken of it already.
taken as (
    select chain_id, contract_id, fee_code, -sum(stated_amount) as taken_amount
    from mart.deduction_review
    where line_number is not null and verdict <> 'deduction_without_invoice' and occurred_on <= core.as_of()
    group by chain_id, contract_id, fee_code
)
select t.chain_id, t.contract_id, t.clause, t.fee_code, t.kind, t.valid_from, t.valid_to, t.sales_amount, t.reached_pct,
    a.accrued_amount, coalesce(k.taken_amount, 0) as taken_amount, a.accrued_amount - coalesce(k.taken_amount, 0) as open_amount,
    t.next_tier_from, t.next_tier_pct, t.next_tier_from - t.sales_amount as sales_to_next_tier,
    round(t.next_tier_from * t.next_tier_pct / 100, 2) as next_tier_amount, t.load_id, t.row_number,
    t.opening_sales_amount
from tiered t
cross join lateral (select least(round(t.sales_amount * t.reached_pct / 100, 2), t.cap_amount) as accrued_amount) a
left join taken k on k.chain_id = t.chain_id and k.contract_id = t.contract_id and k.fee_code = t.fee_code;

comment on view mart.rebate_accrual is 'One row: one yearly rebate clause with what is to be accrued for it at the as-of date';
comment on column mart.rebate_accrual.chain_id is 'Chain';
comment on column mart.rebate_accrual.contract_id is 'Contract';
comment on column mart.rebate_accrual.clause is 'Clause of the contract';
comment on column mart.rebate_accrual.fee_code is 'Our fee code';
comment on column mart.rebate_accrual.kind is 'tiered_rebate (有条件返利), unconditional_rebate (无条件返利) or percentage';
comment on column mart.rebate_accrual.valid_from is 'First day of the contract';
comment on column mart.rebate_accrual.valid_to is 'Last day of the contract, included';
comment on column mart.rebate_accrual.sales_amount is
    'RMB settled in the contract''s year up to the as-of date, as the clause''s base and basis say';
comment on column mart.rebate_accrual.reached_pct is 'Per cent that these sales have reached; 0 below the first tier';
comment on column mart.rebate_accrual.accrued_amount is
    'RMB: sales × that per cent, up to the cap; the whole year''s sales take the tier''s rate';
comment on column mart.rebate_accrual.taken_amount is 'RMB that statements have taken under this clause';
comment on column mart.rebate_accrual.open_amount is 'RMB still to be accrued: accrued less taken';
comment on column mart.rebate_accrual.next_tier_from is 'RMB of yearly sales from which the next tier holds; empty on the last';
comment on column mart.rebate_accrual.next_tier_pct is 'Per cent of the next tier';
comment on column mart.rebate_accrual.sales_to_next_tier is 'RMB of sales missing to the next tier';
comment on column mart.rebate_accrual.next_tier_amount is 'RMB of rebate at the moment the next tier is reached';
comment on column mart.rebate_accrual.load_id is 'Load of the clause';
comment on column mart.rebate_accrual.row_number is 'Row in its file';
comment on column mart.rebate_accrual.opening_sales_amount is
    'RMB of sales_amount that rests on statements of the opening balances (mart.opening_statement)';
