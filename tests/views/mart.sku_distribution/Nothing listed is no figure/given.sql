select pg_temp.trade();
delete from core.chain_item; delete from core.store where chain_id = 'G' or store_id = 'S2';
