-- Least rights for the roles of docs/operations.md, where they exist: the application reads and writes, without DDL;
-- readers (analysts, BI tools) see mart only.
do $$
begin
    if exists (select from pg_roles where rolname = 'ka_app') then
        grant usage on schema staging, core, mart, ops to ka_app;
        grant select, insert, update, delete, truncate on all tables in schema staging, core, ops to ka_app;
        grant select on all tables in schema mart to ka_app;
        grant usage on all sequences in schema staging, core, ops to ka_app;
        grant execute on all routines in schema core, mart, ops to ka_app;
        revoke insert, update, delete, truncate on ops.migration, ops.view_build from ka_app;
    end if;
    if exists (select from pg_roles where rolname = 'ka_reader') then
        grant usage on schema mart, core to ka_reader;
        grant select on all tables in schema mart to ka_reader;
        grant execute on all routines in schema mart to ka_reader;
        grant execute on function core.as_of(), core.known_at(), core.is_known(timestamptz, timestamptz, timestamptz, timestamptz) to ka_reader;
    end if;
end
$$;
