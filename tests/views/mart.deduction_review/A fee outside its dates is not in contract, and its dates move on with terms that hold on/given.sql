-- The festival fee of 2025 may be taken in September and October; no contract of 2026 is known.
select pg_temp.trade(), pg_temp.contract('K25', '2025-01-01', '2025-12-31');
select pg_temp.term('K25', '6', 'festival', 'fixed', 600, per => 'year', valid_from => '2025-09-01', valid_to => '2025-10-31'),
    pg_temp.means('节庆费', 'festival');
select pg_temp.clock('2026-12-31', '2026-12-31 12:00+08');
select pg_temp.stated('A', '2026-05-01', '2026-05-15', -600), pg_temp.stated('B', '2026-09-16', '2026-09-30', -600);
select pg_temp.deducted('A', 1, '节庆费', -600.00, invoice => 'F1'), pg_temp.deducted('B', 1, '节庆费', -600.00, invoice => 'F1');
