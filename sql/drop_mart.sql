-- Drops what sql/views made, without CASCADE: a table or a role that came to depend on a view stops this, instead of vanishing.
do $$
declare
    found record;
    stuck record;
    is_dropped boolean;
begin
    -- One after the other, the newest first: a view is made after the functions that it asks, a function after the view whose rows it
    -- returns. What something still depends on waits for the next round.
    loop
        is_dropped := false;
        stuck := null;
        for found in
            select c.oid, 'view' as kind, c.oid::regclass::text as name
            from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'mart' and c.relkind = 'v'
            union all
            select p.oid, 'routine', p.oid::regprocedure::text
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'mart'
            order by 1 desc
        loop
            begin
                execute format('drop %s %s', found.kind, found.name);
                is_dropped := true;
            exception when dependent_objects_still_exist then
                stuck := found;
            end;
        end loop;
        exit when stuck is null;
        if not is_dropped then
            execute format('drop %s %s', stuck.kind, stuck.name);
        end if;
    end loop;
end
$$;
