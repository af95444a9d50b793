-- Whether the settlement has to be computed: neither core.kept_settlement nor a past moment kept aside answers the question asked.
-- Depends on: mart.is_kept, mart.past_id
create function mart.is_computed() returns boolean language sql stable parallel safe as $$
    select not mart.is_kept() and mart.past_id() is null
$$;
comment on function mart.is_computed() is 'Whether neither the kept settlement nor a past moment kept aside answers the question asked';
