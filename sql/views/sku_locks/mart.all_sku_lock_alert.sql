-- All rows of mart.sku_lock_alert, by a plan that the session keeps: what is watched is looked for in all stores, whatever
-- is asked (decision 0694).
-- Depends on: mart.sku_lock_alert
create function mart.all_sku_lock_alert() returns setof mart.sku_lock_alert
language plpgsql stable parallel restricted set max_parallel_workers_per_gather = 0 as $$
begin
    return query select * from mart.sku_lock_alert;
end
$$;
comment on function mart.all_sku_lock_alert() is 'All rows of mart.sku_lock_alert, planned once for a session';
