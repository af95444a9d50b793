select pg_temp.trade();
delete from core.price where product_id = 'Q';
select pg_temp.ordered('O1', 'P', 10, '2026-05-04', printed => 10.0), pg_temp.ordered('O2', 'P', 10, '2026-05-04', printed => 9.5),
    pg_temp.ordered('O3', 'Q', 10, '2026-05-04', printed => 3.0), pg_temp.ordered('O4', 'P', 10, '2026-05-04');
