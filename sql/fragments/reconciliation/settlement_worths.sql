-- Each delivery line read along its settlement lines: what each accepts and repeats, and the worths that the breaks are made of.
-- Relations that the query around it provides: delivery, event.
-- Included by: fragments/reconciliation/settlement.sql
with
-- Each delivery line beside its settlement lines, in their order.
beside as (
    select d.delivery_id, d.chain_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.is_return, d.account_id,
        d.is_ordered,
        d.received_on, d.received_quantity, d.unit_price, d.vat_rate, d.is_including, d.hold_key, d.load_id, d.row_number,
        e.statement_number, e.statement_key, e.line_number, e.place, e.line_id, e.is_whole, e.quantity, e.amount,
        e.unit_price as stated_price, e.vat_rate as stated_rate, e.rounding_tolerance,
        -- What a line does not state is taken as ours, so that the difference shows in its amount.
        coalesce(e.unit_price, d.unit_price) as their_price, coalesce(e.vat_rate, d.vat_rate) as their_rate,
        case when e.unit_price is null then d.is_including else e.is_including end as their_including,
        e.load_id as their_load_id, e.row_number as their_row_number,
        first_value(e.statement_key) over lines as first_key, lag(e.statement_key) over lines as previous_key,
            lead(e.statement_key) over lines as following_key
    from delivery d
    left join event e on e.chain_id = d.chain_id and e.delivery_id = d.delivery_id
    window lines as (partition by d.delivery_id order by e.statement_key, e.place rows unbounded preceding)
),
-- And read along them. Nearly every delivery line is settled by one line alone, whose step needs no state: it accepts what it
-- states, or, at receipt level, all that was received. The others carry one from line to line.
run as (
    select b.*, case when previous_key is null and following_key is null then null else
        mart.settle(case when previous_key is null and following_key is null then null else coalesce(quantity, 0) end,
            received_quantity, is_whole) over lines end as state
    from beside b
    window lines as (partition by delivery_id order by statement_key, place rows unbounded preceding)
),
-- What the line accepts and what it repeats, from the state before and after it.
stepped as (
    select r.*, coalesce(state[1] - state[4], 0) as b0, coalesce(state[5], 0) as d,
        coalesce(state[4], case when not is_whole then quantity when quantity >= 0 then greatest(received_quantity, 0) end, 0) as k
    from run r
    -- In the order they have, and fenced by an offset, as below: each figure is computed once, not wherever a later one names it.
    order by delivery_id, statement_key, place
    offset 0
),
-- The terms W(·) that the breaks are made of; only what differs from a worth that stands already is computed.
worth as (
    select s.*, b0 + k as b1, mart.worth(received_quantity, unit_price, vat_rate, is_including) as w_received,
        case when b0 = 0 then 0.00 else mart.worth(b0, unit_price, vat_rate, is_including) end as w_before,
        case when k = 0 then 0.00 else mart.worth(k, unit_price, vat_rate, is_including) end as w_ours,
        min(statement_key) filter (where k <> 0) over lines < statement_key as was_settled,
        max(case when b0 >= received_quantity and b0 + k < received_quantity then statement_key end) over lines as reopened_key
    from stepped s
    window lines as (partition by delivery_id order by statement_key, place rows unbounded preceding)
),
-- The worth after the line, and of what it accepts at their price.
theirs as (
    select w.*, case when b0 = 0 then w_ours else mart.worth(b1, unit_price, vat_rate, is_including) end as w_after,
        case when their_price = unit_price and their_including = is_including then w_ours
            else mart.worth(k, their_price, vat_rate, their_including) end as w_their_price
    from worth w
    offset 0
)
-- And the part of the stated amount that goes with what was accepted. "capped" is the worth of what was accepted up to what was
-- received, "over" of at least what was received.
select t.*, case when is_return then -1 else 1 end as direction,
    statement_key is not null and previous_key is distinct from statement_key as is_first,
    statement_key is null or following_key is distinct from statement_key as is_last,
    case when b0 > received_quantity then w_received else w_before end as before_capped,
    case when b1 > received_quantity then w_received else w_after end as after_capped,
    case when b0 > received_quantity then w_before else w_received end as before_over,
    case when b1 > received_quantity then w_after else w_received end as after_over,
    case when their_rate = vat_rate then w_their_price else mart.worth(k, their_price, their_rate, their_including) end as w_theirs,
    case when d = 0 or is_whole then amount else round(amount * k / quantity, 2) end as accepted_amount
from theirs t
