select pg_temp.trade();
select pg_temp.contract('OWN', '2024-01-01', '2024-12-31'), pg_temp.contract('CHAIN', '2025-01-01', '2025-12-31');
update core.contract set account_id = 'C-1', reconciliation_day = 3 where contract_id = 'OWN';
update core.contract set reconciliation_day = 8 where contract_id = 'CHAIN';
select pg_temp.stated('NEW', '2026-05-16', '2026-05-31', 100.00), pg_temp.clock('2026-06-05', '2026-06-05 12:00+08');
