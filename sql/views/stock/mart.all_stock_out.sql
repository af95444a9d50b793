-- All rows of mart.stock_out, by a plan that the session keeps: planning it takes longer than reading it, and nothing
-- that is asked narrows it (decision 0697).
-- Depends on: mart.stock_out
create function mart.all_stock_out() returns setof mart.stock_out
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.stock_out;
end
$$;
comment on function mart.all_stock_out() is 'All rows of mart.stock_out, planned once for a session';
