-- One row: one fee of one chain in one month with its ratio to goods (费用率). Read by: the budget digest, the negotiation pack.
-- Left out: nothing that a statement deducted; a fee text nobody has explained yet stands as unknown. The month is that of the statement's
-- period end.
-- Depends on: mart.fee_meaning
create view mart.fee_ratio as
with head as (
    -- Statements by the month in which their period ends.
    select chain_id, statement_number, period_to, date_trunc('month', period_to)::date as month
    from core.statement where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and period_to <= core.as_of()
), goods as (
    -- The goods of each month: what the ratio is taken of.
    select head.chain_id, head.month, sum(line.amount) as goods_amount
    from head join core.statement_line as line using (chain_id, statement_number)
    where line.kind in ('goods', 'return')
        and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by head.chain_id, head.month
), part as (
    -- A lump counts by its parts: shares are rounded and the last part takes what remains, so that they add up (as in
    -- mart.deduction_review).
    select head.chain_id, head.month, line.statement_number, line.line_number, coalesce(meaning.fee_code, 'unknown') as fee_code,
        case when lead(line.line_number) over parts is null
            then line.amount - coalesce(sum(round(line.amount * meaning.share_pct / 100, 2)) over before, 0)
            else round(line.amount * meaning.share_pct / 100, 2) end as amount
    from head
    join core.statement_line as line using (chain_id, statement_number)
    left join mart.fee_meaning as meaning on meaning.chain_id = line.chain_id and meaning.fee_text = core.plain_fee_text(line.fee_text)
        and head.period_to between meaning.valid_from and meaning.valid_to
    where line.kind = 'deduction' and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    window parts as (partition by line.chain_id, line.statement_number, line.line_number order by meaning.part_number),
        before as (partition by line.chain_id, line.statement_number, line.line_number
            order by meaning.part_number rows between unbounded preceding and 1 preceding)
), fee as (
    -- The fees of each month, positive.
    select chain_id, month, fee_code, -sum(amount) as fee_amount, count(*) as line_count
    from part
    group by chain_id, month, fee_code
)
select fee.chain_id, fee.month, fee.fee_code, fee.fee_amount, fee.line_count, goods.goods_amount,
    round(fee.fee_amount / nullif(greatest(goods.goods_amount, 0), 0) * 100, 2) as fee_pct,
    fee.fee_amount / nullif(greatest(goods.goods_amount, 0), 0) as fee_share
from fee left join goods using (chain_id, month);

comment on view mart.fee_ratio is
    'One row: one fee of one chain in one month of statement period ends, with its ratio to goods less returns';
comment on column mart.fee_ratio.chain_id is 'Chain';
comment on column mart.fee_ratio.month is 'First day of the month';
comment on column mart.fee_ratio.fee_code is 'Our fee code; unknown where the text is not explained yet';
comment on column mart.fee_ratio.fee_amount is 'Deducted, RMB, positive: numerator';
comment on column mart.fee_ratio.line_count is 'Deduction lines, or parts of lumps';
comment on column mart.fee_ratio.goods_amount is
    'Goods less returns of the months statements, RMB including VAT: denominator; null when there were none';
comment on column mart.fee_ratio.fee_pct is 'Per cent; null when there is nothing to divide by';
comment on column mart.fee_ratio.fee_share is 'The same as a part of 1, not rounded';
