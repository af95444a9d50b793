select pg_temp.trade();

select pg_temp.answers('rep1', 'representative', 'C', 'S1'), pg_temp.answers('rep2', 'representative', 'C', 'S2'),
    pg_temp.answers('city', 'city_manager', city => '上海'), pg_temp.answers('region', 'region_manager', region => '华东');
delete from core.store where chain_id = 'G';
