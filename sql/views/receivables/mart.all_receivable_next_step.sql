-- All rows of mart.receivable_next_step, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.receivable_next_step
create function mart.all_receivable_next_step() returns setof mart.receivable_next_step
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.receivable_next_step;
end
$$;
comment on function mart.all_receivable_next_step() is 'All rows of mart.receivable_next_step, planned once for a session';
