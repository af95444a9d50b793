-- One row: one spell of alerts on one item of one store, the alert that stands on the as-of date included, whether that evening was judged
-- or not. Read by: the negotiation pack. Left out: nothing.
-- Depends on: mart.sku_lock_alert, mart.sku_lock_history
create view mart.sku_lock_spell as
with spell as (
    -- As the judged evenings tell them; one that was not cleared is open without end.
    select chain_id, store_id, product_id, coalesce(cleared_on, 'infinity') as until_on, since_on, locked_since_on, last_level,
        highest_exposure_amount, last_on
    from mart.sku_lock_history
), alert as (
    -- What stands on the as-of date: it continues the spell that is open, or begins one.
    select chain_id, store_id, product_id, date 'infinity' as until_on, level, since_on, exposure_amount from mart.sku_lock_alert
)
select chain_id, store_id, product_id, least(spell.since_on, alert.since_on) as since_on, nullif(until_on, 'infinity') as cleared_on,
    coalesce(spell.locked_since_on, case when alert.level = 'locked' then alert.since_on end) as locked_on,
    coalesce(alert.level, spell.last_level) as last_level,
    greatest(spell.highest_exposure_amount, alert.exposure_amount) as highest_exposure_amount,
    coalesce(spell.last_on, core.as_of()) as last_on
from spell
full join alert using (chain_id, store_id, product_id, until_on);

comment on view mart.sku_lock_spell is
    'One row: one spell of alerts on one item of one store, the alert that stands on the as-of date included';
comment on column mart.sku_lock_spell.chain_id is 'Chain';
comment on column mart.sku_lock_spell.store_id is 'Store, within the chain';
comment on column mart.sku_lock_spell.product_id is 'Our product';
comment on column mart.sku_lock_spell.since_on is 'First business date of the alert by its own evidence';
comment on column mart.sku_lock_spell.cleared_on is 'First judged date after it without an alert; null while it stands';
comment on column mart.sku_lock_spell.locked_on is 'First business date of the lock by the portals word; null when it was never locked';
comment on column mart.sku_lock_spell.last_level is 'Level on its last date';
comment on column mart.sku_lock_spell.highest_exposure_amount is 'Highest possible penalty of the spell, RMB';
comment on column mart.sku_lock_spell.last_on is 'Last date on which it was seen';
