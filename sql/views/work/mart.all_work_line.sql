-- All rows of mart.work_line, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.work_line
create function mart.all_work_line() returns setof mart.work_line
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.work_line;
end
$$;
comment on function mart.all_work_line() is 'All rows of mart.work_line, planned once for a session';
