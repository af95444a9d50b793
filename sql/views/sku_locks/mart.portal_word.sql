-- One row: one item of one store of which its portal, or the chain instead of it, has said something: the newest word, since when the item
-- is blocked, and when a lock of it was lifted.
-- Read by: the steps of mart.sku_lock_alert. Left out: items of which nothing was ever said.
create view mart.portal_word as
with portal as (
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
        where status <> 'active' and stated_on <= core.as_of()
            and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
        group by chain_id, store_id, product_id) as blocked using (chain_id, store_id, product_id)
    join core.item_status as said using (chain_id, store_id, product_id)
    where portal.status = 'active' and said.status = 'active' and said.stated_on > blocked.last_blocked_on
        and said.stated_on <= core.as_of()
      and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)
    group by said.chain_id, said.store_id, said.product_id
), reopened as (
    -- Lifted by either, whichever came later.
    select chain_id, store_id, product_id, greatest(lifted.reopened_on, granted.granted_on) as reopened_on
    from lifted full join granted using (chain_id, store_id, product_id)
), portal_since as (
    -- Blocked since the first such word after the last "active" one, or after the chain had granted it; a grant stands above older words.
    select portal.chain_id, portal.store_id, portal.product_id, portal.status, portal.reason, min(said.stated_on) as since_on
    from portal
    join core.item_status as said using (chain_id, store_id, product_id)
    left join granted using (chain_id, store_id, product_id)
    where portal.status <> 'active' and said.status <> 'active' and said.stated_on <= core.as_of()
        and said.stated_on >= coalesce(granted.granted_on, '-infinity')
      and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)
      and not exists (
        select from core.item_status as other
        where (other.chain_id, other.store_id, other.product_id) = (said.chain_id, said.store_id, said.product_id)
          and other.status = 'active' and other.stated_on between said.stated_on and portal.stated_on
          and core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at))
    group by portal.chain_id, portal.store_id, portal.product_id, portal.status, portal.reason
)
select chain_id, store_id, product_id, portal.status, portal.reason, blocked.since_on as blocked_since, reopened.reopened_on
from portal
full join reopened using (chain_id, store_id, product_id)
left join portal_since as blocked using (chain_id, store_id, product_id);

comment on view mart.portal_word is 'One row: one item of one store of which its portal, or the chain, has said something';
comment on column mart.portal_word.chain_id is 'Chain';
comment on column mart.portal_word.store_id is 'Store, within the chain';
comment on column mart.portal_word.product_id is 'Our product';
comment on column mart.portal_word.status is 'The portal''s newest word: active, locked, stopped, delisted; null where it gives none';
comment on column mart.portal_word.reason is 'Its own words why; null when it gives none';
comment on column mart.portal_word.blocked_since is
    'Business date since which the item is blocked; null where it is not, or where the chain has granted it since';
comment on column mart.portal_word.reopened_on is
    'Business date on which a lock was lifted, by the portal or by the chain; null where none was';
