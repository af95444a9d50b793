select pg_temp.trade();
-- P's clock ran out on 29 April; the first that is known of C came in May: whether it was opened in April nobody can say, and the four
-- weeks are not known whole.
select pg_temp.answers('boss', 'supervisor', 'C');
update core.product set launched_on = '2026-04-01', assortment = 'core' where product_id = 'P';
delete from core.store where chain_id = 'G';
select pg_temp.delivered('D1', '', 'Q', 1, on_day => date '2026-05-11');
