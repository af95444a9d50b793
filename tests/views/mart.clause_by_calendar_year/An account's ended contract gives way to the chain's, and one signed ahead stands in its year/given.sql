select pg_temp.trade();
select pg_temp.contract('OWN', '2025-01-01', '2025-12-31'), pg_temp.term('OWN', '1', 'information_fee', 'fixed', 300),
    pg_temp.contract('K26'), pg_temp.term('K26', '1', 'information_fee', 'fixed', 400),
    pg_temp.contract('K27', '2027-01-01', '2027-12-31', signed => '2026-05-20'), pg_temp.term('K27', '1', 'information_fee', 'fixed', 500);
update core.contract set account_id = 'C-1' where contract_id = 'OWN';
