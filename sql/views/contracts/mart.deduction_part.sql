-- One row: one deduction line of a statement, or one part of a lump for several fees, with what its words mean. Shares are rounded and
-- the last part takes what remains, so that they add up.
-- Read by: the steps of mart.deduction_review. Left out: statements not known yet.
-- Depends on: mart.closed_statement, mart.fee_meaning
create view mart.deduction_part as
select c.chain_id, c.statement_number, c.account_id, c.period_to, c.is_judged, l.line_number, coalesce(m.part_number, 1) as part_number,
    l.fee_text,
    m.fee_code, l.deduction_mode, l.invoice_number, l.load_id, l.row_number,
    -- A fee paid apart stands on the statement for information: it moves no money there.
    case when l.deduction_mode = 'paid_apart' then 0
        when lead(l.line_number) over parts is null then l.amount - coalesce(sum(round(l.amount * m.share_pct / 100, 2)) over before, 0)
        else round(l.amount * m.share_pct / 100, 2) end as amount,
    l.amount as line_amount
from mart.closed_statement c
join core.statement_line l on l.chain_id = c.chain_id and l.partition_month = c.partition_month and l.statement_number = c.statement_number
    and l.kind = 'deduction' and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
left join mart.fee_meaning m on m.chain_id = l.chain_id and m.fee_text = core.plain_fee_text(l.fee_text)
    and c.period_to between m.valid_from and m.valid_to
window parts as (partition by l.chain_id, l.statement_number, l.line_number order by m.part_number),
    before as (partition by l.chain_id, l.statement_number, l.line_number
        order by m.part_number rows between unbounded preceding and 1 preceding);

comment on view mart.deduction_part is 'One row: one deduction line of a statement, or one part of a lump for several fees';
comment on column mart.deduction_part.chain_id is 'Chain';
comment on column mart.deduction_part.statement_number is 'Statement';
comment on column mart.deduction_part.account_id is 'Settlement account of the statement';
comment on column mart.deduction_part.period_to is 'Last business date of the statement''s period';
comment on column mart.deduction_part.is_judged is 'Whether its deductions can be judged: none of its rows waits in quarantine';
comment on column mart.deduction_part.line_number is 'Its line';
comment on column mart.deduction_part.part_number is '1, or the part of a lump';
comment on column mart.deduction_part.fee_text is 'Fee as the chain words it';
comment on column mart.deduction_part.fee_code is 'Our fee code; null where the text is unknown';
comment on column mart.deduction_part.deduction_mode is 'on_account, on_invoice or paid_apart';
comment on column mart.deduction_part.invoice_number is 'Invoice the chain gave; null where none';
comment on column mart.deduction_part.load_id is 'Load of the line';
comment on column mart.deduction_part.row_number is 'Its row in the file';
comment on column mart.deduction_part.amount is 'RMB including VAT as the statement signs it; 0 for what is paid apart';
comment on column mart.deduction_part.line_amount is 'RMB of the whole line';
