-- One row: one service break, ordered against delivered (docs/money.md#service-breaks): lost sales, not this statement's cents.
-- Read through mart.reconciliation_break and mart.reconciliation_line. Left out: lines that may still be delivered (open),
-- cancelled orders, returns.
-- Depends on: mart.account_terms, mart.agreed_price, mart.is_figures_kept, mart.price_in_basis, mart.supply_price, mart.tolerance_limit
-- Includes: fragments/reconciliation/tolerance_known.sql
create view mart.service_break as
with
-- Orders of which something could have broken, where the kept figures know: a line that is not what was ordered, a note that was signed for
-- otherwise, a cancelled line, a delivery without an order. Few, and found by indexes of their own; of the others nothing is added up.
kept as materialized (
    select mart.is_figures_kept() as answers
),
-- By order: lines of one are judged together.
odd as materialized (
    select chain_id, order_number from core.kept_fulfilment
    where (select answers from kept) and (shipped_quantity <> ordered_quantity or received_quantity <> ordered_quantity)
    union
    select chain_id, order_number from core.delivery_line
    where (select answers from kept) and kind = 'delivery' and shipped_quantity <> received_quantity
    union
    select chain_id, order_number from core.order_line where (select answers from kept) and is_cancelled
    union
    select chain_id, order_number from core.kept_supply_line where (select answers from kept) and not is_ordered
),
-- Few odd orders are looked up by themselves, in each month's partition; beyond a thousand it is quicker to read every line once.
few as materialized (
    select kept.answers and (select count(*) from odd) <= 1000 as are_few from kept
),
-- What arrived for an order line. A store that signs for more than the note says was shipped that much. Read twice rather than kept: of
-- what is kept the planner knows no counts, and met each line of one chain with every order line of it.
delivery_line as not materialized (
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, account_id, received_on,
        greatest(shipped_quantity, received_quantity) as shipped_quantity, received_quantity, load_id, row_number
    from (
        select line.*
        from odd
        cross join lateral (
            select of_order.* from core.delivery_line as of_order
            where of_order.chain_id = odd.chain_id and of_order.order_number = odd.order_number
            offset 0) as line
        where (select are_few from few)
        union all
        select plain.* from core.delivery_line as plain
        where (select not are_few from few)
            and (not (select answers from kept) or (chain_id, order_number) in (select odd.chain_id, odd.order_number from odd))) as known
    where kind = 'delivery' and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- The lines of the orders, likewise.
order_line as not materialized (
    select line.*
    from odd
    cross join lateral (
        select of_order.* from core.order_line as of_order
        where of_order.chain_id = odd.chain_id and of_order.order_number = odd.order_number
        offset 0) as line
    where (select are_few from few)
    union all
    select plain.* from core.order_line as plain
    where (select not are_few from few)
        and (not (select answers from kept) or (chain_id, order_number) in (select odd.chain_id, odd.order_number from odd))
),
-- Added up by order line.
delivered as (
    select chain_id, order_number, store_id, product_id, is_free, sum(shipped_quantity) as shipped_quantity,
        max(received_on) as received_on,
        -- The last delivery is shown as the source row.
        max(array[to_char(received_on, 'YYYYMMDD'), delivery_number, load_id::text, row_number::text]) as last_row
    from delivery_line
    group by chain_id, order_number, store_id, product_id, is_free
),
-- Due: the n-th working day after the requested date, whatever day was requested; without grace that date itself.
ordered as (
    select p.chain_id, p.order_number, p.store_id, p.product_id, p.is_free, p.account_id, p.ordered_quantity, p.is_cancelled, p.load_id,
        p.row_number, case when a.grace_days = 0 then p.requested_on else due.day end as due_on,
        coalesce(d.shipped_quantity, 0) as shipped_quantity, d.received_on, d.last_row
    from order_line p
    cross join lateral mart.account_terms(p.chain_id, p.account_id) a
    left join core.calendar_day requested on requested.day = p.requested_on
    left join core.calendar_day due on due.is_working_day and due.working_number = requested.working_number + a.grace_days
    left join delivered d on (d.chain_id, d.order_number, d.store_id, d.product_id, d.is_free)
        = (p.chain_id, p.order_number, p.store_id, p.product_id, p.is_free)
    where core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
),
-- Ordered against shipped: at once where too much came, from the due date on where something is missing. Priced is what broke alone, each
-- line by itself (offset 0).
quantity_break as (
    select chain_id,
        case when shipped_quantity > ordered_quantity then 'over_delivered' when shipped_quantity = 0 then 'not_delivered'
            else 'short_delivered' end as kind,
        account_id, order_number, last_row[2] as delivery_number, store_id, product_id, is_free,
        case when shipped_quantity > ordered_quantity then received_on else due_on end as occurred_on,
        ordered_quantity - shipped_quantity as quantity, ordered_quantity as ours, shipped_quantity as theirs,
        agreed_price, load_id as our_load_id, row_number as our_row_number, last_row[3]::bigint as their_load_id,
        last_row[4]::integer as their_row_number, 'order/' || order_number || '/' || store_id || '/' || product_id || case when is_free
            then '/free' else '' end as claim_key
    from ordered
    cross join lateral (
        select p.agreed_price from mart.agreed_price p
        where (p.chain_id, p.order_number, p.store_id, p.product_id, p.is_free)
            = (ordered.chain_id, ordered.order_number, ordered.store_id, ordered.product_id, ordered.is_free)
        offset 0) as priced
    where shipped_quantity > ordered_quantity
        or shipped_quantity < ordered_quantity and due_on <= core.as_of() and not (is_cancelled and shipped_quantity = 0)
),
-- Deliveries whose goods were refused at the door, or that nobody ordered; priced by their order, else on their own date.
delivery_priced as (
    select d.*, line.order_number is not null as is_ordered, coalesce(p.agreed_price, case when d.is_free then 0 else round(coalesce(
            mart.price_in_basis(s.promotion_price, s.promotion_including, s.vat_rate, false, 4),
            mart.price_in_basis(s.contract_price, s.contract_including, s.vat_rate, false, 4)), 4) end) as agreed_price
    from delivery_line d
    left join order_line line on (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)
        = (d.chain_id, d.order_number, d.store_id, d.product_id, d.is_free)
        and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    left join lateral (
        select p.agreed_price from mart.agreed_price p
        where (p.chain_id, p.order_number, p.store_id, p.product_id, p.is_free)
            = (line.chain_id, line.order_number, line.store_id, line.product_id, line.is_free)
        offset 0) as p on true
    left join lateral mart.supply_price(d.chain_id, d.store_id, d.product_id, d.received_on) s on line.order_number is null
    where line.order_number is null or d.received_quantity <> d.shipped_quantity
),
-- Goods that were refused, and deliveries without a known order.
delivery_break as (
    select d.chain_id, b.kind, d.account_id, d.order_number, d.delivery_number, d.store_id, d.product_id, d.is_free,
        d.received_on as occurred_on,
        b.quantity, b.ours, b.theirs, d.agreed_price, null::bigint as our_load_id, null::integer as our_row_number,
        d.load_id as their_load_id, d.row_number as their_row_number,
        'delivery/' || d.delivery_number || '/' || d.store_id || '/' || d.order_number || '/' || d.product_id || case when d.is_free
            then '/free' else '' end as claim_key
    from delivery_priced d
    cross join lateral (values
        ('rejected', d.shipped_quantity - d.received_quantity, d.shipped_quantity, d.received_quantity),
        ('unordered_delivery', case when d.is_ordered then 0 else -d.shipped_quantity end, 0, d.shipped_quantity)) b (kind, quantity, ours,
            theirs)
    where b.quantity <> 0
),
-- Both kinds, at the agreed price.
together as (
    select b.*, round(quantity * coalesce(agreed_price, 0), 2) as amount
    from (select * from quantity_break union all select * from delivery_break) b
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
