-- The rows of mart.fill_rate of four weeks, by a plan that the session keeps: planning it takes longer than reading it
-- (decision 0697).
-- Depends on: mart.fill_rate
create function mart.recent_fill_rate() returns setof mart.fill_rate
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.fill_rate where business_date > core.as_of() - 28;
end
$$;
comment on function mart.recent_fill_rate() is 'Rows of mart.fill_rate of the four weeks up to the as-of date, planned once for a session';
