-- One row: one item of one store that is locked, suspected to be, or at risk (SKU 锁码, M2, M6.1.7); the worst level that holds.
-- Read by: the daily digest, the reopening application, exposures, the back-test. Left out: free goods (they follow promotions,
-- not demand) and histories shorter than config/rules.yaml asks for, by mart.sku_lock_record: sparse history never alarms. An item that
-- our own master data have delisted is neither suspected nor at risk (mart.sku_lock_level); where the portal locks it, it stands here,
-- with the cause delisted.
-- Depends on: mart.sku_lock_level, mart.store_representative
create view mart.sku_lock_alert as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at. The date, too, where it would be asked of each row.
    select core.rule_value('lock.at_risk_window_days')::integer as window_days,
        core.rule_value('lock.at_risk_failures')::integer as risk_failures,
        core.rule_value('lock.failures_until_locked')::integer as failures_until_locked
), penalty as materialized (
    -- What the manual charges for a lock, and for each day by which the application is late.
    select
        max(unit_amount) filter (where rule_id = 'sku_lock') as lock_amount,
        max(unit_amount) filter (where rule_id = 'sku_lock_late') as late_amount,
        max(clause) filter (where rule_id = 'sku_lock') as clause
    from core.penalty_rule
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
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
        when 'suspected' then '最后订货 ' || alert.last_ordered_on || case when alert.silent_since > alert.last_ordered_on then '，'
            || alert.silent_since || ' 重新开通' else '' end
            || '，已 ' || (core.as_of() - alert.silent_since) || ' 天未订；以往 ' || alert.order_days || ' 次订货，间隔中位数 '
                || trim_scale(round(alert.median_days, 1))
            || ' 天；其间该店另有 ' || alert.store_order_days || ' 天订了其他品项'
        else '最近 ' || alert.recent_lines || ' 笔到期订单 ' || alert.recent_failures || ' 笔未送或少送；近 ' || rule.window_days || ' 天送达率 '
            || coalesce(trunc(alert.window_received / nullif(alert.window_ordered, 0) * 100, 1) || '%（' || trim_scale(alert.window_received)
            || '/' || trim_scale(alert.window_ordered) || '）', '—')
            || case when alert.failures_in_a_row >= rule.failures_until_locked then '；已连续 ' || alert.failures_in_a_row || ' 笔，系统随时可能锁码'
                when alert.failures_in_a_row = rule.failures_until_locked - 1 then '；已连续 ' || alert.failures_in_a_row || ' 笔，再有一笔未送或少送即锁码'
                    else '' end
    end as evidence,
    case alert.level
        when 'locked' then 'portal says ' || alert.portal_status || ' since ' || alert.since_on
            || coalesce('; its reason: ' || alert.portal_reason, '')
            || coalesce('; last ordered ' || alert.last_ordered_on, '')
        when 'suspected' then 'last ordered ' || alert.last_ordered_on || case when alert.silent_since > alert.last_ordered_on
            then ', reopened ' || alert.silent_since else '' end
            || ', ' || (core.as_of() - alert.silent_since) || ' days ago; ' || alert.order_days || ' earlier order days, median interval '
                || trim_scale(round(alert.median_days, 1))
            || ' days; the store ordered other items on ' || alert.store_order_days || ' days since'
        else alert.recent_failures || ' of the last ' || alert.recent_lines
            || ' due order lines undelivered or short; fill rate of the last '
            || rule.window_days || ' days ' || coalesce(trunc(alert.window_received / nullif(alert.window_ordered, 0) * 100, 1) || ' % ('
            || trim_scale(alert.window_received) || '/' || trim_scale(alert.window_ordered) || ')', '—')
            || case when alert.failures_in_a_row >= rule.failures_until_locked then '; ' || alert.failures_in_a_row
                || ' in a row: the chain may lock it any day'
                when alert.failures_in_a_row = rule.failures_until_locked - 1 then '; ' || alert.failures_in_a_row
                    || ' in a row: one more failed delivery locks this item' else '' end
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
        else case alert.level when 'locked' then penalty.lock_amount
            else 0.00 end + penalty.late_amount * coalesce(alert.late_days, 0) end as exposure_amount,
    (date_trunc('month', core.as_of()) + interval '1 month - 1 day')::date as exposure_if_open_on,
    penalty.lock_amount + penalty.late_amount * case
        when alert.submitted_on is not null then coalesce(alert.late_days, 0)
        else greatest((date_trunc('month', core.as_of()) + interval '1 month - 1 day')::date - alert.due_if_locked_on, 0) end
            as exposure_if_open_amount,
    alert.due_on,
    alert.prepared_on as application_prepared_on,
    alert.submitted_on as application_submitted_on,
    coalesce(alert.late_days, 0) as late_days,
    core.as_of() - alert.since_on as days_open,
    penalty.lock_amount,
    penalty.late_amount,
    alert.portal_status,
    alert.portal_reason
from mart.sku_lock_level as alert
cross join rule
cross join penalty
left join mart.store_representative as store using (chain_id, store_id);

comment on view mart.sku_lock_alert is
    'One row: one item of one store that is locked, suspected to be, or at risk, at the worst level that holds on the as-of date';
comment on column mart.sku_lock_alert.chain_id is 'Chain';
comment on column mart.sku_lock_alert.store_id is 'Store, within the chain';
comment on column mart.sku_lock_alert.product_id is 'Our product';
comment on column mart.sku_lock_alert.level is
    'locked: the portal says so; suspected: not ordered for longer than usual while the store orders other items; at_risk: several of '
    'the last orders failed or were short, or the trailing fill rate is under target';
comment on column mart.sku_lock_alert.since_on is 'First business date on which the level held';
comment on column mart.sku_lock_alert.last_ordered_on is 'Last order of this item in this store; null when none is known';
comment on column mart.sku_lock_alert.last_delivered_on is 'Last receipt of it; null when none is known';
comment on column mart.sku_lock_alert.evidence is 'What the level rests on, in Chinese';
comment on column mart.sku_lock_alert.evidence_en is 'The same in English';
comment on column mart.sku_lock_alert.cause is
    'delisted; undelivered_orders or short_deliveries: what came just before; portal_reason: neither is known, the portal gives words '
    'of its own; unknown';
comment on column mart.sku_lock_alert.rule is
    'What raised the level: portal; silence; failures_in_a_row (one more failed delivery locks it, or it should be locked already); '
    'failures (several of the last due lines); fill_rate (of the window)';
comment on column mart.sku_lock_alert.failures_in_a_row is 'Due order lines that failed or were short, counted back from the newest';
comment on column mart.sku_lock_alert.is_one_failure_from_lock is
    'Early warning: one more failed delivery locks this item, or the chain could lock it any day';
comment on column mart.sku_lock_alert.clause is 'Clause of the operating manual';
comment on column mart.sku_lock_alert.owner_person_id is 'Who must act: the store''s representative; null when nobody is named';
comment on column mart.sku_lock_alert.exposure_amount is
    'RMB exposed as of today: the lock where it is locked, and each day by which the application is late; 0 while only at risk';
comment on column mart.sku_lock_alert.exposure_if_open_on is 'Last day of the month, for the next column';
comment on column mart.sku_lock_alert.exposure_if_open_amount is
    'RMB exposed if the item is still locked on that day and nothing was handed in; while at risk, if it were locked from today';
comment on column mart.sku_lock_alert.due_on is
    'Business date by which the reopening application is due, counted from the first day of suspicion or lock; null while only at risk, '
    'and where the calendar does not reach';
comment on column mart.sku_lock_alert.application_prepared_on is
    'Business date of the application''s first workbook; null when none was made';
comment on column mart.sku_lock_alert.application_submitted_on is 'Business date on which it went to the chain; null until then';
comment on column mart.sku_lock_alert.late_days is 'Calendar days by which the application is or was late; 0 while only at risk';
comment on column mart.sku_lock_alert.days_open is 'Days since since_on';
comment on column mart.sku_lock_alert.lock_amount is 'RMB per locked item (config/rules.yaml)';
comment on column mart.sku_lock_alert.late_amount is 'RMB per day by which the application is late';
comment on column mart.sku_lock_alert.portal_status is 'The portal''s word where it gives one: locked, stopped, delisted';
comment on column mart.sku_lock_alert.portal_reason is 'The portal''s own words why; null when it gives none';
