-- All rows of mart.negotiation_ground, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.negotiation_ground
create function mart.all_negotiation_ground() returns setof mart.negotiation_ground
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.negotiation_ground;
end
$$;
comment on function mart.all_negotiation_ground() is 'All rows of mart.negotiation_ground, planned once for a session';
