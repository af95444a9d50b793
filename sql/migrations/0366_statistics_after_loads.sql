-- Tables that a load has filled are analysed at its end: a warehouse of which the server has no statistics seems to hang on the first question.
create function ops.renew_statistics(many_rows bigint, within_transaction boolean) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    changed regclass;
    analysed integer := 0;
begin
    for changed in
        select s.relid::regclass
        from pg_stat_user_tables s
        join pg_class c on c.oid = s.relid
        left join pg_stat_xact_user_tables x on x.relid = s.relid
        where s.schemaname in ('core', 'ops') and c.relkind = 'r'
          and case when within_transaction then x.n_tup_ins + x.n_tup_upd + x.n_tup_del > greatest(many_rows, c.reltuples / 5)
                   else s.n_mod_since_analyze > many_rows and s.n_mod_since_analyze > c.reltuples / 5 end
    loop
        execute format('analyze %s', changed);
        analysed := analysed + 1;
    end loop;
    return analysed;
end
$$;
comment on function ops.renew_statistics(bigint, boolean) is 'Analyses the tables of which more than many_rows rows and a fifth have changed since they were analysed, or within the open transaction; returns how many';
