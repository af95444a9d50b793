-- All rows of mart.judged_deduction, by a plan that the session keeps: nothing narrows it, and planning it takes longer than reading
-- it (decision 0694).
-- Depends on: mart.judged_deduction
create function mart.all_judged_deduction() returns setof mart.judged_deduction
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.judged_deduction;
end
$$;
comment on function mart.all_judged_deduction() is 'All rows of mart.judged_deduction, planned once for a session';
