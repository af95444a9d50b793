-- One row: one money difference between our books and a statement, signed ours − theirs, before any tolerance
-- (docs/money.md#money-breaks). Read by: mart.money_break, which judges it. Left out: deductions.
-- Depends on: mart.flagged_settlement, mart.is_settlement_kept, mart.last_statement_of_account, mart.must_compute_settlement
-- Depends on: mart.open_quarantined_rows, mart.past_settlement_id, mart.statement_sum
create view mart.money_difference as
with
-- Statements that count; the key sorts them by period end, then number.
statement as (
    select s.chain_id, s.account_id, s.statement_number, s.period_to, s.stated_payable, s.load_id, s.row_number,
        to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number collate "C" as statement_key,
        newest.period_to is not null or exists (
            select from core.tolerance t where t.chain_id = s.chain_id and t.measure = 'order_total') as may_carry
    from core.statement s
    left join mart.last_statement_of_account as newest using (chain_id, account_id, statement_number)
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- Only what differs somewhere, or waits for a statement. Kept where it was refreshed up to the question's knowledge, or kept aside
-- when a past moment was asked before, else computed, once.
computed as materialized (
    select * from mart.flagged_settlement() c where (select mart.must_compute_settlement()) and c.is_differing
),
-- Read once: what is carried is looked for among all of them.
differing as materialized (
    select *, least(hold_key, first_key) as opened_key,
        'delivery/' || delivery_number || '/' || store_id || '/' || order_number || '/' || product_id
            || case when is_free then '/free' else '' end as delivery_claim,
        'statement/' || statement_number || '/' || line_number as line_claim
    from (
        select k.* from core.kept_settlement k where k.is_differing and (select mart.is_settlement_kept())
        union all
        select (p.settlement).* from core.past_settlement p where p.past_id = (select mart.past_settlement_id())
        union all
        select * from computed) settlement
),
-- What a settlement line itself brings.
by_line as (
    select d.chain_id, b.kind, b.amount, b.quantity, d.statement_number, d.line_number, d.order_number, d.delivery_number, d.store_id,
        d.product_id, d.is_free, b.ours, b.theirs, false as is_carried, d.statement_key as first_key,
        d.load_id as our_load_id, d.row_number as our_row_number, d.their_load_id, d.their_row_number, d.line_claim as claim_key,
        d.received_worth, true as may_count
    from differing d
    cross join lateral (values
        ('settled_over', over_amount, greatest(accepted_before, received_quantity) - greatest(accepted_after, received_quantity),
            received_quantity, accepted_after),
        -- A whole receipt has an amount and no quantity of its own.
        ('duplicate_settlement', duplicate_amount, case when not is_whole then -duplicate_quantity end, 0,
            case when is_whole then stated_amount else duplicate_quantity end),
        ('price_difference', price_amount, accepted_quantity, unit_price, stated_price),
        ('tax_difference', tax_amount, accepted_quantity, vat_rate, stated_rate),
        ('amount_difference', line_amount, accepted_quantity, stated_amount + line_amount, stated_amount),
        ('rounding_difference', rounding_amount, accepted_quantity, stated_amount + rounding_amount, stated_amount),
        ('receipt_amount_difference', receipt_amount, null, stated_amount + receipt_amount, stated_amount),
        (case when is_return then 'return_unmatched' else 'settled_without_delivery' end, unmatched_amount, -stated_quantity, 0,
            stated_amount),
        ('unexplained', unexplained_amount, null, stated_amount + unexplained_amount, stated_amount)) b (kind, amount, quantity, ours,
            theirs)
    -- Most of what differs has a rest alone, and none of these: told before nine rows of each are made.
    where d.statement_key is not null and b.amount <> 0
        and 0 <> any (array[over_amount, duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount,
            unmatched_amount, unexplained_amount])
),
-- What a statement leaves open of a line that it settles: short on the first statement that settles it, or where settled goods were
-- taken back; otherwise still open from before.
left_open as (
    select d.chain_id,
        case when not is_settled_before and accepted_after <> 0 or reopened_key = statement_key then 'settled_short'
            else 'unsettled' end as kind,
        rest_worth as amount, received_quantity - accepted_after as quantity, statement_number, line_number, order_number, delivery_number,
        store_id, product_id, is_free, received_quantity as ours, accepted_after as theirs,
        coalesce(reopened_key, opened_key) < statement_key and (is_settled_before or accepted_after = 0) as is_carried,
        coalesce(reopened_key, opened_key) as first_key,
        load_id, row_number, their_load_id, their_row_number, delivery_claim, received_worth, true
    from differing d
    where rest_worth <> 0 and statement_key is not null
),
-- What statements of the account do not settle at all: from the one that should hold the line until the first that settles it, and
-- after each that left it open until the next that settles some of it.
carried as (
    select d.chain_id, 'unsettled', d.received_worth as amount, d.received_quantity as quantity, s.statement_number, null::integer,
        d.order_number, d.delivery_number, d.store_id, d.product_id, d.is_free, d.received_quantity as ours, 0::numeric as theirs,
        s.statement_key > d.opened_key, d.opened_key, d.load_id, d.row_number, null::bigint, null::integer, d.delivery_claim,
            d.received_worth, s.may_carry
    from differing d
    join statement s on s.chain_id = d.chain_id and s.account_id = d.account_id and s.statement_key >= d.hold_key
        and (d.first_key is null or s.statement_key < d.first_key)
    where d.is_matched and d.received_worth <> 0
        and (d.first_key is null or d.hold_key < d.first_key and d.is_first and d.statement_key = d.first_key)
    union all
    select d.chain_id, 'unsettled', d.rest_worth, d.received_quantity - d.accepted_after, s.statement_number, null,
        d.order_number, d.delivery_number, d.store_id, d.product_id, d.is_free, d.received_quantity, d.accepted_after, true,
        coalesce(d.reopened_key, d.opened_key), d.load_id, d.row_number, null, null, d.delivery_claim, d.received_worth,
        s.may_carry
    from differing d
    join statement s on s.chain_id = d.chain_id and s.account_id = d.account_id and s.statement_key >= d.hold_key
        and s.statement_key > d.statement_key and (d.next_key is null or s.statement_key < d.next_key)
    where d.rest_worth <> 0
),
-- Read once, not for each statement.
listed as materialized (
    select chain_id, statement_number, payable_amount from mart.statement_sum
),
-- The statement's own lines do not add up to its payable; an incomplete one is not judged.
total_off as (
    select s.chain_id, 'statement_total_off' as kind, coalesce(lines.payable_amount, 0) - s.stated_payable as amount, null::numeric,
        s.statement_number, null::integer, '', '', '', null, false, coalesce(lines.payable_amount, 0) as ours, s.stated_payable as theirs,
        false, s.statement_key,
        null::bigint, null::integer, s.load_id, s.row_number, 'statement/' || s.statement_number, null::numeric, true
    from statement s
    left join listed lines using (chain_id, statement_number)
    where coalesce(lines.payable_amount, 0) <> s.stated_payable and mart.open_quarantined_rows(s.chain_id, s.statement_number) = 0
)
select b.chain_id, b.kind, b.amount, b.quantity, s.account_id, b.statement_number, b.line_number, b.order_number, b.delivery_number,
    b.store_id, b.product_id, b.is_free, s.period_to as occurred_on, b.ours, b.theirs,
    -- Which differences a tolerance may cover, and by which measure.
    case when b.kind in ('settled_short', 'settled_over', 'unsettled') then 'quantity' when b.kind = 'price_difference' then 'unit_price'
        when b.kind in ('tax_difference', 'amount_difference') then 'line_amount' end as measure,
    b.received_worth, b.is_carried, b.first_key, b.our_load_id, b.our_row_number, b.their_load_id, b.their_row_number, b.claim_key,
    b.may_count
from (
    select * from by_line
    union all
    select * from left_open
    union all
    select * from carried
    union all
    select * from total_off) b
join statement s using (chain_id, statement_number);

comment on view mart.money_difference is 'One row: one money difference between our books and a statement, before any tolerance';
comment on column mart.money_difference.chain_id is 'Chain';
comment on column mart.money_difference.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.money_difference.amount is 'RMB including VAT, ours − theirs';
comment on column mart.money_difference.quantity is
    'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.money_difference.account_id is 'Settlement account of the statement';
comment on column mart.money_difference.statement_number is 'Statement';
comment on column mart.money_difference.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.money_difference.order_number is 'Order that the delivery names; empty where none';
comment on column mart.money_difference.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.money_difference.store_id is 'Store; empty where the statement names none';
comment on column mart.money_difference.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.money_difference.is_free is 'Free goods';
comment on column mart.money_difference.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.money_difference.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.money_difference.theirs is 'Their value, in the same unit';
comment on column mart.money_difference.measure is
    'Measure of the tolerances that may cover it: quantity, unit_price, line_amount; null where none may';
comment on column mart.money_difference.received_worth is
    'RMB including VAT of all that was received on the delivery line; null where the difference is about no delivery';
comment on column mart.money_difference.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.money_difference.first_key is 'Key of the first statement on which it stood: its period end and number';
comment on column mart.money_difference.our_load_id is 'Load of the delivery line';
comment on column mart.money_difference.our_row_number is 'Row of the delivery line in its file';
comment on column mart.money_difference.their_load_id is 'Load of the statement';
comment on column mart.money_difference.their_row_number is 'Row of the settlement line in its file';
comment on column mart.money_difference.claim_key is 'Stable key of the source row that a case is about';
comment on column mart.money_difference.may_count is
    'false: carried to a statement that is not the newest of its account, so that no total counts it, and nothing on that statement is '
    'judged by it, for the chain''s tolerances add up no whole orders';
