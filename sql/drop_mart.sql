-- Drops what sql/views made, without CASCADE: a table or a role that came to depend on a view stops this, instead of vanishing.
do $$
declare
    names text;
begin
    -- All in one command, since views depend on each other.
    select string_agg(format('%I.%I', schemaname, viewname), ', ') into names from pg_views where schemaname = 'mart';
    if names is not null then
        execute 'drop view ' || names;
    end if;
    select string_agg(p.oid::regprocedure::text, ', ') into names
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'mart';
    if names is not null then
        execute 'drop routine ' || names;
    end if;
end
$$;
