-- One row: one fee of one chain in one month with its ratio to goods (费用率). Read by: the budget digest, the negotiation pack.
-- Left out: nothing that a statement deducted; a fee text nobody has explained yet stands as unknown. The month is that of the statement's period end.
create view mart.fee_ratio as
with head as (
    select chain_id, statement_number, period_to, date_trunc('month', period_to)::date as month
    from core.statement where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and period_to <= core.as_of()
), goods as (
    select head.chain_id, head.month, sum(line.amount) as goods_amount
    from head join core.statement_line as line using (chain_id, statement_number)
    where line.kind in ('goods', 'return') and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by head.chain_id, head.month
), fee as (
    -- A lump for several fees counts by its largest part here; the deduction review splits it to the cent.
    select head.chain_id, head.month, coalesce(meaning.fee_code, 'unknown') as fee_code, -sum(line.amount) as fee_amount, count(*) as line_count
    from head
    join core.statement_line as line using (chain_id, statement_number)
    left join lateral (
        -- Our table of texts first, else the labels of the contract's own clauses.
        select said.fee_code from (
            select fee_text.fee_code, 0 as precedence, fee_text.share_pct, fee_text.part_number from core.fee_text as fee_text
            where fee_text.chain_id = line.chain_id and fee_text.fee_text = core.plain_fee_text(line.fee_text)
              and head.period_to between fee_text.valid_from and fee_text.valid_to
              and core.is_known(fee_text.arrived_at, fee_text.recorded_at, fee_text.superseded_at, fee_text.superseded_recorded_at)
            union all
            select term.fee_code, 1, null, 1
            from core.contract_term as term
            cross join lateral string_to_table(term.labels, '|') as label (words)
            where term.chain_id = line.chain_id and core.plain_fee_text(label.words) = core.plain_fee_text(line.fee_text)
              and core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)) as said
        order by said.precedence, said.share_pct desc nulls last, said.part_number, said.fee_code limit 1) as meaning on true
    where line.kind = 'deduction' and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by head.chain_id, head.month, coalesce(meaning.fee_code, 'unknown')
)
select fee.chain_id, fee.month, fee.fee_code, fee.fee_amount, fee.line_count, goods.goods_amount,
    round(fee.fee_amount / nullif(goods.goods_amount, 0) * 100, 2) as fee_pct
from fee left join goods using (chain_id, month);

comment on view mart.fee_ratio is 'One row: one fee of one chain in one month of statement period ends, with its ratio to goods less returns';
comment on column mart.fee_ratio.chain_id is 'Chain';
comment on column mart.fee_ratio.month is 'First day of the month';
comment on column mart.fee_ratio.fee_code is 'Our fee code; unknown where the text is not explained yet';
comment on column mart.fee_ratio.fee_amount is 'Deducted, RMB, positive: numerator';
comment on column mart.fee_ratio.line_count is 'Deduction lines';
comment on column mart.fee_ratio.goods_amount is 'Goods less returns of the months statements, RMB including VAT: denominator; null when there were none';
comment on column mart.fee_ratio.fee_pct is 'Per cent; null when there is nothing to divide by';
