-- All rows of mart.penalty_bearer, by a plan that the session keeps: who bears what is looked up for all cases at once, and
-- planning it takes longer (decision 0694).
-- Depends on: mart.penalty_bearer
create function mart.all_penalty_bearer() returns setof mart.penalty_bearer
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.penalty_bearer;
end
$$;
comment on function mart.all_penalty_bearer() is 'All rows of mart.penalty_bearer, planned once for a session';
