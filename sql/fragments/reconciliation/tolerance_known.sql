-- The tolerances of chains as they are known, one row for each measure and span of days.
-- Included by: fragments/reconciliation/money_break.sql, views/reconciliation/mart.service_break.sql
select chain_id, measure, valid_from, valid_to, lower_absolute, upper_absolute, lower_pct, upper_pct
from core.tolerance
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
