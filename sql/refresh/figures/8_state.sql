-- Up to what the kept figures now reach of these chains. Parameter: @chains.
insert into core.kept_figures_state (chain_id, recorded_to, arrived_to)
select chain_id, coalesce(max(recorded_at), '-infinity'), coalesce(max(arrived_at), '-infinity')
from unnest(@chains) as chain_id
left join (
    select max(recorded_at), max(arrived_at) from ops.load
    union all
    select max(closed_at), null from ops.quarantined_row where state = 'replayed'
    union all
    select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))),
        max(greatest(arrived_at, nullif(superseded_at, 'infinity'))) from core.settlement_account
    union all
    select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))),
        max(greatest(arrived_at, nullif(superseded_at, 'infinity')))
    from core.rule_setting where rule_key like 'price.%'
) as moment (recorded_at, arrived_at) on true
group by chain_id
on conflict (chain_id) do update
    set recorded_to = greatest(core.kept_figures_state.recorded_to, excluded.recorded_to),
        arrived_to = greatest(core.kept_figures_state.arrived_to, excluded.arrived_to)
