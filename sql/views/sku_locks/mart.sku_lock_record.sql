-- One row: one item of one store that is watched, with its habit, its silence and the record of its due order lines. Watched is what could
-- raise a lock alert (decision 0200): short several times, spoken of by its portal, or silent for longer than its habit.
-- Read by: mart.sku_lock_level. Left out: items that keep their habit and were delivered, free goods, and silence after fewer orders
-- than lock.suspected_min_orders asks for.
-- One view, not three (candidates, silence, record): each of these steps reads the lines of the quarter where the kept form does not
-- answer, and as views of their own each would read them again: a past moment took 87 ms instead of 39 on the sample month.
-- Depends on: mart.account_terms, mart.feed_arrival, mart.is_figures_kept, mart.portal_word, mart.sku_lock_order_line
create view mart.sku_lock_record as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at. The date, too, where it would be asked of each row.
    select core.as_of() as as_of,
        core.rule_value('lock.suspected_interval_factor') as interval_factor,
        core.rule_value('lock.suspected_min_orders') as min_orders,
        core.rule_value('lock.suspected_min_days')::integer as min_days,
        core.rule_value('lock.history_days')::integer as history_days,
        core.rule_value('lock.at_risk_lines')::integer as risk_lines,
        core.rule_value('lock.at_risk_failures')::integer as risk_failures,
        core.as_of() - core.rule_value('lock.at_risk_window_days')::integer as window_from,
        core.rule_value('lock.at_risk_min_failures')::integer as risk_min_failures
), word as materialized (
    -- What portals say, read once.
    select * from mart.portal_word
), plain as materialized (
    -- Where the kept form does not answer; else nothing.
    select * from mart.sku_lock_order_line
), possible as (
    -- The items that could alert at all: silent for longer than any suspicion needs, or short several times. The kept form tells them by
    -- the last order of each item and by its short lines; where something of an item happened after the as-of date, its lines say what
    -- stood on that date.
    select kept.chain_id, kept.store_id, kept.product_id, true as is_silent, kept.last_ordered_on > rule.as_of
        or kept.last_received_on > rule.as_of as is_risky
    from (
        select item.*, max(item.last_ordered_on) over (partition by item.chain_id, item.store_id) as store_ordered_on
        from core.kept_item as item) as kept
    cross join rule
    where mart.is_figures_kept() and (kept.last_ordered_on > rule.as_of or kept.last_received_on > rule.as_of
        or kept.last_ordered_on < rule.as_of - rule.min_days and kept.last_ordered_on > rule.as_of - rule.history_days
            -- A store that has ordered nothing since makes none of its items suspicious.
            and kept.last_ordered_on < kept.store_ordered_on)
    union all
    select kept.chain_id, kept.store_id, kept.product_id, false, true
    from core.kept_fulfilment as kept
    where mart.is_figures_kept() and not kept.is_free and kept.ordered_quantity > 0 and kept.received_quantity < kept.ordered_quantity
      and kept.ordered_on <= (select as_of from rule) and kept.ordered_on > (select as_of from rule) - (select history_days from rule)
    group by kept.chain_id, kept.store_id, kept.product_id
    having count(*) >= (select least(risk_failures, risk_min_failures) from rule)
    union all
    select plain.chain_id, plain.store_id, plain.product_id, core.as_of() - max(plain.ordered_on) > (select min_days from rule),
        count(*) filter (where plain.received_quantity < plain.ordered_quantity)
            >= (select least(risk_failures, risk_min_failures) from rule)
    from plain
    group by plain.chain_id, plain.store_id, plain.product_id
    union all
    select portal.chain_id, portal.store_id, portal.product_id, false, true from word as portal where portal.status <> 'active'
), candidate as materialized (
    -- Numbered: the steps below meet, sort and group by a number, at a fraction of the cost of three texts.
    select row_number() over () as item, possible.*, word.status as portal_status, word.reason as portal_reason, word.blocked_since,
        word.reopened_on
    from (
        select chain_id, store_id, product_id, bool_or(is_silent) as is_silent, bool_or(coalesce(is_risky, false)) as is_risky
        from possible where is_silent or is_risky group by chain_id, store_id, product_id) as possible
    left join word on array[word.chain_id, word.store_id, word.product_id]
        = array[possible.chain_id, possible.store_id, possible.product_id]
), order_day as (
    -- One order day of a silent item, however many orders it had, from the kept form's index alone where it answers.
    select candidate.item, candidate.reopened_on, day.ordered_on
    from candidate
    cross join lateral (
        select distinct kept.ordered_on
        from core.kept_fulfilment as kept
        where kept.chain_id = candidate.chain_id and kept.store_id = candidate.store_id and kept.product_id = candidate.product_id
          and not kept.is_free and kept.ordered_quantity > 0
          and kept.ordered_on <= (select as_of from rule) and kept.ordered_on > (select as_of from rule) - (select history_days from rule)
        offset 0) as day
    where candidate.is_silent and mart.is_figures_kept()
    union all
    select distinct candidate.item, candidate.reopened_on, plain.ordered_on
    from plain join candidate using (chain_id, store_id, product_id)
    where candidate.is_silent
), day_gap as (
    -- How long it was from one order day to the next.
    select item, reopened_on, ordered_on, ordered_on - lag(ordered_on) over (partition by item order by ordered_on) as gap_days
    from order_day
), habit as (
    -- Silence counts from the last order, or from the day on which the portal lifted a lock, whichever came later.
    select item, count(*) as order_days, greatest(max(ordered_on), max(reopened_on)) as silent_since,
        percentile_cont(0.5) within group (order by gap_days)::numeric as median_days
    from day_gap
    group by item
), quiet as materialized (
    -- Silent for longer than a multiple of the usual interval. Few order days give no usual one.
    select habit.*, candidate.chain_id, candidate.store_id
    from habit join candidate using (item) cross join rule
    where habit.order_days >= rule.min_orders
      and rule.as_of - habit.silent_since > greatest(rule.interval_factor * habit.median_days, rule.min_days)
), store_day as (
    -- That the store orders at all is what makes one item's silence suspicious.
    select line.chain_id, line.store_id, line.ordered_on
    from (select chain_id, store_id, min(silent_since) as silent_since from quiet group by chain_id, store_id) as store
    cross join lateral (
        select distinct kept.chain_id, kept.store_id, kept.ordered_on
        from core.kept_item as other
        join core.kept_fulfilment as kept using (chain_id, store_id, product_id)
        where other.chain_id = store.chain_id and other.store_id = store.store_id and other.last_ordered_on > store.silent_since
          and not kept.is_free and kept.ordered_quantity > 0 and kept.ordered_on > store.silent_since and kept.ordered_on <= core.as_of())
              as line
    where mart.is_figures_kept()
    union all
    select distinct plain.chain_id, plain.store_id, plain.ordered_on from plain
), silent as (
    -- The silence of those whose store orders on.
    select quiet.item, quiet.silent_since, quiet.median_days, count(store_day.ordered_on) as store_order_days,
        min(store_day.ordered_on) as first_other_on
    from quiet
    join store_day
        on array[store_day.chain_id, store_day.store_id] = array[quiet.chain_id, quiet.store_id]
            and store_day.ordered_on > quiet.silent_since
    group by quiet.item, quiet.silent_since, quiet.median_days
), watched as materialized (
    -- What is left of the candidates: those that are risky, or silent for longer than their habit.
    select * from candidate where is_risky or item in (select item from quiet)
), kept_line as materialized (
    -- Their lines of the quarter from the kept form, where it answers: item by item through its index.
    select watched.item, watched.reopened_on, watched.chain_id, watched.store_id, watched.product_id, line.*
    from watched
    cross join lateral (
        select kept.order_number, kept.account_id, kept.ordered_on, kept.requested_on, kept.ordered_quantity, kept.received_quantity,
            kept.last_received_on
        from core.kept_fulfilment as kept
        where kept.chain_id = watched.chain_id and kept.store_id = watched.store_id and kept.product_id = watched.product_id
          and not kept.is_free and kept.ordered_quantity > 0
          and kept.ordered_on <= (select as_of from rule) and kept.ordered_on > (select as_of from rule) - (select history_days from rule)
        offset 0) as line
    where mart.is_figures_kept()
), answered as (
    -- The lines with what came for them. Where something came after the as-of date, the notes say what had come by then.
    select item, reopened_on, chain_id, order_number, account_id, ordered_on, requested_on, ordered_quantity, received_quantity,
        last_received_on
    from kept_line
    where coalesce(last_received_on <= (select as_of from rule), true)
    union all
    select kept.item, kept.reopened_on, kept.chain_id, kept.order_number, kept.account_id, kept.ordered_on, kept.requested_on,
        kept.ordered_quantity,
        coalesce(so_far.received_quantity, 0), so_far.last_received_on
    from kept_line as kept
    cross join lateral (
        select sum(line.received_quantity) as received_quantity, max(line.received_on) as last_received_on
        from core.delivery_line as line
        where line.chain_id = kept.chain_id and line.order_number = kept.order_number and line.store_id = kept.store_id
          and line.product_id = kept.product_id and not line.is_free and line.kind = 'delivery' and line.received_on <= core.as_of()
          and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)) as so_far
    where kept.last_received_on > (select as_of from rule)
    union all
    select watched.item, watched.reopened_on, plain.chain_id, plain.order_number, plain.account_id, plain.ordered_on, plain.requested_on,
        plain.ordered_quantity,
        plain.received_quantity, plain.last_received_on
    from plain join watched using (chain_id, store_id, product_id)
), due as materialized (
    -- The last working day of the grace after the requested one, without grace that one itself: one row per account and requested date.
    select account.chain_id, account.account_id, requested.day as requested_on,
        case when terms.grace_days = 0 then requested.day else due_day.day end as due_on
    from core.settlement_account as account
    cross join lateral mart.account_terms(account.chain_id, account.account_id) as terms
    join core.calendar_day as requested on true
    join core.calendar_day as due_day on due_day.is_working_day and due_day.working_number = requested.working_number + terms.grace_days
    where core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
), unseen as materialized (
    -- A day whose delivery file has not come makes every order of it look undelivered: such lines are not judged until it comes.
    select chain_id, business_date from mart.feed_arrival where state = 'missing' and report in ('deliveries', 'orders')
), line as materialized (
    -- Ranked from the newest due line back; a line that is not due yet says nothing about delivery, only about ordering, and one from
    -- before a lock that has been lifted says nothing any more.
    select dated.*,
        case when dated.is_due then row_number() over (
            partition by dated.item
            order by dated.is_due desc nulls last, dated.due_on desc, dated.ordered_on desc, dated.order_number desc) end as nth_due
    from (
        select answered.item, answered.reopened_on, answered.order_number, answered.ordered_on, answered.ordered_quantity,
            answered.received_quantity,
            answered.last_received_on, due.due_on, answered.received_quantity < answered.ordered_quantity as is_short,
            due.due_on <= (select as_of from rule) and answered.ordered_on > coalesce(answered.reopened_on, '-infinity') and not exists (
                select from unseen where unseen.chain_id = answered.chain_id
                    and unseen.business_date between answered.requested_on and due.due_on) as is_due
        from answered
        left join due using (chain_id, account_id, requested_on)) as dated
), delivery_record as (
    -- Of the newest lines, from the newest back, and in the window.
    select item,
        count(*) filter (where nth_due <= rule.risk_lines) as recent_lines,
        count(*) filter (where nth_due <= rule.risk_lines and is_short) as recent_failures,
        coalesce(min(nth_due) filter (where not is_short) - 1, count(nth_due)) as failures_in_a_row,
        -- The failure that made it "at least n of the last m": the n-th oldest among them.
        (array_agg(due_on order by due_on, nth_due desc) filter (where nth_due <= rule.risk_lines and is_short))[max(rule.risk_failures)]
            as failing_since,
        count(*) filter (where is_due and due_on > rule.window_from) as window_lines,
        count(*) filter (where is_due and is_short and due_on > rule.window_from) as window_failures,
        sum(ordered_quantity) filter (where is_due and due_on > rule.window_from) as window_ordered,
        sum(received_quantity) filter (where is_due and due_on > rule.window_from) as window_received,
        max(due_on) filter (where is_due and is_short) as last_short_on, max(last_received_on) as last_delivered_on,
        max(ordered_on) as last_ordered_on
    from line, rule
    group by item
)
select watched.chain_id, watched.store_id, watched.product_id, watched.reopened_on, watched.portal_status, watched.portal_reason,
    watched.blocked_since, quiet.order_days, quiet.median_days, quiet.silent_since, silent.store_order_days,
    -- Silent for longer than the habit, and not before the store was seen to order on.
    greatest(silent.silent_since + floor(greatest(rule.interval_factor * silent.median_days, rule.min_days))::integer + 1,
        silent.first_other_on)
        as suspected_since,
    record.recent_lines, record.recent_failures, record.failures_in_a_row, record.failing_since, record.window_lines,
    record.window_failures, record.window_ordered, record.window_received, record.last_short_on, record.last_delivered_on,
    record.last_ordered_on
