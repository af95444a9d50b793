-- Statement to 15 May, invoice received 20 May: cash is due on 15 May, 20 days after goods on 4 June, monthly 20 days after 31 May.
select pg_temp.trade();
insert into core.chain (chain_id, name, name_en) select c, c, c from unnest(array['cash', 'goods', 'monthly']) c;
select pg_temp.contract('K', mode => 'cash', days => 0, chain => 'cash'),
    pg_temp.contract('K', mode => 'goods_days', days => 20, chain => 'goods'),
    pg_temp.contract('K', mode => 'monthly_days', days => 20, chain => 'monthly');
select pg_temp.stated('S', '2026-05-01', '2026-05-15', 100.00, chain => c) from unnest(array['cash', 'goods', 'monthly']) c;
insert into core.invoice (chain_id, invoice_number, statement_number, issued_on, amount, submitted_on, received_on, arrived_at, recorded_at)
select c, 'I', 'S', '2026-05-18', 100, '2026-05-19', '2026-05-20', '2026-05-20', '2026-05-20'
    from unnest(array['cash', 'goods', 'monthly']) c;
select pg_temp.clock('2026-08-31', '2026-08-31 12:00+08');
