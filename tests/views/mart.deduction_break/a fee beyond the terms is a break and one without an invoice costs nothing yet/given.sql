select pg_temp.trade(), pg_temp.contract('K', '2026-01-01'), pg_temp.term('K', 't1', 'display', 'fixed', 100, 'statement');
insert into core.fee_text (chain_id, fee_text, part_number, fee_code, valid_from, valid_to, arrived_at, recorded_at)
values ('C', '陈列费', 1, 'display', '-infinity', 'infinity', '-infinity', '-infinity');
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', -130);
select pg_temp.deducted('T1', 1, '陈列费', -130);
