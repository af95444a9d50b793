-- One row: one item of one store at the worst level that holds, with what it rests on, the application about it and the days it is late.
-- Read by: mart.sku_lock_alert, which puts it in words and money. Left out: suspicion and risk of items that our own master data have
-- delisted; what the portal locks of them stays.
-- Depends on: mart.sku_lock_record
create view mart.sku_lock_level as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at. The date, too, where it would be asked of each row.
    select core.as_of() as as_of,
        core.rule_value('lock.at_risk_failures')::integer as risk_failures,
        core.rule_value('lock.at_risk_min_lines')::integer as risk_min_lines,
        core.rule_value('lock.at_risk_min_failures')::integer as risk_min_failures,
        core.rule_value('figures.fill_rate_target_pct') as risk_fill_rate_pct,
        core.rule_value('lock.reopening_working_days')::integer as reopening_days
), delisted as (
    -- Delisted in our own master data: known, agreed, nothing to reopen. One number still listed keeps the item alive.
    select chain_id, product_id
    from core.chain_item
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, product_id
    having bool_and(delisted_on <= core.as_of())
), judged as (
    -- The portal's word stands above our suspicion, and that above a risk.
    select
        record.chain_id, record.store_id, record.product_id,
        case
            when record.blocked_since is not null then 'locked'
            when record.suspected_since is not null and delisted.chain_id is null then 'suspected'
            when delisted.chain_id is null
                and (record.recent_failures >= rule.risk_failures
                    or record.window_lines >= rule.risk_min_lines and record.window_failures >= rule.risk_min_failures
                        and record.window_received * 100 < record.window_ordered * rule.risk_fill_rate_pct) then 'at_risk'
        end as level,
        case
            when record.blocked_since is not null then record.blocked_since
            when record.suspected_since is not null then record.suspected_since
            else coalesce(record.failing_since, record.last_short_on)
        end as since_on,
        -- The application is due from the first of the two: a suspicion that the portal confirms gets no second term.
        least(record.blocked_since, case when delisted.chain_id is null then record.suspected_since end) as first_alert_on,
        record.reopened_on, record.last_ordered_on, record.order_days, record.median_days, record.store_order_days,
        record.last_delivered_on, record.silent_since, record.recent_lines, record.recent_failures, record.failures_in_a_row,
        record.window_lines, record.window_ordered, record.window_received,
        case when record.blocked_since is not null then record.portal_status end as portal_status,
        case when record.blocked_since is not null then record.portal_reason end as portal_reason,
            delisted.chain_id is not null as is_delisted
    from mart.sku_lock_record as record
    cross join rule
    left join delisted on delisted.chain_id = record.chain_id and delisted.product_id = record.product_id
)
select judged.*, case when judged.level <> 'at_risk' then due.day end as due_on, due.day as due_if_locked_on, application.prepared_on,
    application.submitted_on,
    -- The clock of lateness stops on the day the application is handed in.
    case when judged.level <> 'at_risk' then greatest(coalesce(application.submitted_on, core.as_of()) - due.day, 0) end as late_days
from judged
cross join rule
-- At risk nothing is due yet; were it locked today, the term would begin now.
left join core.calendar_day as first_seen on first_seen.day = case when judged.level = 'at_risk' then rule.as_of
    else judged.first_alert_on end
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
          and blocked.status <> 'active' and free.status = 'active' and free.stated_on > greatest(blocked.stated_on, made.prepared_on)
              and free.stated_on <= core.as_of()
          and core.is_known(blocked.arrived_at, blocked.recorded_at, blocked.superseded_at, blocked.superseded_recorded_at)
          and core.is_known(free.arrived_at, free.recorded_at, free.superseded_at, free.superseded_recorded_at)
          and not exists (
            select from core.item_status as before
            where before.chain_id = made.chain_id and before.store_id = made.store_id and before.product_id = made.product_id
              and before.status = 'active' and before.stated_on > blocked.stated_on and before.stated_on <= made.prepared_on
              and core.is_known(before.arrived_at, before.recorded_at, before.superseded_at, before.superseded_recorded_at))))
    order by made.submitted_on <= core.as_of() desc nulls last, made.prepared_on limit 1) as application on true
where judged.level is not null;

comment on view mart.sku_lock_level is 'One row: one item of one store at the worst level that holds, with what it rests on';
comment on column mart.sku_lock_level.chain_id is 'Chain';
comment on column mart.sku_lock_level.store_id is 'Store, within the chain';
comment on column mart.sku_lock_level.product_id is 'Our product';
comment on column mart.sku_lock_level.level is 'locked, suspected or at_risk';
comment on column mart.sku_lock_level.since_on is 'First business date on which the level held';
comment on column mart.sku_lock_level.first_alert_on is 'First business date of suspicion or lock; null while only at risk';
comment on column mart.sku_lock_level.reopened_on is 'Business date on which a lock was lifted; null where none was';
comment on column mart.sku_lock_level.last_ordered_on is 'Business date of the last order';
comment on column mart.sku_lock_level.order_days is 'Days on which it was ordered; null where it is not silent for longer than its habit';
comment on column mart.sku_lock_level.median_days is 'Median of the days between them; likewise';
comment on column mart.sku_lock_level.store_order_days is 'Days on which the store has ordered other items since';
comment on column mart.sku_lock_level.last_delivered_on is 'Business date of the last receipt';
comment on column mart.sku_lock_level.silent_since is 'Business date from which the silence counts';
comment on column mart.sku_lock_level.recent_lines is 'Due order lines among the newest that are counted';
comment on column mart.sku_lock_level.recent_failures is 'How many of them were undelivered or short';
comment on column mart.sku_lock_level.failures_in_a_row is 'Due order lines that failed or were short, counted back from the newest';
comment on column mart.sku_lock_level.window_lines is 'Order lines that fell due in the window';
comment on column mart.sku_lock_level.window_ordered is 'Sales units ordered on them';
comment on column mart.sku_lock_level.window_received is 'Sales units received for them';
comment on column mart.sku_lock_level.portal_status is 'The portal''s word where it blocks the item';
comment on column mart.sku_lock_level.portal_reason is 'Its own words why; null when it gives none';
comment on column mart.sku_lock_level.is_delisted is 'Whether our own master data delist it';
comment on column mart.sku_lock_level.due_on is 'Business date by which the application is due; null while only at risk';
comment on column mart.sku_lock_level.due_if_locked_on is 'The same, or, while only at risk, what it would be if it were locked today';
comment on column mart.sku_lock_level.prepared_on is 'Business date of the application''s first workbook; null when none was made';
comment on column mart.sku_lock_level.submitted_on is 'Business date on which it went to the chain; null until then';
comment on column mart.sku_lock_level.late_days is 'Calendar days by which it is or was late; null while only at risk';
