-- Up to what the kept table now reaches of these chains: the snapshot holds every load whole, so it reaches the latest of all. Parameter:
-- @chains.
insert into core.kept_state (chain_id, recorded_to, arrived_to)
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
        max(greatest(arrived_at, nullif(superseded_at, 'infinity'))) from core.statement) moment (recorded_at, arrived_at) on true
group by chain_id
on conflict (chain_id) do update
    set recorded_to = greatest(core.kept_state.recorded_to, excluded.recorded_to),
        arrived_to = greatest(core.kept_state.arrived_to, excluded.arrived_to)
