-- All rows of mart.stock_cover, by a plan that the session keeps: counts and orders of all stores are added up, whatever is
-- asked (decision 0694).
-- Depends on: mart.stock_cover
create function mart.all_stock_cover() returns setof mart.stock_cover
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.stock_cover;
end
$$;
comment on function mart.all_stock_cover() is 'All rows of mart.stock_cover, planned once for a session';
