-- The settlement algebra: the rows of mart.computed_settlement, from order_line, delivery_line, statement_line, statement_head and
-- store_version, which the query around it provides: all that is known, or what a refresh has to compute anew.
-- How it stays one pass over each table: rows meet by hash on one key of their own (an array of the key's columns, or a number
-- given here), because the planner multiplies the selectivities of columns that go together, expects a single row and then
-- compares everything with everything; and it is windowed over those numbers, which sort quicker than six columns of text.
-- Included by: refresh/settlement/4_computed.sql, refresh/settlement/fill.sql, views/reconciliation/mart.computed_settlement.sql
with
-- Statements in their order: by period end, then number. The key sorts like that, as text.
statement as materialized (
    select s.chain_id, s.account_id, s.statement_number, array[s.chain_id, s.statement_number] as number_key,
        s.period_to - a.cutoff_days as holds_to,
        to_char(s.period_to, 'YYYYMMDD') || '/' || s.statement_number collate "C" as statement_key, a.is_including, a.rounding_tolerance
    from statement_head s
    cross join lateral mart.account_terms(s.chain_id, s.account_id) a
),
-- Stores with their region from day to day; a later row ends the one before.
store as (
    select array[chain_id, store_id] as store_key, region, valid_from,
        least(valid_to, lead(valid_from) over (partition by chain_id, store_id order by valid_from) - 1) as valid_to
    from store_version
),
-- Each delivery line, numbered, with its order line, if that is known, and the date on which it is priced: ordered goods on the
-- order date; returns, and deliveries without a known order, on their own.
dated as materialized (
    select d.*, row_number() over () as delivery_id, d.kind = 'return' as is_return, o.order_number is not null as is_ordered,
        coalesce(o.ordered_on, d.received_on) as priced_on, o.printed_price, o.printed_basis, coalesce(s.region, '') as region
    from delivery_line d
    left join order_line o on d.kind = 'delivery' and o.order_number = d.order_number and o.is_free = d.is_free
        and array[o.chain_id, o.store_id, o.product_id] = array[d.chain_id, d.store_id, d.product_id]
    left join store s on s.store_key = array[d.chain_id, d.store_id]
        and coalesce(o.ordered_on, d.received_on) between s.valid_from and s.valid_to
),
-- Prices are steps: looked up once for each stretch of days between two dates on which the contract could say something new.
price as materialized (
    select array[k.chain_id, k.region, k.product_id] as price_key, step.valid_from,
        coalesce(lead(step.valid_from) over (partition by k.chain_id, k.region, k.product_id order by step.valid_from) - 1, 'infinity')
            as valid_to,
        -- Before the product's master data are known no rate is: worth then counts none, and what the statement states differs from that.
        coalesce(p.vat_rate, 0) as vat_rate, p.contract_price, p.contract_including, p.promotion_price, p.promotion_including
    from (select distinct chain_id, region, product_id from dated) k
    cross join lateral (
        select date '-infinity' as valid_from
        union select unnest(array[p.valid_from, p.valid_to + 1]) from core.product p where p.product_id = k.product_id
        union select unnest(array[p.valid_from, p.valid_to + 1]) from core.price p
            where p.chain_id = k.chain_id and p.product_id = k.product_id and p.region in ('', k.region)
        union select unnest(array[p.purchase_from, p.purchase_to + 1]) from core.promotion p
            where p.chain_id = k.chain_id and p.product_id = k.product_id) step
    cross join lateral mart.regional_price(k.chain_id, k.region, k.product_id, step.valid_from) p
),
-- From which day to which a receipt belongs on which statement of its account: the first that holds it.
held as (
    select array[chain_id, account_id] as account_key, lead(holds_to, 1, '-infinity') over latest_first as after_day, holds_to as to_day,
        min(statement_key) over latest_first as hold_key
    from statement
    window latest_first as (partition by chain_id, account_id order by holds_to desc rows unbounded preceding)
),
-- Account terms and that statement are looked up once for all lines that share them.
receiving as (
    select distinct chain_id, account_id, received_on from dated
),
-- The terms of each account, asked once.
account as (
    select array[k.chain_id, k.account_id] as account_key, a.is_including, a.price_decimals
    from (select distinct chain_id, account_id from receiving) k
    cross join lateral mart.account_terms(k.chain_id, k.account_id) a
),
-- Which statement should hold the receipts of each account and day.
holding as materialized (
    select r.account_key, r.received_on, a.is_including, a.price_decimals, h.hold_key
    from (select array[chain_id, account_id] as account_key, received_on from receiving) r
    join account a on a.account_key = r.account_key
    left join held h on h.account_key = r.account_key and r.received_on > h.after_day and r.received_on <= h.to_day
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
-- Settlement lines, numbered, with their place in the order of statements.
line as materialized (
    select l.*, row_number() over () as line_id, s.account_id, s.statement_key, s.is_including, s.rounding_tolerance
    from statement_line l
    join statement s on s.number_key = array[l.chain_id, l.statement_number]
),
-- Which delivery lines a settlement line could belong to. The note number decides; only a line without one goes by its order
-- number. Each arm is a join of its own, so that each can be a hash join.
candidate as (
    select l.*, d.delivery_id, d.delivery_number as d_delivery, d.store_id as d_store, d.order_number as d_order, d.product_id as d_product,
        d.is_free as d_free, d.received_on as d_received_on, d.received_quantity as d_received
    from line l
    left join dated d on d.chain_id = l.chain_id and array[d.delivery_number, d.product_id] = array[l.delivery_number, l.product_id]
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number <> '' and l.product_id is not null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and array[d.order_number, d.product_id] = array[l.order_number, l.product_id]
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number = '' and l.order_number <> '' and l.product_id is not null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and d.delivery_number = l.delivery_number
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number <> '' and l.product_id is null
    union all
    select l.*, d.delivery_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.received_on, d.received_quantity
    from line l
    left join dated d on d.chain_id = l.chain_id and d.order_number = l.order_number
        and d.is_return = l.is_return and l.store_id in ('', d.store_id)
    where l.delivery_number = '' and l.order_number <> '' and l.product_id is null
    union all
    select l.*, null, null, null, null, null, null, null, null
    from line l
    where l.delivery_number = '' and l.order_number = ''
),
-- Paid goods go to paid lines and free goods to free ones where there is a choice.
counted as (
    select c.*, count(*) over line_of as deliveries, count(*) filter (where c.d_free = c.is_free) over line_of as alike
    from candidate c
    window line_of as (partition by line_id)
),
-- The deliveries that are left for each line, and whether it has to be shared among several.
eligible as materialized (
    select c.*, case when alike > 0 then alike else deliveries end as shares,
        case when alike > 0 then alike else deliveries end > 1 as is_shared
    from counted c
    where c.product_id is null or c.delivery_id is null or alike = 0 or c.d_free = c.is_free
),
-- Where a line could belong to several deliveries, both sides are laid out along one axis of quantity: deliveries oldest first,
-- lines in statement order. What lines that name the note have settled is no longer room for lines that name only the order.
named as (
    select delivery_id, sum(quantity) as quantity
    from eligible
    where delivery_number <> '' and product_id is not null and not is_shared and delivery_id is not null
    group by delivery_id
),
-- How much each delivery has left for lines that name only the order.
roomy as (
    select e.*, case when e.delivery_number <> '' then e.d_received
        else greatest(e.d_received - greatest(coalesce(n.quantity, 0), 0), 0) end as room
    from eligible e
    left join named n using (delivery_id)
    where e.is_shared and e.product_id is not null
),
-- Where each line and each delivery ends on that axis.
placed as (
    select r.*,
        sum(quantity) over along_lines as line_end,
        sum(room) over along_deliveries as room_end,
        row_number() over along_deliveries = 1 as is_oldest,
        row_number() over along_deliveries = shares as is_newest
    from roomy r
    window
        along_lines as (partition by delivery_id, delivery_number, order_number, store_id, product_id, is_free, is_return
            order by statement_key, line_number rows unbounded preceding),
        along_deliveries as (partition by line_id
            order by d_received_on, d_delivery, d_store, d_order, d_free rows unbounded preceding)
),
-- The overlap of a line's stretch with a delivery's stretch; the oldest reaches back, the newest forward without end.
overlapping as (
    select p.*, sign(quantity) * greatest(0,
        least(greatest(line_end, line_end - quantity), case when is_newest then 'infinity' else room_end end)
        - greatest(least(line_end, line_end - quantity), case when is_oldest then '-infinity' else room_end - room end)) as share
    from placed p
),
-- The shares that are not empty, their amounts rounded.
split as (
    select o.*, case when quantity = 0 then amount else round(amount * share / quantity, 2) end as rounded,
        row_number() over from_newest = 1 as is_last
    from overlapping o
    where share <> 0 or (quantity = 0 and is_newest)
    window from_newest as (partition by line_id
        order by d_received_on desc, d_delivery desc, d_store desc, d_order desc, d_free desc)
),
-- What each settlement line brings to each delivery line. The last share takes the remainder of the amount.
event as (
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_id, false as is_whole,
        quantity, unit_price, vat_rate, amount, is_including, rounding_tolerance, load_id, row_number
    from eligible
    where not is_shared and product_id is not null and delivery_id is not null
    union all
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_id, false,
        share, unit_price, vat_rate,
        case when is_last then amount - sum(case when is_last then 0 else rounded end) over (partition by line_id) else rounded end,
        is_including, rounding_tolerance, load_id, row_number
    from split
    union all
    select chain_id, delivery_id, statement_number, statement_key, line_number, line_id, true,
        sign(amount), null, null, case when row_number() over from_newest = 1 then amount end,
        is_including, rounding_tolerance, load_id, row_number
    from eligible
    where product_id is null and delivery_id is not null
    window from_newest as (partition by line_id
        order by d_received_on desc, d_delivery desc, d_store desc, d_order desc, d_product desc, d_free desc)
),
-- Each delivery line beside its settlement lines, in their order.
beside as (
    select d.delivery_id, d.chain_id, d.delivery_number, d.store_id, d.order_number, d.product_id, d.is_free, d.is_return, d.account_id,
        d.is_ordered,
        d.received_on, d.received_quantity, d.unit_price, d.vat_rate, d.is_including, d.hold_key, d.load_id, d.row_number,
        e.statement_number, e.statement_key, e.line_number, e.line_id, e.is_whole, e.quantity, e.amount,
        e.unit_price as stated_price, e.vat_rate as stated_rate, e.rounding_tolerance,
        -- What a line does not state is taken as ours, so that the difference shows in its amount.
        coalesce(e.unit_price, d.unit_price) as their_price, coalesce(e.vat_rate, d.vat_rate) as their_rate,
        case when e.unit_price is null then d.is_including else e.is_including end as their_including,
        e.load_id as their_load_id, e.row_number as their_row_number,
        first_value(e.statement_key) over lines as first_key, lag(e.statement_key) over lines as previous_key,
            lead(e.statement_key) over lines as following_key
    from delivery d
    left join event e on e.chain_id = d.chain_id and e.delivery_id = d.delivery_id
    window lines as (partition by d.delivery_id order by e.statement_key, e.line_number rows unbounded preceding)
),
-- And read along them. Nearly every delivery line is settled by one line alone, whose step needs no state: it accepts what it
-- states, or, at receipt level, all that was received. The others carry one from line to line.
run as (
    select b.*, case when previous_key is null and following_key is null then null else
        mart.settle(case when previous_key is null and following_key is null then null else coalesce(quantity, 0) end,
            received_quantity, is_whole) over lines end as state
    from beside b
    window lines as (partition by delivery_id order by statement_key, line_number rows unbounded preceding)
),
-- What the line accepts and what it repeats, from the state before and after it.
stepped as (
    select r.*, coalesce(state[1] - state[4], 0) as b0, coalesce(state[5], 0) as d,
        coalesce(state[4], case when not is_whole then quantity when quantity >= 0 then greatest(received_quantity, 0) end, 0) as k
    from run r
    -- In the order they have, and fenced by an offset, as below: each figure is computed once, not wherever a later one names it.
    order by delivery_id, statement_key, line_number
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
    window lines as (partition by delivery_id order by statement_key, line_number rows unbounded preceding)
),
-- The worth after the line, and of what it accepts at their price.
theirs as (
    select w.*, case when b0 = 0 then w_ours else mart.worth(b1, unit_price, vat_rate, is_including) end as w_after,
        case when their_price = unit_price and their_including = is_including then w_ours
            else mart.worth(k, their_price, vat_rate, their_including) end as w_their_price
    from worth w
    offset 0
),
-- And the part of the stated amount that goes with what was accepted. "capped" is the worth of what was accepted up to what was
-- received, "over" of at least what was received.
term as materialized (
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
from eligible
where delivery_id is null
