select pg_temp.trade();
delete from core.store where chain_id = 'G';
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, launched_on, arrived_at, recorded_at)
select id, '2026-01-01', id, 'uht', 12, 0.09, launched_on, '-infinity', '-infinity'
from (values ('OLD', date '2026-04-30'), ('NEW', '2026-05-01'), ('A', null), ('B', null), ('E', null)) given (id, launched_on);
delete from core.chain_item;
insert into core.chain_item (chain_id, item_number, product_id, listed_on, delisted_on, arrived_at, recorded_at)
select 'C', id, id, listed_on, delisted_on, '-infinity', '-infinity'
from (values ('P', date '2026-05-31', null), ('Q', null, date '2026-05-01'), ('OLD', null, null), ('NEW', null, null), ('A', null, null),
    ('B', null, '2026-05-02'), ('E', '2026-06-01', null), ('G', null, null)) given (id, listed_on, delisted_on)
where id in (select product_id from core.product);
update core.chain_item set listed_on = null where product_id = 'E';
select pg_temp.delivered('D1', '', 'P', 10, on_day => '2026-05-10');
