-- All rows of mart.delivery_difference, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.delivery_difference
create function mart.all_delivery_difference() returns setof mart.delivery_difference
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.delivery_difference;
end
$$;
comment on function mart.all_delivery_difference() is 'All rows of mart.delivery_difference, planned once for a session';
