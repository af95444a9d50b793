-- One row: one money break, our books against a statement, signed ours − theirs (docs/money.md#money-breaks).
-- Read through mart.reconciliation_break, mart.reconciliation_line and mart.statement_reconciliation. Left out: deductions.
-- Depends on: mart.compute_settlement, mart.is_computed, mart.is_kept, mart.open_quarantined_rows, mart.past_id, mart.statement_sum
-- Depends on: mart.tolerance_limit
create view mart.money_break as
with
statement as (
    select s.chain_id, s.account_id, s.statement_number, s.period_to, s.stated_payable, s.load_id, s.row_number,
        to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number collate "C" as statement_key
    from core.statement s
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- Only what differs somewhere, or waits for a statement. Kept where it was refreshed up to the question's knowledge, or kept aside
-- when a past moment was asked before, else computed, once.
computed as materialized (
    select * from mart.compute_settlement() c where (select mart.is_computed()) and c.is_differing
),
-- Not materialized, so that a question about one statement reads the kept rows of that one.
differing as not materialized (
    select *, least(hold_key, first_key) as opened_key,
        'delivery/' || delivery_number || '/' || store_id || '/' || order_number || '/' || product_id || case when is_free then '/free' else '' end as delivery_claim,
        'statement/' || statement_number || '/' || line_number as line_claim
    from (
        select k.* from core.kept_settlement k where k.is_differing and (select mart.is_kept())
        union all
        select (p.settlement).* from core.past_settlement p where p.past_id = (select mart.past_id())
        union all
        select * from computed) settlement
),
-- What a settlement line itself brings.
by_line as (
    select d.chain_id, b.kind, b.amount, b.quantity, d.statement_number, d.line_number, d.order_number, d.delivery_number, d.store_id,
        d.product_id, d.is_free, b.ours, b.theirs, false as is_carried, d.statement_key as first_key,
        d.load_id as our_load_id, d.row_number as our_row_number, d.their_load_id, d.their_row_number, d.line_claim as claim_key,
        d.received_worth
    from differing d
    cross join lateral (values
        ('settled_over', over_amount, greatest(accepted_before, received_quantity) - greatest(accepted_after, received_quantity), received_quantity, accepted_after),
        -- A whole receipt has an amount and no quantity of its own.
        ('duplicate_settlement', duplicate_amount, case when not is_whole then -duplicate_quantity end, 0, case when is_whole then stated_amount else duplicate_quantity end),
        ('price_difference', price_amount, accepted_quantity, unit_price, stated_price),
        ('tax_difference', tax_amount, accepted_quantity, vat_rate, stated_rate),
        ('amount_difference', line_amount, accepted_quantity, stated_amount + line_amount, stated_amount),
        ('rounding_difference', rounding_amount, accepted_quantity, stated_amount + rounding_amount, stated_amount),
        ('receipt_amount_difference', receipt_amount, null, stated_amount + receipt_amount, stated_amount),
        (case when is_return then 'return_unmatched' else 'settled_without_delivery' end, unmatched_amount, -stated_quantity, 0, stated_amount),
        ('unexplained', unexplained_amount, null, stated_amount + unexplained_amount, stated_amount)) b (kind, amount, quantity, ours, theirs)
    where d.statement_key is not null and b.amount <> 0
),
-- What a statement leaves open of a line that it settles: short on the first statement that settles it, or where settled goods were
-- taken back; otherwise still open from before.
left_open as (
    select d.chain_id,
        case when not is_settled_before and accepted_after <> 0 or reopened_key = statement_key then 'settled_short' else 'unsettled' end as kind,
        rest_worth as amount, received_quantity - accepted_after as quantity, statement_number, line_number, order_number, delivery_number, store_id,
        product_id, is_free, received_quantity as ours, accepted_after as theirs,
        coalesce(reopened_key, opened_key) < statement_key and (is_settled_before or accepted_after = 0) as is_carried,
        coalesce(reopened_key, opened_key) as first_key,
        load_id, row_number, their_load_id, their_row_number, delivery_claim, received_worth
    from differing d
    where rest_worth <> 0 and statement_key is not null
),
-- What statements of the account do not settle at all: from the one that should hold the line until the first that settles it, and
-- after each that left it open until the next that settles some of it.
carried as (
    select d.chain_id, 'unsettled', d.received_worth as amount, d.received_quantity as quantity, s.statement_number, null::integer, d.order_number,
        d.delivery_number, d.store_id, d.product_id, d.is_free, d.received_quantity as ours, 0::numeric as theirs, s.statement_key > d.opened_key, d.opened_key,
        d.load_id, d.row_number, null::bigint, null::integer, d.delivery_claim, d.received_worth
    from differing d
    join statement s on s.chain_id = d.chain_id and s.account_id = d.account_id and s.statement_key >= d.hold_key
        and (d.first_key is null or s.statement_key < d.first_key)
    where d.is_matched and d.received_worth <> 0 and (d.first_key is null or d.hold_key < d.first_key and d.is_first and d.statement_key = d.first_key)
    union all
    select d.chain_id, 'unsettled', d.rest_worth, d.received_quantity - d.accepted_after, s.statement_number, null, d.order_number,
        d.delivery_number, d.store_id, d.product_id, d.is_free, d.received_quantity, d.accepted_after, true, coalesce(d.reopened_key, d.opened_key),
        d.load_id, d.row_number, null, null, d.delivery_claim, d.received_worth
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
    select s.chain_id, 'statement_total_off' as kind, coalesce(lines.payable_amount, 0) - s.stated_payable as amount, null::numeric, s.statement_number,
        null::integer, '', '', '', null, false, coalesce(lines.payable_amount, 0) as ours, s.stated_payable as theirs, false, s.statement_key,
        null::bigint, null::integer, s.load_id, s.row_number, 'statement/' || s.statement_number, null::numeric
    from statement s
    left join listed lines using (chain_id, statement_number)
    where coalesce(lines.payable_amount, 0) <> s.stated_payable and mart.open_quarantined_rows(s.chain_id, s.statement_number) = 0
),
together as (
    select b.*, s.account_id, s.period_to as occurred_on,
        -- Which breaks a tolerance may cover, and by which measure.
        case when kind in ('settled_short', 'settled_over', 'unsettled') then 'quantity' when kind = 'price_difference' then 'unit_price'
            when kind in ('tax_difference', 'amount_difference') then 'line_amount' end as measure
    from (select * from by_line union all select * from left_open union all select * from carried union all select * from total_off) b
    join statement s using (chain_id, statement_number)
),
-- A line is judged as a whole on each statement: all its differences together. Theirs − ours, as limits are.
line as (
    select t.*,
        coalesce(-sum(quantity) filter (where measure = 'quantity') over line_of, 0) as line_quantity,
        max(ours) filter (where measure = 'quantity') over line_of as line_received,
        coalesce(max(theirs - ours) filter (where measure = 'unit_price') over line_of, 0) as price_up,
        coalesce(min(theirs - ours) filter (where measure = 'unit_price') over line_of, 0) as price_down,
        max(ours) filter (where measure = 'unit_price') over line_of as our_price,
        -sum(amount) filter (where measure is not null) over line_of as line_amount,
        bool_or(measure = 'line_amount') over line_of as differs_in_amount,
        bool_or(measure = 'quantity') over line_of as differs_in_quantity, bool_or(measure = 'unit_price') over line_of as differs_in_price,
        bool_or(measure is null and kind <> 'rounding_difference') over line_of as is_beyond_tolerance,
        -- What a percentage of the amount is taken of: the worth of all that was received.
        max(abs(received_worth)) over line_of as line_worth
    from together t
    window line_of as (partition by chain_id, statement_number, delivery_number, order_number, store_id, product_id, is_free,
        case when delivery_number = '' and order_number = '' then line_number end)
),
judged as (
    select l.*, q.measure is not null as has_quantity, p.measure is not null as has_price, a.measure is not null as has_amount,
        o.measure is not null as has_total, o.lower_absolute, o.upper_absolute, o.lower_pct, o.upper_pct,
        mart.tolerance_limit(line_quantity, line_received, q.lower_absolute, q.upper_absolute, q.lower_pct, q.upper_pct) as quantity_limit,
        mart.tolerance_limit(1, our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) as price_up_limit,
        mart.tolerance_limit(-1, our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) as price_down_limit,
        mart.tolerance_limit(line_amount, line_worth, a.lower_absolute, a.upper_absolute, a.lower_pct, a.upper_pct) as amount_limit
    from line l
    left join core.tolerance q on q.chain_id = l.chain_id and q.measure = 'quantity' and l.occurred_on between q.valid_from and q.valid_to
        and core.is_known(q.arrived_at, q.recorded_at, q.superseded_at, q.superseded_recorded_at)
    left join core.tolerance p on p.chain_id = l.chain_id and p.measure = 'unit_price' and l.occurred_on between p.valid_from and p.valid_to
        and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
    left join core.tolerance a on a.chain_id = l.chain_id and a.measure = 'line_amount' and l.occurred_on between a.valid_from and a.valid_to
        and core.is_known(a.arrived_at, a.recorded_at, a.superseded_at, a.superseded_recorded_at)
    left join core.tolerance o on o.chain_id = l.chain_id and o.measure = 'order_total' and l.occurred_on between o.valid_from and o.valid_to
        and core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at)
),
-- Every configured measure holds, and each kind of difference has a measure that covers it.
verdict as (
    select j.*, not is_beyond_tolerance
        and (has_quantity or has_amount or not differs_in_quantity) and (has_price or has_amount or not differs_in_price)
        and (has_amount or not differs_in_amount)
        and (not has_quantity or abs(line_quantity) <= quantity_limit)
        and (not has_price or price_up <= price_up_limit and -price_down <= price_down_limit)
        and (not has_amount or abs(line_amount) <= amount_limit) as is_line_within
    from judged j
),
-- An order-total limit tests the sum over the order's otherwise broken lines, and then accepts them all.
totalled as (
    select v.*, -sum(amount) filter (where not is_line_within and measure is not null) over order_of as order_amount,
        bool_or(measure is null and kind <> 'rounding_difference') over order_of as is_order_beyond,
        sum(line_worth) filter (where not is_line_within) over order_of as order_worth
    from verdict v
    window order_of as (partition by chain_id, statement_number, order_number, store_id,
        case when order_number = '' then delivery_number end, case when order_number = '' and delivery_number = '' then line_number end)
)
select chain_id, kind, amount::numeric(16, 2), quantity::numeric(14, 3), account_id, statement_number, line_number, order_number, delivery_number, store_id, product_id, is_free,
    occurred_on, ours, theirs,
    case when kind = 'rounding_difference' then 'rounding' when measure is null then 'exact' when has_total and not is_line_within then 'order_total'
        when measure = 'quantity' and has_quantity then 'quantity' when measure = 'unit_price' and has_price then 'unit_price'
        when has_amount then 'line_amount' else 'exact' end as rule,
    case when measure is null then 0 when has_total and not is_line_within then total_limit when measure = 'quantity' and has_quantity then quantity_limit
        when measure = 'unit_price' and has_price then case when theirs > ours then price_up_limit else price_down_limit end
        when has_amount then amount_limit else 0 end as limit_value,
    kind = 'rounding_difference' or coalesce(is_line_within, false)
        or (has_total and measure is not null and not is_order_beyond and abs(order_amount) <= total_limit) as is_within_tolerance,
    is_carried, substr(first_key, 10) as first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key
from totalled
cross join lateral (
    select mart.tolerance_limit(order_amount, coalesce(order_worth, 0), lower_absolute, upper_absolute, lower_pct, upper_pct) as total_limit) t;

comment on view mart.money_break is 'One row: one money break, our books against a statement';
comment on column mart.money_break.chain_id is 'Chain';
comment on column mart.money_break.kind is 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';
comment on column mart.money_break.amount is 'RMB including VAT, ours − theirs';
comment on column mart.money_break.quantity is 'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';
comment on column mart.money_break.account_id is 'Settlement account of the statement';
comment on column mart.money_break.statement_number is 'Statement';
comment on column mart.money_break.line_number is 'Line of the statement; empty where the statement does not mention the goods';
comment on column mart.money_break.order_number is 'Order that the delivery names; empty where none';
comment on column mart.money_break.delivery_number is 'Delivery or return note; empty where none';
comment on column mart.money_break.store_id is 'Store; empty where the statement names none';
comment on column mart.money_break.product_id is 'Our product; empty on receipt-level lines and totals';
comment on column mart.money_break.is_free is 'Free goods';
comment on column mart.money_break.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.money_break.ours is 'Our value: units, price, rate or RMB by kind';
comment on column mart.money_break.theirs is 'Their value, in the same unit';
comment on column mart.money_break.rule is 'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it';
comment on column mart.money_break.limit_value is 'Limit of that tolerance: units, RMB per unit, or RMB';
comment on column mart.money_break.is_within_tolerance is 'Whether the line is within every tolerance the chain has set, or the order within its total';
comment on column mart.money_break.is_carried is 'Whether an earlier statement already showed it';
comment on column mart.money_break.first_statement_number is 'First statement on which it stood';
comment on column mart.money_break.our_load_id is 'Load of the delivery line';
comment on column mart.money_break.our_row_number is 'Row of the delivery line in its file';
comment on column mart.money_break.their_load_id is 'Load of the statement';
comment on column mart.money_break.their_row_number is 'Row of the settlement line in its file';
comment on column mart.money_break.claim_key is 'Stable key of the source row that a case is about';
