-- One row: one spell of alerts on one item of one store, over the judged business dates. Read by: the store's page, the negotiation pack.
-- Left out: dates that were not judged (weekends without a run are bridged: a spell ends only on a judged date without its alert).
create view mart.sku_lock_history as
with judged as (
    -- Judged dates in order: two alerts stand in one spell when no judged date lies between them.
    select as_of, row_number() over (order by as_of) as nth from core.sku_lock_judgement where as_of <= core.as_of()
), day as (
    -- Alerts of one spell have no judged date between them: the ordinal less the place in their row is the same.
    select alert.*, judged.nth,
        judged.nth - row_number() over (partition by alert.chain_id, alert.store_id, alert.product_id order by judged.nth) as spell
    from core.sku_lock_day as alert join judged using (as_of)
), spell as (
    -- What each spell came to.
    select chain_id, store_id, product_id, spell, min(as_of) as first_on, max(as_of) as last_on, max(nth) as last_nth,
        min(as_of) filter (where level = 'at_risk') as at_risk_on, min(as_of) filter (where level = 'suspected') as suspected_on,
        min(as_of) filter (where level = 'locked') as locked_on,
        (array_agg(level order by as_of desc))[1] as last_level, (array_agg(cause order by as_of desc))[1] as cause,
        (array_agg(evidence order by as_of desc))[1] as evidence,
        (array_agg(evidence_en order by as_of desc))[1] as evidence_en, max(exposure_amount) as highest_exposure_amount,
        min(since_on) as since_on, min(since_on) filter (where level = 'locked') as locked_since_on
    from day
    group by chain_id, store_id, product_id, spell
)
select spell.chain_id, spell.store_id, spell.product_id, spell.first_on, spell.last_on, cleared.as_of as cleared_on,
    spell.at_risk_on, spell.suspected_on, spell.locked_on, spell.last_level, spell.cause, spell.evidence, spell.highest_exposure_amount,
    coalesce(cleared.as_of, core.as_of()) - spell.first_on as days, spell.evidence_en,
    least(spell.since_on, spell.first_on) as since_on, least(spell.locked_since_on, spell.locked_on) as locked_since_on
from spell
left join judged as cleared on cleared.nth = spell.last_nth + 1;

comment on view mart.sku_lock_history is
    'One row: one spell of alerts on one item of one store, from its first judged date until it cleared';
comment on column mart.sku_lock_history.chain_id is 'Chain';
comment on column mart.sku_lock_history.store_id is 'Store, within the chain';
comment on column mart.sku_lock_history.product_id is 'Our product';
comment on column mart.sku_lock_history.first_on is 'First judged date with an alert';
comment on column mart.sku_lock_history.last_on is 'Last one';
comment on column mart.sku_lock_history.cleared_on is 'First judged date after it without an alert; null while it stands';
comment on column mart.sku_lock_history.at_risk_on is 'First date at this level; null when never';
comment on column mart.sku_lock_history.suspected_on is 'Likewise';
comment on column mart.sku_lock_history.locked_on is 'Likewise';
comment on column mart.sku_lock_history.last_level is 'Level on the last date';
comment on column mart.sku_lock_history.cause is 'Cause on the last date';
comment on column mart.sku_lock_history.evidence is 'Evidence on the last date, Chinese';
comment on column mart.sku_lock_history.highest_exposure_amount is 'Highest exposure of the spell, RMB';
comment on column mart.sku_lock_history.evidence_en is 'The same in English';
comment on column mart.sku_lock_history.days is 'Days from first_on until cleared, or until the as-of date';
comment on column mart.sku_lock_history.since_on is
    'First business date of the alert by its own evidence: it may lie before the first date that was judged';
comment on column mart.sku_lock_history.locked_since_on is
    'First business date of the lock by the portals word; null when it was never locked';
