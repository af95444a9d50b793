-- One row: one break of a deduction against the terms: the part of mart.statement_break that is about deductions, which says what its
-- columns are. One taken without an invoice costs nothing yet: its amount is 0.00, theirs what is at stake.
-- Read by: mart.statement_break, mart.counted_break. Left out: deductions that are as agreed or not judged.
-- Depends on: mart.deduction_review
create view mart.deduction_break (chain_id, kind, amount, quantity, account_id, statement_number, line_number, order_number,
    delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs, rule, limit_value, is_within_tolerance, is_carried,
    first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key, fee_text, fee_code) as
select d.chain_id, d.verdict, d.difference, null::numeric(14, 3), s.account_id, d.statement_number, d.line_number,
    '', '', '', null::text, false, s.period_to, d.expected_amount,
    case when d.verdict = 'deduction_without_invoice' then d.at_stake_amount else d.stated_amount end,
    coalesce(d.clause, 'terms'), 0, false, false, d.statement_number, null::bigint, null::integer, d.load_id, d.row_number,
    'statement/' || d.statement_number || '/' || coalesce(d.line_number::text, 'not_taken/' || d.fee_code), d.fee_text, d.fee_code
from mart.deduction_review d
join core.statement s on s.chain_id = d.chain_id and s.statement_number = d.statement_number
    and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
where d.verdict not in ('as_agreed', 'not_judged');

comment on view mart.deduction_break is 'One row: one break of a deduction against the terms';
comment on column mart.deduction_break.chain_id is 'Chain';
comment on column mart.deduction_break.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.deduction_break.amount is 'RMB including VAT, ours − theirs';
comment on column mart.deduction_break.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.deduction_break.account_id is 'Settlement account of the statement';
comment on column mart.deduction_break.statement_number is 'Statement';
comment on column mart.deduction_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.deduction_break.order_number is 'Order that the delivery names; empty where none';
comment on column mart.deduction_break.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.deduction_break.store_id is 'Store; empty where the statement names none';
comment on column mart.deduction_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.deduction_break.is_free is 'Free goods';
comment on column mart.deduction_break.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.deduction_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.deduction_break.theirs is 'Their value, in the same unit';
comment on column mart.deduction_break.rule is
    'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it; deductions: '
    'the clause';
comment on column mart.deduction_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column mart.deduction_break.is_within_tolerance is
    'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column mart.deduction_break.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.deduction_break.first_statement_number is 'First statement on which it stood';
comment on column mart.deduction_break.our_load_id is 'Load of the delivery line';
comment on column mart.deduction_break.our_row_number is 'Row of the delivery line in its file';
comment on column mart.deduction_break.their_load_id is 'Load of the statement';
comment on column mart.deduction_break.their_row_number is 'Row of the settlement line in its file';
comment on column mart.deduction_break.claim_key is 'Stable key of the source row that a case is about';
comment on column mart.deduction_break.fee_text is 'Deductions: the fee as the statement names it';
comment on column mart.deduction_break.fee_code is 'Deductions: our code of the fee';
