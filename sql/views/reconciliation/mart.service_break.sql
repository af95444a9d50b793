-- One row: one service break, ordered against delivered (docs/money.md#service-breaks): lost sales, not this statement's cents: the
-- differences of mart.service_difference, judged by due date and tolerances.
-- Read through mart.reconciliation_break and mart.reconciliation_line. Left out: lines that may still be delivered (open),
-- cancelled orders, returns.
-- Depends on: mart.account_terms, mart.service_difference, mart.tolerance_limit
-- Includes: fragments/reconciliation/tolerance_known.sql
create view mart.service_break as
with
-- What is missing may be wanted by the as-of date; what was not is not looked at.
difference as (
    select * from mart.service_difference
    where kind not in ('not_delivered', 'short_delivered') or happened_on <= core.as_of()
),
-- Grace is a setting of the settlement account.
grace as (
    select account.chain_id, account.account_id, terms.grace_days
    from (select distinct chain_id, account_id from difference) as account
    cross join lateral mart.account_terms(account.chain_id, account.account_id) as terms
),
-- Where something is missing, due is the n-th working day after the requested date, whatever day was requested; without grace that date
-- itself.
dated as (
    select difference.*,
        case when difference.kind in ('not_delivered', 'short_delivered') and grace.grace_days > 0 then due.day
            else difference.happened_on end as occurred_on
    from difference
    join grace using (chain_id, account_id)
    left join core.calendar_day as requested on requested.day = difference.happened_on
    left join core.calendar_day as due on due.is_working_day and due.working_number = requested.working_number + grace.grace_days
),
-- At once where too much came or goods were refused, from the due date on where something is missing; at the agreed price.
together as (
    select chain_id, kind, account_id, order_number, nullif(delivery_number, '') as delivery_number, store_id, product_id, is_free,
        occurred_on, quantity, ours, theirs, agreed_price, our_load_id, our_row_number, their_load_id, their_row_number,
        case when kind in ('rejected', 'unordered_delivery') then 'delivery/' || delivery_number || '/' || store_id || '/' || order_number
            else 'order/' || order_number || '/' || store_id end || '/' || product_id || case when is_free then '/free' else '' end
            as claim_key,
        round(quantity * coalesce(agreed_price, 0), 2) as amount
    from dated
    where kind not in ('not_delivered', 'short_delivered') or occurred_on <= core.as_of()
),
-- A line is judged as a whole: all its differences together.
line as (
    select b.*,
        -sum(b.quantity) over line_of as line_quantity, sum(b.ours) filter (where b.kind <> 'rejected') over line_of as line_ordered,
        -sum(b.amount) over line_of as line_amount,
            sum(b.ours * coalesce(b.agreed_price, 0)) filter (where b.kind <> 'rejected') over line_of as line_worth
    from together b
    window line_of as (partition by chain_id, order_number, store_id, product_id, is_free,
        case when kind = 'unordered_delivery' then delivery_number end)
),
-- What is allowed.
tolerance as not materialized (
    select * from fragment.tolerance_known
),
-- Each beside the tolerances of its chain on that day.
judged as (
    select l.*, q.measure is not null as has_quantity, a.measure is not null as has_amount, o.measure is not null as has_total,
        o.lower_absolute, o.upper_absolute, o.lower_pct, o.upper_pct,
        mart.tolerance_limit(line_quantity, coalesce(line_ordered, ours), q.lower_absolute, q.upper_absolute, q.lower_pct, q.upper_pct)
            as quantity_limit,
        mart.tolerance_limit(line_amount, coalesce(line_worth, ours * agreed_price), a.lower_absolute, a.upper_absolute, a.lower_pct,
            a.upper_pct) as amount_limit
    from line l
    left join tolerance q on q.chain_id = l.chain_id and q.measure = 'quantity' and l.occurred_on between q.valid_from and q.valid_to
    left join tolerance a on a.chain_id = l.chain_id and a.measure = 'line_amount' and l.occurred_on between a.valid_from and a.valid_to
    left join tolerance o on o.chain_id = l.chain_id and o.measure = 'order_total' and l.occurred_on between o.valid_from and o.valid_to
),
-- Every configured measure holds.
verdict as (
    select j.*, (has_quantity or has_amount) and (not has_quantity or abs(line_quantity) <= quantity_limit)
        and (not has_amount or abs(line_amount) <= amount_limit) as is_line_within
    from judged j
),
-- An order-total limit tests the sum over the order's otherwise broken lines, and then accepts them all.
totalled as (
    select v.*, -sum(amount) filter (where not is_line_within) over order_of as order_amount,
        sum(ours * coalesce(agreed_price, 0)) filter (where not is_line_within and kind <> 'rejected') over order_of as order_worth
    from verdict v
    window order_of as (partition by chain_id, order_number, store_id, case when order_number = '' then delivery_number end)
)
select chain_id, kind, amount::numeric(16, 2), quantity::numeric(14, 3), account_id, order_number, delivery_number, store_id, product_id,
    is_free, occurred_on, ours, theirs,
    case when has_total and not is_line_within then 'order_total' when has_quantity then 'quantity' when has_amount then 'line_amount'
        else 'exact' end as rule,
    case when has_total and not is_line_within then total_limit when has_quantity then quantity_limit when has_amount then amount_limit
        else 0 end as limit_value,
    is_line_within or (has_total and abs(order_amount) <= total_limit) as is_within_tolerance,
    our_load_id, our_row_number, their_load_id, their_row_number, claim_key
from totalled
cross join lateral (
    select mart.tolerance_limit(order_amount, coalesce(order_worth, 0), lower_absolute, upper_absolute, lower_pct, upper_pct)
        as total_limit) t;

comment on view mart.service_break is 'One row: one service break, ordered against delivered';
comment on column mart.service_break.chain_id is 'Chain';
comment on column mart.service_break.kind is 'not_delivered, short_delivered, over_delivered, rejected or unordered_delivery';
comment on column mart.service_break.amount is 'RMB excluding VAT at the agreed price; positive = missing or rejected, negative = too much';
comment on column mart.service_break.quantity is 'Sales units; positive = missing or rejected, negative = too much';
comment on column mart.service_break.account_id is 'Settlement account';
comment on column mart.service_break.order_number is 'Order; for an unordered delivery the one it names, if any';
comment on column mart.service_break.delivery_number is 'Delivery note; for a missing quantity the last note of the order line, if any';
comment on column mart.service_break.store_id is 'Store';
comment on column mart.service_break.product_id is 'Our product';
comment on column mart.service_break.is_free is 'Free goods: amount 0';
comment on column mart.service_break.occurred_on is
    'Business date: due date of what is missing, date of receipt of what is too much, rejected or unordered';
comment on column mart.service_break.ours is 'Sales units ordered; for a rejection, shipped';
comment on column mart.service_break.theirs is 'Sales units shipped; for a rejection, received';
comment on column mart.service_break.rule is
    'Tolerance that was tested: quantity, line_amount, order_total; exact where the chain has none';
comment on column mart.service_break.limit_value is 'Limit of that tolerance: sales units, or RMB';
comment on column mart.service_break.is_within_tolerance is
    'Whether all differences of the line are within every tolerance the chain has set, or the order within its total';
comment on column mart.service_break.our_load_id is 'Load of the order line';
comment on column mart.service_break.our_row_number is 'Row of the order line in its file';
comment on column mart.service_break.their_load_id is 'Load of the delivery line';
comment on column mart.service_break.their_row_number is 'Row of the delivery line in its file';
comment on column mart.service_break.claim_key is 'Stable key of the source row that a case is about';
