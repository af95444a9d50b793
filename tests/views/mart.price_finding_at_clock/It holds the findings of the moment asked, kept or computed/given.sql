select pg_temp.trade();
select pg_temp.ordered('O1', 'P', 10, '2026-05-04', printed => 9.5), pg_temp.ordered('O2', 'P', 10, '2026-05-25', printed => 9.5);
select pg_temp.clock('2026-05-19', '2026-05-19 23:59+08');
-- The file of this name holds a function; a table of the case's own shows it.
create table mart.price_finding_at_clock (says text, order_number text, rule text, amount_at_stake numeric);
insert into mart.price_finding_at_clock select 'computed', order_number, rule, amount_at_stake from mart.price_finding_at_clock();
insert into core.past_state (past_id, knowledge, known_at, recorded_to, figures_as_of) overriding system value
values (7, 'arrived', core.known_at(), 'infinity', '2026-05-19');
insert into core.past_price_finding
values (7, row('C', 'O9', 'S1', 'P', 'order_price_off_contract', '', 0, '2026-05-18', 9, 10, null, null, 12, 1, 1));
insert into mart.price_finding_at_clock select 'kept', order_number, rule, amount_at_stake from mart.price_finding_at_clock();
