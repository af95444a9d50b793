select pg_temp.trade();
select pg_temp.ordered('P1', 'P', 10, date '2026-05-04', store => 'S1');
select pg_temp.delivered('DP1', 'P1', 'P', 10, on_day => date '2026-05-04' + 2, store => 'S1');
select pg_temp.ordered('P2', 'P', 10, date '2026-05-11', store => 'S1');
select pg_temp.delivered('DP2', 'P2', 'P', 10, on_day => date '2026-05-11' + 2, store => 'S1');
select pg_temp.ordered('P3', 'P', 10, date '2026-05-18', store => 'S1');
select pg_temp.delivered('DP3', 'P3', 'P', 10, on_day => date '2026-05-18' + 2, store => 'S1');

-- A fourth line moves the oldest failure out of the last three: two short lines of four, 35 of 40 units.
select pg_temp.ordered('P4', 'P', 10, date '2026-05-25', store => 'S1');
select pg_temp.delivered('DP4', 'P4', 'P', 10, on_day => date '2026-05-25' + 2, store => 'S1');
update core.delivery_line set received_quantity = 6 where delivery_number = 'DP1';
update core.delivery_line set received_quantity = 9 where delivery_number = 'DP2';
