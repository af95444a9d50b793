select pg_temp.trade();
insert into core.person (person_id, name, email, arrived_at, recorded_at)
values ('rep', '代表', 'rep@example.com', '-infinity', '-infinity');
select pg_temp.answers('rep', 'representative', region => '华东');
select pg_temp.ordered('A', 'P', 40, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DA', 'A', 'P', 40, on_day => date '2026-05-20', store => 'S1');
select pg_temp.ordered('A2', 'Q', 30, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DA2', 'A2', 'Q', 30, on_day => date '2026-05-20', store => 'S1');
select pg_temp.ordered('B', 'P', 30, date '2026-05-18', store => 'S2');
select pg_temp.delivered('DB', 'B', 'P', 30, on_day => date '2026-05-20', store => 'S2');
select pg_temp.ordered('E', 'P', 20, date '2026-05-18', store => 'S1', chain => 'G');
select pg_temp.delivered('DE', 'E', 'P', 20, on_day => date '2026-05-20', store => 'S1', chain => 'G');
select pg_temp.ordered('F', 'P', 900, date '2026-05-18', store => 'S2', chain => 'G');
select pg_temp.delivered('DF', 'F', 'P', 900, on_day => date '2026-05-03', store => 'S2', chain => 'G');
