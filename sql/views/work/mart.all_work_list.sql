-- All rows of mart.work_list, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.work_list
create function mart.all_work_list() returns setof mart.work_list
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.work_list;
end
$$;
comment on function mart.all_work_list() is 'All rows of mart.work_list, planned once for a session';
