-- Up to what the kept table now reaches.
insert into core.kept_state (recorded_to, arrived_to)
select greatest(@since, max(recorded_at)), max(arrived_at)
from (
    select max(recorded_at), max(arrived_at) from ops.load
    union all
    select max(closed_at), null from ops.quarantined_row where state = 'replayed'
    union all
    select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))), max(greatest(arrived_at, nullif(superseded_at, 'infinity'))) from core.settlement_account
    union all
    select max(greatest(recorded_at, nullif(superseded_recorded_at, 'infinity'))), max(greatest(arrived_at, nullif(superseded_at, 'infinity'))) from core.statement) moment (recorded_at, arrived_at)
on conflict (only_row) do update set recorded_to = excluded.recorded_to, arrived_to = greatest(core.kept_state.arrived_to, excluded.arrived_to)
