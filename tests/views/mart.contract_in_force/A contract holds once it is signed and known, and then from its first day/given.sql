select pg_temp.trade();
-- K26 is signed on 10 June: on 31 May K25 holds on. UNSIGNED is known and not signed.
select pg_temp.contract('K25', '2025-01-01', '2025-12-31'), pg_temp.contract('K26', signed => '2026-06-10'), pg_temp.contract('UNSIGNED');
update core.contract set signed_on = null where contract_id = 'UNSIGNED';
-- The file of this name holds a function; a view of the case's own shows it.
create view mart.contract_in_force as
select asked.signed_by, asked.known_on, found.contract_id
from (values (date '2026-05-31', date '2026-06-30'), ('2026-06-30', '2026-05-31'), ('2026-06-10', '2026-06-11'))
    as asked (signed_by, known_on)
cross join lateral mart.contract_in_force('C', 'C-1', '2026-01-15', asked.signed_by, pg_temp.morning(asked.known_on)) as found
where found.place = 1;