from watched
cross join rule
left join quiet using (item)
left join silent using (item)
left join delivery_record as record using (item);

comment on view mart.sku_lock_record is 'One row: one watched item of one store with its silence and the record of its due order lines';
comment on column mart.sku_lock_record.chain_id is 'Chain';
comment on column mart.sku_lock_record.store_id is 'Store, within the chain';
comment on column mart.sku_lock_record.product_id is 'Our product';
comment on column mart.sku_lock_record.reopened_on is 'Business date on which a lock was lifted; null where none was';
comment on column mart.sku_lock_record.portal_status is 'The portal''s newest word; null where it gives none';
comment on column mart.sku_lock_record.portal_reason is 'Its own words why; null when it gives none';
comment on column mart.sku_lock_record.blocked_since is 'Business date since which it is blocked; null where it is not';
comment on column mart.sku_lock_record.order_days is 'Days on which it was ordered; null where it is not silent for longer than its habit';
comment on column mart.sku_lock_record.median_days is 'Median of the days between them; likewise';
comment on column mart.sku_lock_record.silent_since is 'Business date of the last order, or of the reopening that came later; likewise';
comment on column mart.sku_lock_record.store_order_days is
    'Days on which the store has ordered other items since; null where there is none';
comment on column mart.sku_lock_record.suspected_since is 'First business date on which the silence was suspicious; null where it is not';
comment on column mart.sku_lock_record.recent_lines is 'Due order lines among the newest that are counted';
comment on column mart.sku_lock_record.recent_failures is 'How many of them were undelivered or short';
comment on column mart.sku_lock_record.failures_in_a_row is 'Due order lines that failed or were short, counted back from the newest';
comment on column mart.sku_lock_record.failing_since is
    'Due date of the failure that made the newest lines too many; null where they are not';
comment on column mart.sku_lock_record.window_lines is 'Order lines that fell due in the window';
comment on column mart.sku_lock_record.window_failures is 'How many of them were undelivered or short';
comment on column mart.sku_lock_record.window_ordered is 'Sales units ordered on them';
comment on column mart.sku_lock_record.window_received is 'Sales units received for them';
comment on column mart.sku_lock_record.last_short_on is 'Due date of the last line that was short';
comment on column mart.sku_lock_record.last_delivered_on is 'Business date of the last receipt';
comment on column mart.sku_lock_record.last_ordered_on is 'Business date of the last order';
