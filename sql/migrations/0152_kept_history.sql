-- The audit and the events of runs are only ever added to: the database itself refuses anything else. Events go with their run when
-- its keeping time is over (a cascade, and so one trigger deeper); the audit stays for good.
create function ops.refuse_rewriting() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'run_event' and pg_trigger_depth() > 1 then
        return old;
    end if;
    raise exception 'ops.% is only ever added to', tg_table_name using errcode = 'KA409';
end
$$;
comment on function ops.refuse_rewriting() is 'Keeps the audit and the events of runs from being changed or taken away';
create trigger audit_is_kept before update or delete on ops.audit for each row execute function ops.refuse_rewriting();
create trigger audit_is_never_emptied before truncate on ops.audit for each statement execute function ops.refuse_rewriting();
create trigger run_event_is_kept before update or delete on ops.run_event for each row execute function ops.refuse_rewriting();
create trigger run_event_is_never_emptied before truncate on ops.run_event for each statement execute function ops.refuse_rewriting();
