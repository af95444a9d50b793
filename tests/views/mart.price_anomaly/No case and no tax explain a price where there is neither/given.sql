select pg_temp.trade();
-- P is sold singly and free of tax here: 10.04 is 0.4 per cent over the list, within the tolerance of a ratio of one, which explains
-- nothing.
update core.product set pack_size = 1, vat_rate = 0 where product_id = 'P';
select pg_temp.ordered('O1', 'P', 100, date '2026-05-09', printed => 10.04);
select pg_temp.ordered('O2', 'P', 100, date '2026-05-09', printed => 120);
update core.order_line set pack_size = 12 where order_number = 'O2';
select pg_temp.ordered('O3', 'P', 100, date '2026-05-09', printed => 10.04);
update core.order_line set pack_size = 1 where order_number = 'O3';
-- The order's own pack size goes before the product's.
select pg_temp.ordered('O4', 'P', 100, date '2026-05-09', printed => 60);
update core.order_line set pack_size = 6 where order_number = 'O4';
