-- All rows of mart.statement_difference, by a plan that the session keeps: planning it took half of what pages
-- waited for (decision 0694).
-- Depends on: mart.statement_difference
create function mart.all_statement_difference() returns setof mart.statement_difference
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.statement_difference;
end
$$;
comment on function mart.all_statement_difference() is 'All rows of mart.statement_difference, planned once for a session';
