-- One row: one special fee (专项费用) with how far its claim is (核销): applied for, approved, spent, invoiced, paid, and what is left to do.
-- Read by: the budget digest, the console, result sheets. Left out: what was applied for after the as-of date; a later step of an earlier
-- application has not happened on it.
create view mart.special_fee_claim as
with claim as (
    -- Steps up to the as-of date.
    select fee.chain_id, fee.fee_number, fee.month, fee.promotion_id, fee.purpose, fee.applied_on, fee.applied_amount,
        case when fee.approved_on <= core.as_of() then fee.approved_on end as approved_on,
        case when fee.approved_on <= core.as_of() then fee.approved_amount end as approved_amount,
        case when fee.spent_on <= core.as_of() then fee.spent_on end as spent_on,
        case when fee.spent_on <= core.as_of() then fee.spent_amount end as spent_amount,
        case when fee.invoiced_on <= core.as_of() then fee.invoice_number end as invoice_number,
        case when fee.invoiced_on <= core.as_of() then fee.invoiced_on end as invoiced_on,
        case when fee.invoiced_on <= core.as_of() then fee.invoiced_amount end as invoiced_amount,
        case when fee.paid_on <= core.as_of() then fee.paid_on end as paid_on,
        case when fee.paid_on <= core.as_of() then fee.paid_amount end as paid_amount,
        fee.load_id, fee.row_number
    from core.special_fee as fee
    where fee.applied_on <= core.as_of()
        and core.is_known(fee.arrived_at, fee.recorded_at, fee.superseded_at, fee.superseded_recorded_at)
)
select chain_id, fee_number, month, promotion_id, purpose, applied_on, applied_amount, approved_on, approved_amount, spent_on, spent_amount,
    invoice_number, invoiced_on, invoiced_amount, paid_on, paid_amount,
    case when paid_on is not null then 'paid' when invoiced_on is not null then 'invoiced' when spent_on is not null then 'spent'
        when approved_on is not null then 'approved' else 'applied' end as step,
    case when spent_on is not null then greatest(spent_amount - coalesce(approved_amount, 0), 0) end as over_budget_amount,
    case when spent_on is not null then greatest(spent_amount - coalesce(invoiced_amount, 0), 0) end as without_invoice_amount,
    greatest(coalesce(invoiced_amount, 0) - coalesce(paid_amount, 0), 0) as unpaid_amount,
    load_id, row_number
from claim;

comment on view mart.special_fee_claim is 'One row: one special fee (专项费用) with the steps of its claim (核销) up to the as-of date';
comment on column mart.special_fee_claim.chain_id is 'Chain';
comment on column mart.special_fee_claim.fee_number is 'Number of the application, within the chain';
comment on column mart.special_fee_claim.month is 'First day of the month whose budget it belongs to';
comment on column mart.special_fee_claim.promotion_id is 'Promotion that it is for; null for none';
comment on column mart.special_fee_claim.purpose is 'What it pays for';
comment on column mart.special_fee_claim.applied_on is 'Day it was applied for';
comment on column mart.special_fee_claim.applied_amount is 'RMB applied for, our share';
comment on column mart.special_fee_claim.approved_on is 'Day it was approved; null when not yet';
comment on column mart.special_fee_claim.approved_amount is 'RMB approved';
comment on column mart.special_fee_claim.spent_on is 'Day on which it was spent; null when not yet';
comment on column mart.special_fee_claim.spent_amount is 'RMB spent';
comment on column mart.special_fee_claim.invoice_number is 'Invoice or fee note that proves it';
comment on column mart.special_fee_claim.invoiced_on is 'Day of that invoice; null when none came';
comment on column mart.special_fee_claim.invoiced_amount is 'RMB of that invoice';
comment on column mart.special_fee_claim.paid_on is 'Day it was paid; null when not yet';
comment on column mart.special_fee_claim.paid_amount is 'RMB paid';
comment on column mart.special_fee_claim.step is 'How far it is: applied, approved, spent, invoiced, paid';
comment on column mart.special_fee_claim.over_budget_amount is
    'RMB spent beyond what was approved, or without approval; null: nothing was spent';
comment on column mart.special_fee_claim.without_invoice_amount is 'RMB spent that no invoice proves; null: nothing was spent';
comment on column mart.special_fee_claim.unpaid_amount is 'RMB invoiced and not paid';
comment on column mart.special_fee_claim.load_id is 'Load that brought it';
comment on column mart.special_fee_claim.row_number is 'Its row in the file';
