select pg_temp.trade();
update core.chain set price_basis = 'order' where chain_id = 'G';
delete from core.price where chain_id = 'C' and product_id = 'Q';
select pg_temp.ordered('A1', 'Q', 12, printed => 3.77, printed_basis => 'including'), pg_temp.ordered('A2', 'Q', 12),
    pg_temp.ordered('A3', 'P', 12, printed => 9.87654, chain => 'G');
