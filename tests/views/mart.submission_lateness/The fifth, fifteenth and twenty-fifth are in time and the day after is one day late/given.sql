select pg_temp.trade();
insert into core.submission (kind, month, person_id, submitted_on, arrived_at, recorded_at)
select kind, month::date, person_id, month::date + due - 1 + late, '-infinity', '-infinity'
from (values ('sku_ranking', 5), ('budget', 15), ('plan', 25)) as papers (kind, due),
    (values ('ann', 0), ('bob', 1)) as people (person_id, late), (values ('2026-05-01')) as months (month);
