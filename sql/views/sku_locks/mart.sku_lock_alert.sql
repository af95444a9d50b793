-- One row: one item of one store that is locked, suspected to be, or at risk (SKU 锁码, M2, M6.1.7); the worst level that holds.
-- Read by: the daily digest, the reopening application, exposures, the back-test. Left out: free goods (they follow promotions,
-- not demand), items that the chain has delisted by our own master data (no lock to be reopened), and histories shorter than
-- config/rules.yaml asks for: sparse history never alarms.
-- Depends on: mart.account_terms, mart.feed_arrival, mart.is_figures_kept, mart.store_representative
create view mart.sku_lock_alert as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at. The date, too: asked of each of many rows it costs more than they do.
    select core.as_of() as as_of,
        core.rule_value('lock.suspected_interval_factor') as interval_factor,
        core.rule_value('lock.suspected_min_orders') as min_orders,
        core.rule_value('lock.suspected_min_days')::integer as min_days,
        core.rule_value('lock.history_days')::integer as history_days,
        core.rule_value('lock.at_risk_lines')::integer as risk_lines,
        core.rule_value('lock.at_risk_failures')::integer as risk_failures,
        core.as_of() - core.rule_value('lock.at_risk_window_days')::integer as window_from,
        core.rule_value('lock.at_risk_window_days')::integer as window_days,
        core.rule_value('figures.fill_rate_target_pct') as risk_fill_rate_pct,
        core.rule_value('lock.at_risk_min_lines')::integer as risk_min_lines,
        core.rule_value('lock.at_risk_min_failures')::integer as risk_min_failures,
        core.rule_value('lock.failures_until_locked')::integer as failures_until_locked,
        core.rule_value('lock.reopening_working_days')::integer as reopening_days
), penalty as materialized (
    select
        max(unit_amount) filter (where rule_id = 'sku_lock') as lock_amount,
        max(unit_amount) filter (where rule_id = 'sku_lock_late') as late_amount,
        max(clause) filter (where rule_id = 'sku_lock') as clause
    from core.penalty_rule
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), portal as (
    -- The newest word of the portal, where it gives any.
    select distinct on (chain_id, store_id, product_id) chain_id, store_id, product_id, status, stated_on, reason
    from core.item_status
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and stated_on <= core.as_of()
    order by chain_id, store_id, product_id, stated_on desc
), granted as (
    -- What the chain told us instead of its portal: the newest day on which it reopened the item (ka reopen --reopened).
    select chain_id, store_id, product_id, max(reopened_on) as granted_on
    from core.reopening_application where reopened_on <= core.as_of()
    group by chain_id, store_id, product_id
), lifted as (
    -- A lock that the portal has lifted: what came before is over. Silence and failures count from the first word of it on.
    select said.chain_id, said.store_id, said.product_id, min(said.stated_on) as reopened_on
    from portal
    join (
        select chain_id, store_id, product_id, max(stated_on) as last_blocked_on
        from core.item_status
        where status <> 'active' and stated_on <= core.as_of() and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        group by chain_id, store_id, product_id) as blocked using (chain_id, store_id, product_id)
    join core.item_status as said using (chain_id, store_id, product_id)
    where portal.status = 'active' and said.status = 'active' and said.stated_on > blocked.last_blocked_on and said.stated_on <= core.as_of()
      and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)
    group by said.chain_id, said.store_id, said.product_id
), reopened as (
    select chain_id, store_id, product_id, greatest(lifted.reopened_on, granted.granted_on) as reopened_on
    from lifted full join granted using (chain_id, store_id, product_id)
), plain as materialized (
    -- The plain form never opens the partitions of older months. An order keeps the month of its first date, so one month more is read.
    select ordered.chain_id, ordered.order_number, ordered.store_id, ordered.product_id, ordered.account_id, ordered.ordered_on, ordered.requested_on,
        ordered.ordered_quantity, coalesce(delivered.received_quantity, 0) as received_quantity, delivered.last_received_on
    from core.order_line as ordered
    left join (
        select chain_id, order_number, store_id, product_id, sum(received_quantity) as received_quantity, max(received_on) as last_received_on
        from core.delivery_line
        where partition_month >= date_trunc('month', core.as_of() - (select history_days from rule) - 31)
          and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
          and kind = 'delivery' and order_number <> '' and not is_free and received_on <= core.as_of()
        group by chain_id, order_number, store_id, product_id
    ) as delivered using (chain_id, order_number, store_id, product_id)
    where not mart.is_figures_kept()
      and ordered.partition_month >= date_trunc('month', core.as_of() - (select history_days from rule) - 31)
      and core.is_known(ordered.arrived_at, ordered.recorded_at, ordered.superseded_at, ordered.superseded_recorded_at)
      and not ordered.is_cancelled and not ordered.is_free and ordered.ordered_quantity > 0 and ordered.ordered_on <= core.as_of()
      and ordered.ordered_on > core.as_of() - (select history_days from rule)
), possible as (
    -- The items that could alert at all: silent for longer than any suspicion needs, or short several times. The kept form tells them by the
    -- last order of each item and by its short lines; where something of an item happened after the as-of date, its lines say what stood on that date.
    select kept.chain_id, kept.store_id, kept.product_id, true as is_silent, kept.last_ordered_on > rule.as_of or kept.last_received_on > rule.as_of as is_risky
    from core.kept_item as kept cross join rule
    where mart.is_figures_kept() and (kept.last_ordered_on > rule.as_of or kept.last_received_on > rule.as_of
        or kept.last_ordered_on < rule.as_of - rule.min_days and kept.last_ordered_on > rule.as_of - rule.history_days)
    union all
    select kept.chain_id, kept.store_id, kept.product_id, false, true
    from core.kept_fulfilment as kept
    where mart.is_figures_kept() and not kept.is_free and kept.ordered_quantity > 0 and kept.received_quantity < kept.ordered_quantity
      and kept.ordered_on <= (select as_of from rule) and kept.ordered_on > (select as_of from rule) - (select history_days from rule)
    group by kept.chain_id, kept.store_id, kept.product_id
    having count(*) >= (select least(risk_failures, risk_min_failures) from rule)
    union all
    select plain.chain_id, plain.store_id, plain.product_id, core.as_of() - max(plain.ordered_on) > (select min_days from rule),
        count(*) filter (where plain.received_quantity < plain.ordered_quantity) >= (select least(risk_failures, risk_min_failures) from rule)
    from plain
    group by plain.chain_id, plain.store_id, plain.product_id
    union all
    select portal.chain_id, portal.store_id, portal.product_id, false, true from portal where portal.status <> 'active'
), candidate as materialized (
    -- Numbered: the steps below meet, sort and group by a number, at a fraction of the cost of three texts.
    select row_number() over () as item, possible.*, reopened.reopened_on
    from (
        select chain_id, store_id, product_id, bool_or(is_silent) as is_silent, bool_or(coalesce(is_risky, false)) as is_risky
        from possible where is_silent or is_risky group by chain_id, store_id, product_id) as possible
    left join reopened on array[reopened.chain_id, reopened.store_id, reopened.product_id] = array[possible.chain_id, possible.store_id, possible.product_id]
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
    select item, reopened_on, ordered_on, ordered_on - lag(ordered_on) over (partition by item order by ordered_on) as gap_days
    from order_day
), habit as (
    -- Silence counts from the last order, or from the day on which the portal lifted a lock, whichever came later.
    select item, count(*) as order_days, greatest(max(ordered_on), max(reopened_on)) as silent_since,
        percentile_cont(0.5) within group (order by gap_days)::numeric as median_days
    from day_gap
    group by item
), quiet as materialized (
    select habit.*, candidate.chain_id, candidate.store_id
    from habit join candidate using (item) cross join rule
    where habit.order_days >= rule.min_orders
      and rule.as_of - habit.silent_since > greatest(rule.interval_factor * habit.median_days, rule.min_days)
), watched as materialized (
    -- What is left of the candidates.
    select item, chain_id, store_id, product_id, reopened_on from candidate where is_risky or item in (select item from quiet)
), kept_line as materialized (
    -- Their lines of the quarter from the kept form, where it answers: item by item through its index.
    select watched.item, watched.reopened_on, watched.chain_id, watched.store_id, watched.product_id, line.*
    from watched
    cross join lateral (
        select kept.order_number, kept.account_id, kept.ordered_on, kept.requested_on, kept.ordered_quantity, kept.received_quantity, kept.last_received_on
        from core.kept_fulfilment as kept
        where kept.chain_id = watched.chain_id and kept.store_id = watched.store_id and kept.product_id = watched.product_id
          and not kept.is_free and kept.ordered_quantity > 0
          and kept.ordered_on <= (select as_of from rule) and kept.ordered_on > (select as_of from rule) - (select history_days from rule)
        offset 0) as line
    where mart.is_figures_kept()
), answered as (
    -- The lines with what came for them. Where something came after the as-of date, the notes say what had come by then.
    select item, reopened_on, chain_id, order_number, account_id, ordered_on, requested_on, ordered_quantity, received_quantity, last_received_on
    from kept_line
    where coalesce(last_received_on <= (select as_of from rule), true)
    union all
    select kept.item, kept.reopened_on, kept.chain_id, kept.order_number, kept.account_id, kept.ordered_on, kept.requested_on, kept.ordered_quantity,
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
    select watched.item, watched.reopened_on, plain.chain_id, plain.order_number, plain.account_id, plain.ordered_on, plain.requested_on, plain.ordered_quantity,
        plain.received_quantity, plain.last_received_on
    from plain join watched using (chain_id, store_id, product_id)
), due as materialized (
    -- The first working day of the grace after the requested one: one row per account and requested date.
    select account.chain_id, account.account_id, requested.day as requested_on, due_day.day as due_on
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
        select answered.item, answered.reopened_on, answered.order_number, answered.ordered_on, answered.ordered_quantity, answered.received_quantity,
            answered.last_received_on, due.due_on, answered.received_quantity < answered.ordered_quantity as is_short,
            due.due_on <= (select as_of from rule) and answered.ordered_on > coalesce(answered.reopened_on, '-infinity') and not exists (
                select from unseen where unseen.chain_id = answered.chain_id and unseen.business_date between answered.requested_on and due.due_on) as is_due
        from answered
        left join due using (chain_id, account_id, requested_on)) as dated
), delivery_record as (
    select item,
        count(*) filter (where nth_due <= rule.risk_lines) as recent_lines,
        count(*) filter (where nth_due <= rule.risk_lines and is_short) as recent_failures,
        coalesce(min(nth_due) filter (where not is_short) - 1, count(nth_due)) as failures_in_a_row,
        -- The failure that made it "at least n of the last m": the n-th oldest among them.
        (array_agg(due_on order by due_on, nth_due desc) filter (where nth_due <= rule.risk_lines and is_short))[max(rule.risk_failures)] as failing_since,
        count(*) filter (where is_due and due_on > rule.window_from) as window_lines,
        count(*) filter (where is_due and is_short and due_on > rule.window_from) as window_failures,
        sum(ordered_quantity) filter (where is_due and due_on > rule.window_from) as window_ordered,
        sum(received_quantity) filter (where is_due and due_on > rule.window_from) as window_received,
        max(due_on) filter (where is_due and is_short) as last_short_on, max(last_received_on) as last_delivered_on,
        max(ordered_on) as last_ordered_on
    from line, rule
    group by item
), store_day as (
    -- That the store orders at all is what makes one item's silence suspicious.
    select line.chain_id, line.store_id, line.ordered_on
    from (select chain_id, store_id, min(silent_since) as silent_since from quiet group by chain_id, store_id) as store
    cross join lateral (
        select distinct kept.chain_id, kept.store_id, kept.ordered_on
        from core.kept_item as other
        join core.kept_fulfilment as kept using (chain_id, store_id, product_id)
        where other.chain_id = store.chain_id and other.store_id = store.store_id and other.last_ordered_on > store.silent_since
          and not kept.is_free and kept.ordered_quantity > 0 and kept.ordered_on > store.silent_since and kept.ordered_on <= core.as_of()) as line
    where mart.is_figures_kept()
    union all
    select distinct plain.chain_id, plain.store_id, plain.ordered_on from plain
), portal_since as (
    -- Blocked since the first such word after the last "active" one, or after the chain had granted it; a grant stands above older words.
    select portal.chain_id, portal.store_id, portal.product_id, portal.status, portal.reason, min(said.stated_on) as since_on
    from portal
    join core.item_status as said using (chain_id, store_id, product_id)
    left join granted using (chain_id, store_id, product_id)
    where portal.status <> 'active' and said.status <> 'active' and said.stated_on <= core.as_of() and said.stated_on >= coalesce(granted.granted_on, '-infinity')
      and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)
      and not exists (
        select from core.item_status as other
        where (other.chain_id, other.store_id, other.product_id) = (said.chain_id, said.store_id, said.product_id)
          and other.status = 'active' and other.stated_on between said.stated_on and portal.stated_on
          and core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at))
    group by portal.chain_id, portal.store_id, portal.product_id, portal.status, portal.reason
), delisted as (
    -- Delisted in our own master data: known, agreed, nothing to reopen. One number still listed keeps the item alive.
    select chain_id, product_id
    from core.chain_item
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, product_id
    having bool_and(delisted_on <= core.as_of())
), silent as (
    select quiet.item, quiet.silent_since, quiet.median_days, count(store_day.ordered_on) as store_order_days, min(store_day.ordered_on) as first_other_on
    from quiet
    join store_day
        on array[store_day.chain_id, store_day.store_id] = array[quiet.chain_id, quiet.store_id] and store_day.ordered_on > quiet.silent_since
    group by quiet.item, quiet.silent_since, quiet.median_days
), judged as (
    select
        watched.chain_id, watched.store_id, watched.product_id,
        case
            when portal_since.chain_id is not null then 'locked'
            when silent.item is not null and delisted.chain_id is null then 'suspected'
            when delisted.chain_id is null
                and (record.recent_failures >= rule.risk_failures
                    or record.window_lines >= rule.risk_min_lines and record.window_failures >= rule.risk_min_failures
                        and record.window_received * 100 < record.window_ordered * rule.risk_fill_rate_pct) then 'at_risk'
        end as level,
        case
            when portal_since.chain_id is not null then portal_since.since_on
            when silent.item is not null
                then greatest(silent.silent_since + floor(greatest(rule.interval_factor * silent.median_days, rule.min_days))::integer + 1, silent.first_other_on)
            else coalesce(record.failing_since, record.last_short_on)
        end as since_on,
        -- The application is due from the first of the two: a suspicion that the portal confirms gets no second term.
        least(portal_since.since_on, case when delisted.chain_id is null then greatest(
            silent.silent_since + floor(greatest(rule.interval_factor * silent.median_days, rule.min_days))::integer + 1, silent.first_other_on) end) as first_alert_on,
        watched.reopened_on, record.last_ordered_on, habit.order_days, habit.median_days, silent.store_order_days,
        record.last_delivered_on, habit.silent_since, record.recent_lines, record.recent_failures, record.failures_in_a_row,
        record.window_lines, record.window_ordered, record.window_received,
        portal_since.status as portal_status, portal_since.reason as portal_reason, delisted.chain_id is not null as is_delisted
    from watched
    cross join rule
    left join delivery_record as record using (item)
    left join quiet as habit using (item)
    left join silent using (item)
    left join portal_since on array[portal_since.chain_id, portal_since.store_id, portal_since.product_id] = array[watched.chain_id, watched.store_id, watched.product_id]
    left join delisted on delisted.chain_id = watched.chain_id and delisted.product_id = watched.product_id
), alert as (
    select judged.*, case when judged.level <> 'at_risk' then due.day end as due_on, due.day as due_if_locked_on, application.prepared_on, application.submitted_on,
        -- The clock of lateness stops on the day the application is handed in.
        case when judged.level <> 'at_risk' then greatest(coalesce(application.submitted_on, core.as_of()) - due.day, 0) end as late_days
    from judged
    cross join rule
    -- At risk nothing is due yet; were it locked today, the term would begin now.
    left join core.calendar_day as first_seen on first_seen.day = case when judged.level = 'at_risk' then rule.as_of else judged.first_alert_on end
    left join core.calendar_day as due on due.is_working_day and due.working_number = first_seen.working_number + rule.reopening_days
    left join lateral (
        -- The application about this lock: made since the item was last ordered or the level began (both move with newer data), and not for
        -- a lock that was lifted since. One that went to the chain goes before one that did not.
        select made.prepared_on, case when made.submitted_on <= core.as_of() then made.submitted_on end as submitted_on
        from core.reopening_application as made
        where made.chain_id = judged.chain_id and made.store_id = judged.store_id and made.product_id = judged.product_id
          and judged.level <> 'at_risk' and made.prepared_on <= core.as_of()
          and (made.prepared_on >= judged.since_on or made.prepared_on > judged.last_ordered_on)
          and coalesce(made.reopened_on > core.as_of(), true) and made.prepared_on >= coalesce(judged.reopened_on, '-infinity')
          and not (judged.level = 'locked' and exists (
            select from core.item_status as blocked
            join core.item_status as free using (chain_id, store_id, product_id)
            where blocked.chain_id = made.chain_id and blocked.store_id = made.store_id and blocked.product_id = made.product_id
              and blocked.status <> 'active' and free.status = 'active' and free.stated_on > greatest(blocked.stated_on, made.prepared_on) and free.stated_on <= core.as_of()
              and core.is_known(blocked.arrived_at, blocked.recorded_at, blocked.superseded_at, blocked.superseded_recorded_at)
              and core.is_known(free.arrived_at, free.recorded_at, free.superseded_at, free.superseded_recorded_at)
              and not exists (
                select from core.item_status as before
                where before.chain_id = made.chain_id and before.store_id = made.store_id and before.product_id = made.product_id
                  and before.status = 'active' and before.stated_on > blocked.stated_on and before.stated_on <= made.prepared_on
                  and core.is_known(before.arrived_at, before.recorded_at, before.superseded_at, before.superseded_recorded_at))))
        order by made.submitted_on <= core.as_of() desc nulls last, made.prepared_on limit 1) as application on true
    where judged.level is not null
)
select
    alert.chain_id,
    alert.store_id,
    alert.product_id,
    alert.level,
    alert.since_on,
    alert.last_ordered_on,
    alert.last_delivered_on,
    case alert.level
        when 'locked' then '门户状态：' || case alert.portal_status when 'locked' then '锁码' when 'stopped' then '停购' else '下架' end
            || '，自 ' || alert.since_on || coalesce('；原因：' || alert.portal_reason, '')
            || coalesce('；最后订货 ' || alert.last_ordered_on, '')
        when 'suspected' then '最后订货 ' || alert.last_ordered_on || case when alert.silent_since > alert.last_ordered_on then '，' || alert.silent_since || ' 重新开通' else '' end
            || '，已 ' || (core.as_of() - alert.silent_since) || ' 天未订；以往 ' || alert.order_days || ' 次订货，间隔中位数 ' || trim_scale(round(alert.median_days, 1))
            || ' 天；其间该店另有 ' || alert.store_order_days || ' 天订了其他品项'
        else '最近 ' || alert.recent_lines || ' 笔到期订单 ' || alert.recent_failures || ' 笔未送或少送；近 ' || rule.window_days || ' 天送达率 '
            || coalesce(trunc(alert.window_received / nullif(alert.window_ordered, 0) * 100, 1) || '%（' || trim_scale(alert.window_received)
            || '/' || trim_scale(alert.window_ordered) || '）', '—')
            || case when alert.failures_in_a_row >= rule.failures_until_locked then '；已连续 ' || alert.failures_in_a_row || ' 笔，系统随时可能锁码'
                when alert.failures_in_a_row = rule.failures_until_locked - 1 then '；已连续 ' || alert.failures_in_a_row || ' 笔，再有一笔未送或少送即锁码' else '' end
    end as evidence,
    case alert.level
        when 'locked' then 'portal says ' || alert.portal_status || ' since ' || alert.since_on || coalesce('; its reason: ' || alert.portal_reason, '')
            || coalesce('; last ordered ' || alert.last_ordered_on, '')
        when 'suspected' then 'last ordered ' || alert.last_ordered_on || case when alert.silent_since > alert.last_ordered_on then ', reopened ' || alert.silent_since else '' end
            || ', ' || (core.as_of() - alert.silent_since) || ' days ago; ' || alert.order_days || ' earlier order days, median interval ' || trim_scale(round(alert.median_days, 1))
            || ' days; the store ordered other items on ' || alert.store_order_days || ' days since'
        else alert.recent_failures || ' of the last ' || alert.recent_lines || ' due order lines undelivered or short; fill rate of the last '
            || rule.window_days || ' days ' || coalesce(trunc(alert.window_received / nullif(alert.window_ordered, 0) * 100, 1) || ' % ('
            || trim_scale(alert.window_received) || '/' || trim_scale(alert.window_ordered) || ')', '—')
            || case when alert.failures_in_a_row >= rule.failures_until_locked then '; ' || alert.failures_in_a_row || ' in a row: the chain may lock it any day'
                when alert.failures_in_a_row = rule.failures_until_locked - 1 then '; ' || alert.failures_in_a_row || ' in a row: one more failed delivery locks this item' else '' end
    end as evidence_en,
    case
        when alert.is_delisted or alert.portal_status = 'delisted' then 'delisted'
        when alert.failures_in_a_row >= rule.failures_until_locked then 'undelivered_orders'
        when alert.failures_in_a_row > 0 or alert.level = 'at_risk' then 'short_deliveries'
        when alert.portal_reason is not null then 'portal_reason'
        else 'unknown'
    end as cause,
    case
        when alert.level = 'locked' then 'portal'
        when alert.level = 'suspected' then 'silence'
        when alert.failures_in_a_row >= rule.failures_until_locked - 1 then 'failures_in_a_row'
        when alert.recent_failures >= rule.risk_failures then 'failures'
        else 'fill_rate'
    end as rule,
    alert.failures_in_a_row,
    alert.level = 'at_risk' and alert.failures_in_a_row >= rule.failures_until_locked - 1 as is_one_failure_from_lock,
    penalty.clause,
    store.representative_id as owner_person_id,
    case when alert.level = 'at_risk' then 0.00
        -- Only what is locked costs the lock; a suspicion costs no more than a late application.
        else case alert.level when 'locked' then penalty.lock_amount else 0.00 end + penalty.late_amount * coalesce(alert.late_days, 0) end as exposure_amount,
    (date_trunc('month', core.as_of()) + interval '1 month - 1 day')::date as exposure_if_open_on,
    penalty.lock_amount + penalty.late_amount * case
        when alert.submitted_on is not null then coalesce(alert.late_days, 0)
        else greatest((date_trunc('month', core.as_of()) + interval '1 month - 1 day')::date - alert.due_if_locked_on, 0) end as exposure_if_open_amount,
    alert.due_on,
    alert.prepared_on as application_prepared_on,
    alert.submitted_on as application_submitted_on,
    coalesce(alert.late_days, 0) as late_days,
    core.as_of() - alert.since_on as days_open,
    penalty.lock_amount,
    penalty.late_amount,
    alert.portal_status,
    alert.portal_reason
