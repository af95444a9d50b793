-- One row: one order line with its quantities on all three sides and one status (docs/money.md#statuses).
-- Read by digests, workbooks, the console. Left out: deliveries without a known order and returns; their breaks stand in
-- mart.reconciliation_break.
-- Depends on: mart.account_terms, mart.agreed_price, mart.flagged_settlement, mart.is_settlement_kept, mart.money_break, mart.service_break
create view mart.reconciliation_line as
with
-- Order lines with the day by which they are due.
ordered as (
    select p.*, a.grace_days, case when a.grace_days = 0 then p.requested_on else due.day end as due_on
    from mart.agreed_price p
    cross join lateral mart.account_terms(p.chain_id, p.account_id) a
    left join core.calendar_day requested on requested.day = p.requested_on
    left join core.calendar_day due on due.is_working_day and due.working_number = requested.working_number + a.grace_days
),
-- What came for them.
delivered as (
    select chain_id, order_number, store_id, product_id, is_free,
        sum(greatest(shipped_quantity, received_quantity)) as shipped_quantity, sum(received_quantity) as received_quantity
    from core.delivery_line
    where kind = 'delivery' and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, order_number, store_id, product_id, is_free
),
-- What statements have settled of each order line so far: the last row of each of its deliveries.
settled as (
    select chain_id, order_number, store_id, product_id, is_free,
        sum(accepted_after) filter (where is_last and next_key is null) as settled_quantity,
        bool_or(statement_key is null and hold_key is null) as is_not_due, bool_or(is_receipt_broken) as is_receipt_broken,
        sum(rest_worth) filter (where is_last and next_key is null and statement_key is not null) as rest_worth,
        sum(received_worth) filter (where statement_key is null and hold_key is not null) as unsettled_worth
    from (
        select chain_id, order_number, store_id, product_id, is_free, accepted_after, is_last, next_key, statement_key, hold_key,
            is_receipt_broken, rest_worth, received_worth, is_matched, is_return
        from core.kept_settlement where (select mart.is_settlement_kept())
        union all
        select chain_id, order_number, store_id, product_id, is_free, accepted_after, is_last, next_key, statement_key, hold_key,
            is_receipt_broken, rest_worth, received_worth, is_matched, is_return
        from mart.flagged_settlement() where not (select mart.is_settlement_kept())) settlement
    where is_matched and not is_return
    group by chain_id, order_number, store_id, product_id, is_free
),
-- Breaks of one kind add up over statements: what was put right later nets to nothing. What is short or unsettled counts as it
-- stands on the newest statement that shows it, never carried rows together.
kind_of_break as (
    select chain_id, order_number, store_id, product_id, is_free, kind in ('settled_short', 'unsettled') as is_rest, kind,
        sum(amount) as amount,
        bool_and(is_within_tolerance) as is_within_tolerance,
            (array_agg(is_within_tolerance order by occurred_on desc, statement_number desc))[1] as is_newest_within
    from mart.money_break
    where order_number <> '' and product_id is not null
    group by chain_id, order_number, store_id, product_id, is_free, is_rest, kind
),
-- Their money breaks; an open rest counts on the newest statement alone.
money as (
    select chain_id, order_number, store_id, product_id, is_free,
        count(*) filter (where not is_rest) as break_count, coalesce(sum(amount) filter (where not is_rest), 0) as amount,
        bool_and(is_within_tolerance) filter (where not is_rest) as is_within,
            bool_and(is_newest_within) filter (where is_rest) as is_rest_within
    from kind_of_break
    where is_rest or amount <> 0
    group by chain_id, order_number, store_id, product_id, is_free
),
-- Their service breaks; a delivery without an order has no line here.
service as (
    select chain_id, order_number, store_id, product_id, is_free, count(*) as break_count, sum(amount) as amount,
        bool_and(is_within_tolerance) as is_within
    from mart.service_break
    where kind <> 'unordered_delivery'
    group by chain_id, order_number, store_id, product_id, is_free
),
-- All three sides of an order line.
line as (
    select o.*, coalesce(d.shipped_quantity, 0) as shipped_quantity, coalesce(d.received_quantity, 0) as received_quantity,
        coalesce(s.settled_quantity, 0) as settled_quantity, coalesce(s.is_not_due, false) as is_not_due,
            coalesce(s.is_receipt_broken, false) as is_receipt_broken,
        coalesce(s.rest_worth, 0) + coalesce(s.unsettled_worth, 0) as rest_worth,
        coalesce(v.break_count, 0) as service_break_count, coalesce(v.amount, 0) as service_amount,
            coalesce(v.is_within, true) as is_service_within,
        coalesce(m.break_count, 0) as money_break_count, coalesce(m.amount, 0) as money_amount,
            coalesce(m.is_within, true) as is_money_within,
        coalesce(m.is_rest_within, false) as is_rest_within
    from ordered o
    left join delivered d using (chain_id, order_number, store_id, product_id, is_free)
    left join settled s using (chain_id, order_number, store_id, product_id, is_free)
    left join service v using (chain_id, order_number, store_id, product_id, is_free)
    left join money m using (chain_id, order_number, store_id, product_id, is_free)
)
select chain_id, order_number, store_id, product_id, is_free, account_id, ordered_on, requested_on, due_on, ordered_quantity,
    shipped_quantity::numeric(14, 3), received_quantity::numeric(14, 3), settled_quantity::numeric(14, 3), agreed_price, vat_rate,
    case when is_cancelled and shipped_quantity = 0 then 'cancelled'
        when not is_service_within or not is_money_within or is_receipt_broken or rest_worth <> 0 and not is_rest_within then 'broken'
        when shipped_quantity < ordered_quantity and (due_on is null or due_on > core.as_of()) then 'open'
        when is_not_due then 'not_due'
        when service_break_count > 0 or money_break_count > 0 or rest_worth <> 0 then 'within_tolerance'
        else 'matched' end as status,
    service_break_count, money_break_count + case when rest_worth <> 0 then 1 else 0 end as money_break_count,
    service_amount::numeric(16, 2), (money_amount + rest_worth)::numeric(16, 2) as money_amount, load_id, row_number
from line;

comment on view mart.reconciliation_line is 'One row: one order line with its quantities on all three sides and one status';
comment on column mart.reconciliation_line.chain_id is 'Chain';
comment on column mart.reconciliation_line.order_number is 'Order, unique with the chain and store';
comment on column mart.reconciliation_line.store_id is 'Store that ordered';
comment on column mart.reconciliation_line.product_id is 'Our product';
comment on column mart.reconciliation_line.is_free is 'Free goods';
comment on column mart.reconciliation_line.account_id is 'Settlement account the order names';
comment on column mart.reconciliation_line.ordered_on is 'Date of the order';
comment on column mart.reconciliation_line.requested_on is 'Date the delivery was asked for';
comment on column mart.reconciliation_line.due_on is
    'Date from which a missing delivery is a break: the requested date plus the account''s grace in working days';
comment on column mart.reconciliation_line.ordered_quantity is 'Sales units ordered';
comment on column mart.reconciliation_line.shipped_quantity is 'Sales units shipped, over all deliveries';
comment on column mart.reconciliation_line.received_quantity is 'Sales units that stores signed for';
comment on column mart.reconciliation_line.settled_quantity is 'Sales units that statements have accepted so far';
comment on column mart.reconciliation_line.agreed_price is 'Agreed price, RMB per sales unit excluding VAT, four decimals';
comment on column mart.reconciliation_line.vat_rate is 'VAT rate as a fraction';
comment on column mart.reconciliation_line.status is 'open, cancelled, matched, within_tolerance, not_due or broken';
comment on column mart.reconciliation_line.service_break_count is 'How many service breaks stand';
comment on column mart.reconciliation_line.money_break_count is 'How many kinds of money break stand, what was put right later not counted';
comment on column mart.reconciliation_line.service_amount is 'Sum of the service breaks, RMB excluding VAT';
comment on column mart.reconciliation_line.money_amount is
    'Sum of what is claimed now, RMB including VAT, ours − theirs; no carried row counts twice';
comment on column mart.reconciliation_line.load_id is 'Load of the order line';
comment on column mart.reconciliation_line.row_number is 'Row of the order line in its file';
