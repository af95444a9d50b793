-- Bought until May; on consignment from then on, beyond the contract's end, until another is signed for account C-1 alone.
select pg_temp.trade();
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
values ('C', 'C-2', '2', 'excluding', 4, '-infinity', '-infinity');
select pg_temp.contract('K1', '2026-01-01', '2026-04-30'), pg_temp.contract('K2', '2026-05-01', '2026-05-31'),
    pg_temp.contract('K3', '2026-07-01', '2026-12-31', signed => '2026-06-20'),
    pg_temp.contract('U1', '2026-05-10', '2026-05-20', signed => '2026-07-05');
update core.contract set contract_type = 'consignment' where contract_id in ('K2', 'U1');
update core.contract set account_id = 'C-1' where contract_id = 'K3';
