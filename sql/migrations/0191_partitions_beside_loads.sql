-- A new month's partitions are attached, not created in place: that locks none of the facts against the loads that are under way. Created
-- in place they took each fact for themselves, one after the other, so that a load that had written deliveries and was about to look at
-- orders could stand in deadlock with one that made the partitions of both.
create or replace function core.ensure_partitions(months date[]) returns void
language plpgsql security definer set search_path = core, pg_temp as $$
declare
    fact text;
    month date;
    part text;
begin
    foreach month in array months loop
        foreach fact in array array['order_line', 'delivery_line', 'statement_line'] loop
            part := fact || to_char(month, '_YYYY_MM');
            if to_regclass(format('core.%I', part)) is null then
                perform pg_advisory_xact_lock(5242002);
                -- Whoever held the lock may have made it; asked of the catalogue itself, since this session may remember that there was none.
                if not exists (select from pg_class where relnamespace = 'core'::regnamespace and relname = part) then
                    execute format('create table core.%I (like core.%I including defaults including constraints including indexes including storage) with (fillfactor = 90)', part, fact);
                    execute format('alter table core.%I attach partition core.%I for values from (%L) to (%L)', fact, part, month, month + interval '1 month');
                end if;
            end if;
        end loop;
    end loop;
end
$$;
