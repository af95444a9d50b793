-- Up to when anything was recorded that the settlement algebra reads. A master data change counts as recorded with its load.
create function mart.recorded_to() returns timestamptz language sql stable parallel safe as $$
    select max(recorded_at)
    from (
        select coalesce(max(l.recorded_at), '-infinity') as recorded_at from ops.load l
        union all
        select coalesce(max(q.closed_at), '-infinity') from ops.quarantined_row q where q.state = 'replayed'
        union all
        select coalesce(max(greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity' then a.superseded_recorded_at end)),
            '-infinity')
        from core.settlement_account a) latest
$$;
comment on function mart.recorded_to() is 'Latest moment at which anything was recorded that reconciliation reads';
