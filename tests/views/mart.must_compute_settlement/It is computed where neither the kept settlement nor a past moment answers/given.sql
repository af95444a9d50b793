select pg_temp.trade();
-- The file of this name holds a function; a table of the case's own shows its answers.
create table mart.must_compute_settlement (says text, value boolean);
insert into mart.must_compute_settlement select '1 nothing answers', mart.must_compute_settlement();
insert into core.past_state (past_id, knowledge, known_at, recorded_to) overriding system value
values (7, 'arrived', '2026-06-30 23:59:59+08', '2026-05-25 08:00+08');
insert into mart.must_compute_settlement select '2 a past moment answers', mart.must_compute_settlement();
delete from core.past_state;
insert into core.kept_state select chain_id, '2026-05-20 08:00+08', '2026-05-20 08:00+08' from core.chain;
insert into mart.must_compute_settlement select '3 the kept settlement answers', mart.must_compute_settlement();
