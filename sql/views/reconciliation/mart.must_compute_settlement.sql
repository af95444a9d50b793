-- Whether the settlement has to be computed: neither core.kept_settlement nor a past moment kept aside answers the question asked.
-- Depends on: mart.is_settlement_kept, mart.past_settlement_id
create function mart.must_compute_settlement() returns boolean language sql stable parallel safe as $$
    select not mart.is_settlement_kept() and mart.past_settlement_id() is null
$$;
comment on function mart.must_compute_settlement() is
    'Whether neither the kept settlement nor a past moment kept aside answers the question asked';
