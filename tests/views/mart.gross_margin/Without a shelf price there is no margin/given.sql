select pg_temp.trade();
delete from core.price where chain_id = 'G' or product_id = 'Q';
