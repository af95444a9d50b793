-- The file of this name holds a function; a view of the case's own shows it.
create view mart.years_held as
select on_date, mart.years_held('2026-01-01', '2026-12-31', on_date) as years
from unnest(array['2026-12-31', '2027-01-01', '2027-12-31', '2028-01-01']::date[]) as on_date;
