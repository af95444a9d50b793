-- The rows of mart.money_break, from money_difference, which the query around it provides: all of them, or those that may count in totals.
-- Includes: fragments/reconciliation/tolerance_known.sql
-- Included by: views/reconciliation/mart.computed_counted_break.sql, views/reconciliation/mart.money_break.sql
with
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
    from money_difference t
    -- What tells most apart comes first: sorted by it, the rest is seldom compared.
    window line_of as (partition by delivery_number, product_id, order_number, statement_number, chain_id, store_id, is_free,
        case when delivery_number = '' and order_number = '' then line_number end)
),
-- What is allowed.
tolerance as not materialized (
    select * from fragment.tolerance_known
),
-- Each line beside the tolerances of its chain on that day, with the limits that they set for it.
judged as (
    select l.*, q.measure is not null as has_quantity, p.measure is not null as has_price, a.measure is not null as has_amount,
        o.measure is not null as has_total, o.lower_absolute, o.upper_absolute, o.lower_pct, o.upper_pct,
        mart.tolerance_limit(line_quantity, line_received, q.lower_absolute, q.upper_absolute, q.lower_pct, q.upper_pct) as quantity_limit,
        mart.tolerance_limit(1, our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) as price_up_limit,
        mart.tolerance_limit(-1, our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) as price_down_limit,
        mart.tolerance_limit(line_amount, line_worth, a.lower_absolute, a.upper_absolute, a.lower_pct, a.upper_pct) as amount_limit
    from line l
    left join tolerance q on q.chain_id = l.chain_id and q.measure = 'quantity' and l.occurred_on between q.valid_from and q.valid_to
    left join tolerance p on p.chain_id = l.chain_id and p.measure = 'unit_price' and l.occurred_on between p.valid_from and p.valid_to
    left join tolerance a on a.chain_id = l.chain_id and a.measure = 'line_amount' and l.occurred_on between a.valid_from and a.valid_to
    left join tolerance o on o.chain_id = l.chain_id and o.measure = 'order_total' and l.occurred_on between o.valid_from and o.valid_to
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
    window order_of as (partition by order_number, statement_number, chain_id, store_id,
        case when order_number = '' then delivery_number end, case when order_number = '' and delivery_number = '' then line_number end)
)
select chain_id, kind, amount::numeric(16, 2), quantity::numeric(14, 3), account_id, statement_number, line_number, order_number,
    delivery_number, store_id, product_id, is_free, occurred_on, ours, theirs,
    case when kind = 'rounding_difference' then 'rounding' when measure is null then 'exact' when has_total and not is_line_within
        then 'order_total'
        when measure = 'quantity' and has_quantity then 'quantity' when measure = 'unit_price' and has_price then 'unit_price'
        when has_amount then 'line_amount' else 'exact' end as rule,
    case when measure is null then 0 when has_total and not is_line_within then total_limit when measure = 'quantity' and has_quantity
        then quantity_limit
        when measure = 'unit_price' and has_price then case when theirs > ours then price_up_limit else price_down_limit end
        when has_amount then amount_limit else 0 end as limit_value,
    kind = 'rounding_difference' or coalesce(is_line_within, false)
        or (has_total and measure is not null and not is_order_beyond and abs(order_amount) <= total_limit) as is_within_tolerance,
    is_carried, substr(first_key, 10) as first_statement_number, our_load_id, our_row_number, their_load_id, their_row_number, claim_key
from totalled
cross join lateral (
    select mart.tolerance_limit(order_amount, coalesce(order_worth, 0), lower_absolute, upper_absolute, lower_pct, upper_pct)
        as total_limit) t
