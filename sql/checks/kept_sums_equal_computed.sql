-- severity: stop
-- The sums kept of each statement are those of its lines; asked only where they are read.
with computed as (
    -- What their lines add up to.
    select chain_id, statement_number, coalesce(sum(entry_worth), 0) as entry_worth, coalesce(sum(goods), 0) as goods_amount,
        coalesce(sum(deduction), 0) as deduction_amount, coalesce(sum(invoiceable), 0) as invoiceable_amount,
            coalesce(sum(payable), 0) as payable_amount
    from (
        select chain_id, statement_number, entry_worth, null as goods, null as deduction, null as invoiceable, null as payable
        from core.kept_settlement
        where statement_number is not null and mart.is_settlement_kept()
        union all
        select chain_id, statement_number, null, case when kind <> 'deduction' then amount end,
            case when kind = 'deduction' and deduction_mode <> 'paid_apart' then amount end,
            case when kind <> 'deduction' or deduction_mode = 'on_invoice' then amount end,
            case when deduction_mode is distinct from 'paid_apart' then amount end
        from core.statement_line
        where mart.is_settlement_kept() and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)) line
    group by chain_id, statement_number
),
-- What is kept of each statement.
kept as (
    select chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount, payable_amount
    from core.kept_statement
    where mart.is_settlement_kept()
)
select 'computed, not kept' as finding, d.* from (select * from computed except all select * from kept) d
union all
select 'kept, not computed', d.* from (select * from kept except all select * from computed) d
