-- All that the money breaks stand on, so that breaks judged on the same need not be judged again: what the kept settlement holds, and what
-- changes breaks and not the settlement, that is tolerances, heads of statements, and their rows that wait in quarantine. In plpgsql, as
-- mart.is_settlement_kept(). The views that judge are not in it: who makes them anew forgets what was judged (Migrator).
create function mart.break_basis() returns text language plpgsql stable parallel safe as $$
begin
    return concat_ws('/',
        (select string_agg(concat_ws(' ', chain_id, written, extract(epoch from recorded_to), extract(epoch from arrived_to)), ','
            order by chain_id) from core.kept_state),
        (select concat_ws(' ', count(*), count(*) filter (where superseded_at = 'infinity'),
            extract(epoch from max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))))) from core.tolerance),
        (select extract(epoch from max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity')))) from core.statement),
        (select count(*) from ops.quarantined_row where state = 'open' and document_kind = 'statement'));
end
$$;
comment on function mart.break_basis() is
    'What the kept settlement, tolerances, statements and quarantine are now: money breaks judged on the same basis are the same';