from alert
cross join rule
cross join penalty
left join mart.store_representative as store using (chain_id, store_id);

comment on view mart.sku_lock_alert is 'One row: one item of one store that is locked, suspected to be, or at risk, at the worst level that holds on the as-of date';
comment on column mart.sku_lock_alert.chain_id is 'Chain';
comment on column mart.sku_lock_alert.store_id is 'Store, within the chain';
comment on column mart.sku_lock_alert.product_id is 'Our product';
comment on column mart.sku_lock_alert.level is 'locked: the portal says so; suspected: not ordered for longer than usual while the store orders other items; at_risk: several of the last orders failed or were short, or the trailing fill rate is under target';
comment on column mart.sku_lock_alert.since_on is 'First business date on which the level held';
comment on column mart.sku_lock_alert.last_ordered_on is 'Last order of this item in this store; null when none is known';
comment on column mart.sku_lock_alert.last_delivered_on is 'Last receipt of it; null when none is known';
comment on column mart.sku_lock_alert.evidence is 'What the level rests on, in Chinese';
comment on column mart.sku_lock_alert.evidence_en is 'The same in English';
comment on column mart.sku_lock_alert.cause is 'delisted; undelivered_orders or short_deliveries: what came just before; portal_reason: neither is known, the portal gives words of its own; unknown';
comment on column mart.sku_lock_alert.rule is 'What raised the level: portal; silence; failures_in_a_row (one more failed delivery locks it, or it should be locked already); failures (several of the last due lines); fill_rate (of the window)';
comment on column mart.sku_lock_alert.failures_in_a_row is 'Due order lines that failed or were short, counted back from the newest';
comment on column mart.sku_lock_alert.is_one_failure_from_lock is 'Early warning: one more failed delivery locks this item, or the chain could lock it any day';
comment on column mart.sku_lock_alert.clause is 'Clause of the operating manual';
comment on column mart.sku_lock_alert.owner_person_id is 'Who must act: the store''s representative; null when nobody is named';
comment on column mart.sku_lock_alert.exposure_amount is 'RMB exposed as of today: the lock where it is locked, and each day by which the application is late; 0 while only at risk';
comment on column mart.sku_lock_alert.exposure_if_open_on is 'Last day of the month, for the next column';
comment on column mart.sku_lock_alert.exposure_if_open_amount is 'RMB exposed if the item is still locked on that day and nothing was handed in; while at risk, if it were locked from today';
comment on column mart.sku_lock_alert.due_on is 'Business date by which the reopening application is due, counted from the first day of suspicion or lock; null while only at risk, and where the calendar does not reach';
comment on column mart.sku_lock_alert.application_prepared_on is 'Business date of the application''s first workbook; null when none was made';
comment on column mart.sku_lock_alert.application_submitted_on is 'Business date on which it went to the chain; null until then';
comment on column mart.sku_lock_alert.late_days is 'Calendar days by which the application is or was late; 0 while only at risk';
comment on column mart.sku_lock_alert.days_open is 'Days since since_on';
comment on column mart.sku_lock_alert.lock_amount is 'RMB per locked item (config/rules.yaml)';
comment on column mart.sku_lock_alert.late_amount is 'RMB per day by which the application is late';
comment on column mart.sku_lock_alert.portal_status is 'The portal''s word where it gives one: locked, stopped, delisted';
comment on column mart.sku_lock_alert.portal_reason is 'The portal''s own words why; null when it gives none';
