select pg_temp.trade();
update core.penalty_rule set unit_amount = 20 where rule_id = 'survey_late';
insert into core.store_survey (chain_id, store_id, month, kind, name, person_id, arrived_at, recorded_at) values
    ('C', 'S1', '2026-04-01', 'gift', 'bag', 'ann', pg_temp.morning('2026-05-08'), pg_temp.morning('2026-05-08'));
insert into core.work_summary (person_id, month, arrived_at, recorded_at) values
    ('ann', '2026-04-01', pg_temp.morning('2026-05-08'), pg_temp.morning('2026-05-08'));
