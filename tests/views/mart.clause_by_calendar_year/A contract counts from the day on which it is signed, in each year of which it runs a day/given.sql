select pg_temp.trade();
select pg_temp.contract('K25', '2025-01-01', '2026-01-01'), pg_temp.term('K25', '1', 'information_fee', 'fixed', 300);
select pg_temp.contract('K26', '2026-01-02', '2026-12-31', signed => '2026-05-31'),
    pg_temp.term('K26', '1', 'information_fee', 'fixed', 400);
