select pg_temp.trade();
-- P of C has a second price although the first has no end; Q of C ends before its next begins.
update core.price set valid_to = '2026-05-14' where chain_id = 'C' and product_id = 'Q';
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
values ('C', 'P', '2026-05-15', 11, '-infinity', '-infinity'), ('C', 'Q', '2026-05-15', 4, '-infinity', '-infinity');
insert into core.product (product_id, valid_from, valid_to, name, category, pack_size, vat_rate, arrived_at, recorded_at)
values ('R', '2026-01-01', '2026-06-30', '酸奶', 'uht', 12, 0.09, '-infinity', '-infinity'),
    ('R', '2026-06-01', 'infinity', '酸奶', 'uht', 10, 0.09, '-infinity', '-infinity');
-- Two contracts of all accounts; one of a single account beside them is its own.
insert into core.contract (chain_id, contract_id, account_id, contract_year, valid_from, valid_to, arrived_at, recorded_at)
values ('C', 'C-26', null, 2026, '2026-01-01', '2026-12-31', '-infinity', '-infinity'),
    ('C', 'C-26b', null, 2026, '2026-07-01', '2027-06-30', '-infinity', '-infinity'),
    ('C', 'C-26c', 'C-1', 2026, '2026-01-01', '2026-12-31', '-infinity', '-infinity');
