select pg_temp.trade();

insert into core.fee_text (chain_id, fee_text, fee_code, arrived_at, recorded_at)
    values ('C', core.plain_fee_text('堆 头费'), 'stack', '-infinity', '-infinity');
select pg_temp.stated('A', date '2026-05-01', date '2026-05-15', 900);
select pg_temp.settled('A', 1, 'P', 100, 10, 1090, note => 'X', rate => 0.09);
select pg_temp.settled('A', 2, 'P', -10, 10, -90, note => 'Y', rate => 0.09, kind => 'return');
select pg_temp.deducted('A', 3, '堆头费', -80);
select pg_temp.deducted('A', 4, '堆头费', -20);
select pg_temp.deducted('A', 5, '神秘费', -10);
