select pg_temp.trade();
insert into core.special_fee (chain_id, fee_number, month, applied_on, applied_amount, approved_on, approved_amount, spent_on, spent_amount,
    invoice_number, invoiced_on, invoiced_amount, paid_on, paid_amount, arrived_at, recorded_at) values
    ('C', 'a', '2026-05-01', '2026-05-31', 100, '2026-05-31', 90, '2026-05-31', 90, 'F1', '2026-05-31', 80, '2026-05-31', 70, '-infinity',
        '-infinity');
