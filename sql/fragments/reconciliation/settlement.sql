-- The settlement algebra: the rows of mart.computed_settlement, from order_line, delivery_line, sold_line, statement_line, statement_head
-- and store_version, which the query around it provides: all that is known, or what a refresh has to compute anew.
-- How it stays one pass over each table: rows meet by hash on one key of their own (an array of the key's columns, or a number
-- given here), because the planner multiplies the selectivities of columns that go together, expects a single row and then
-- compares everything with everything; and it is windowed over those numbers, which sort quicker than six columns of text.
-- Includes: fragments/reconciliation/delivery_price.sql, fragments/reconciliation/holding_statement.sql
-- Includes: fragments/reconciliation/delivery_of_line.sql, fragments/reconciliation/shared_line.sql
-- Includes: fragments/reconciliation/settlement_worths.sql, fragments/reconciliation/settled_sale.sql
-- Included by: refresh/settlement/4_computed.sql, refresh/settlement/fill.sql, views/reconciliation/mart.computed_settlement.sql
with
-- Accounts that pay for what was sold: of what came while they do, nothing is to be settled.
consigned as materialized (
    select * from mart.consigned_account
),
-- Statements in their order: by period end, then number. The key sorts like that, as text.
statement as materialized (
    select s.chain_id, s.account_id, s.statement_number, array[s.chain_id, s.statement_number] as number_key,
        s.period_to - a.cutoff_days as holds_to,
        to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number collate "C" as statement_key, a.is_including, a.rounding_tolerance,
        c.chain_id is not null as is_consigned,
        coalesce(max(s.period_to - a.cutoff_days) over (partition by s.chain_id, s.account_id order by s.period_to - a.cutoff_days
            range between unbounded preceding and '1 day' preceding), '-infinity')::date as holds_after
    from statement_head s
    cross join lateral mart.account_terms(s.chain_id, s.account_id) a
    left join consigned c on c.chain_id = s.chain_id and c.account_id = s.account_id
        and s.period_to - a.cutoff_days between c.valid_from and c.valid_to
),
-- Stores with their region from day to day; a later row ends the one before.
store as (
    select array[chain_id, store_id] as store_key, region, valid_from,
        least(valid_to, lead(valid_from) over (partition by chain_id, store_id order by valid_from) - 1) as valid_to
    from store_version
),
-- Each delivery line, numbered, with its order line, if that is known, and the date on which it is priced: ordered goods on the
-- order date; returns, and deliveries without a known order, on their own. What was sold on consignment is one among them.
dated as materialized (
    select d.*, row_number() over () as delivery_id, d.kind = 'return' as is_return, o.order_number is not null as is_ordered,
        coalesce(o.ordered_on, d.received_on) as priced_on, o.printed_price, o.printed_basis, coalesce(s.region, '') as region
    from (
        select d.*
        from delivery_line d
        where not exists (
            select from consigned c
            where c.chain_id = d.chain_id and c.account_id = d.account_id and d.received_on between c.valid_from and c.valid_to)
        union all
        select * from sold_line) d
    left join order_line o on d.kind = 'delivery' and o.order_number = d.order_number and o.is_free = d.is_free
        and array[o.chain_id, o.store_id, o.product_id] = array[d.chain_id, d.store_id, d.product_id]
    left join store s on s.store_key = array[d.chain_id, d.store_id]
        and coalesce(o.ordered_on, d.received_on) between s.valid_from and s.valid_to
),
-- Our prices, as steps of days.
price as materialized (
    select * from fragment.delivery_price
),
-- Which statement should hold the receipts of an account and day.
holding as materialized (
    select * from fragment.holding_statement
),
-- Our side: each delivery line with its price in its account's basis; without a known order by contract even where the chain's
-- orders make the price.
delivery as (
    select d.*, p.vat_rate, h.is_including, h.hold_key,
        case when d.is_free then 0
            when p.promotion_price is not null and (c.price_basis = 'contract' or not d.is_ordered)
                then mart.price_in_basis(p.promotion_price, p.promotion_including, p.vat_rate, h.is_including, h.price_decimals)
            when p.contract_price is not null and (c.price_basis = 'contract' or not d.is_ordered)
                then mart.price_in_basis(p.contract_price, p.contract_including, p.vat_rate, h.is_including, h.price_decimals)
            when d.printed_price is not null
                then round(mart.price_in_basis(d.printed_price, d.printed_basis = 'including', p.vat_rate, h.is_including,
                    h.price_decimals),
                    case when h.is_including then h.price_decimals else least(h.price_decimals, 4) end)
            else 0 end as unit_price
    from dated d
    left join core.chain c using (chain_id)
    left join price p on p.price_key = array[d.chain_id, d.region, d.product_id] and d.priced_on between p.valid_from and p.valid_to
    left join holding h on h.account_key = array[d.chain_id, d.account_id] and h.received_on = d.received_on
),
-- Settlement lines, numbered, with their place in the order of statements. On consignment what customers brought back is so much less
-- sold: no return of ours.
line as materialized (
    select l.chain_id, l.statement_number, l.line_number, l.is_return and not c.is_consigned as is_return, l.delivery_number,
        l.order_number, l.store_id, l.product_id, l.is_free,
        case when l.is_return and c.is_consigned then -1 else 1 end * l.quantity as quantity, l.unit_price, l.vat_rate,
        case when l.is_return and c.is_consigned then -1 else 1 end * l.amount as amount, l.load_id, l.row_number,
        row_number() over () as line_id, s.account_id, s.statement_key, s.is_including, s.rounding_tolerance, s.holds_after, s.holds_to,
        c.is_consigned
    from statement_line l
    join statement s on s.number_key = array[l.chain_id, l.statement_number]
    cross join lateral (select s.is_consigned and l.delivery_number = '' and l.order_number = '' as is_consigned) c
),
-- Which deliveries a line belongs to.
eligible as materialized (
    select * from fragment.delivery_of_line
),
-- Lines that several deliveries share, with the part of each.
split as (
    select * from fragment.shared_line
),
-- Lines that settle what was sold on consignment.
sale as materialized (
    select * from fragment.settled_sale
),
-- What each settlement line brings to each delivery line. The last share takes the remainder of the amount.
event as (
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_number as place, line_id, false as is_whole,
        quantity, unit_price, vat_rate, amount, is_including, rounding_tolerance, load_id, row_number
    from eligible
    where not is_shared and product_id is not null and delivery_id is not null
    union all
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_number, line_id, false,
        share, unit_price, vat_rate,
        case when is_last then amount - sum(case when is_last then 0 else rounded end) over (partition by line_id) else rounded end,
        is_including, rounding_tolerance, load_id, row_number
    from split
    union all
    select chain_id, delivery_id, statement_number, statement_key, line_number, place, line_id, false,
        share, unit_price, vat_rate, share_amount, is_including, rounding_tolerance, load_id, row_number
    from sale
    where delivery_id is not null
    union all
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_number, line_id, true,
        sign(amount), null, null, case when row_number() over from_newest = 1 then amount end,
        is_including, rounding_tolerance, load_id, row_number
    from eligible
    where product_id is null and delivery_id is not null
    window from_newest as (partition by line_id
        order by d_received_on desc, d_delivery desc, d_store desc, d_order desc, d_product desc, d_free desc)
),
-- What each line accepts, and what it is worth on both sides.
term as materialized (
    select * from fragment.settlement_worths
),
-- What is left when price and rate are explained. A line that settles nothing but states an amount has only that.
rest as (
    select t.*, w_theirs - accepted_amount as amount_rest, w_after - w_before - w_ours as telescoping_rest,
        quantity = 0 or abs(w_theirs - accepted_amount) > rounding_tolerance as is_beyond
    from term t
),
-- Rounding may reach the tolerance plus 0.01 for each rounding in the chain of terms, of which there are at most eight.
remaining as (
    select r.*, case when is_beyond then 0 else amount_rest end + telescoping_rest as remainder,
        abs(case when is_beyond then 0 else amount_rest end + telescoping_rest) <= rounding_tolerance + 0.08 as is_rounding
    from rest r
),
-- A receipt-level line is compared once with all that its deliveries had left. It is a duplicate when nothing of it was left to
-- settle, and likewise when it takes such a duplicate back.
receipt as (
    select line_id, sum(w_after - w_before) as worth, sum(amount) as amount, bool_and(k = 0) and bool_or(d <> 0) as is_duplicate
    from term
    where is_whole
    group by line_id
)
select r.chain_id, true as is_matched, r.delivery_number, r.store_id, r.order_number, r.product_id, r.is_free, r.is_return, r.account_id,
    r.is_ordered, r.received_on, r.received_quantity, r.unit_price, r.vat_rate, direction * w_received as received_worth, r.hold_key,
    r.statement_number, r.statement_key, r.line_number, r.first_key, case when r.is_last then r.following_key end as next_key, r.is_first,
        r.is_last, r.is_whole,
    case when not is_whole then direction * r.quantity end as stated_quantity, r.stated_price, r.stated_rate,
        direction * r.amount as stated_amount,
    b0 as accepted_before, k as accepted_quantity, b1 as accepted_after, d as duplicate_quantity,
    coalesce(r.was_settled, false) as is_settled_before, r.reopened_key,
    case when r.is_first then direction * (w_received - before_capped) else 0 end as entry_worth,
    case when r.is_last then direction * (w_received - after_capped) else 0 end as rest_worth,
    direction * (before_over - after_over) as over_amount,
    case when is_whole then case when receipt.is_duplicate then -direction * r.amount end
        else -direction * (r.amount - accepted_amount) end as duplicate_amount,
    case when not is_whole then direction * (w_ours - w_their_price) end as price_amount,
    case when not is_whole then direction * (w_their_price - w_theirs) end as tax_amount,
    case when not is_whole and is_beyond then direction * amount_rest end as line_amount,
    case when not is_whole and is_rounding then direction * remainder end as rounding_amount,
    case when r.amount is not null and not receipt.is_duplicate then direction * (receipt.worth - receipt.amount) end as receipt_amount,
    null::numeric as unmatched_amount,
    case when not is_whole and not is_rounding then direction * remainder end as unexplained_amount,
    is_whole and (receipt.is_duplicate or receipt.worth <> receipt.amount) as is_receipt_broken,
    r.load_id, r.row_number, r.their_load_id, r.their_row_number
from remaining r
left join receipt using (line_id)
union all
-- Lines that belong to no delivery.
select chain_id, false, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id,
    false, null, null, null, null, null, null,
    statement_number, statement_key, line_number, statement_key, null, true, true, product_id is null,
    case when is_return then -quantity else quantity end, unit_price, vat_rate, case when is_return then -amount else amount end,
    null, null, null, null, false, null, 0, 0, null, null, null, null, null, null, null,
    case when is_return then amount else -amount end, null, false, null, null, load_id, row_number
from (
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, statement_number, statement_key,
        line_number, quantity, unit_price, vat_rate, amount, load_id, row_number
    from eligible
    where delivery_id is null
    union all
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, statement_number, statement_key,
        line_number, quantity, unit_price, vat_rate, amount, load_id, row_number
    from sale
    where delivery_id is null) unmatched
