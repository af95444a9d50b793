select pg_temp.trade();
-- a: paid. b: overspent by 20.00, invoice of only 100.00. c: spent without approval. d: its approval lies after the date. e: applied for
-- after it.
insert into core.special_fee (chain_id, fee_number, month, applied_on, applied_amount, approved_on, approved_amount, spent_on, spent_amount,
    invoice_number, invoiced_on, invoiced_amount, paid_on, paid_amount, arrived_at, recorded_at) values
    ('C', 'a', '2026-05-01', '2026-04-10', 100, '2026-04-12', 90, '2026-05-05', 90, 'F1', '2026-05-08', 90, '2026-05-20', 90, '-infinity',
        '-infinity'),
    ('C', 'b', '2026-05-01', '2026-04-10', 100, '2026-04-12', 100, '2026-05-05', 120, 'F2', '2026-05-08', 100, null, null, '-infinity',
        '-infinity'),
    ('C', 'c', '2026-05-01', '2026-05-10', 50, null, null, '2026-05-11', 50, null, null, null, null, null, '-infinity', '-infinity'),
    ('C', 'd', '2026-06-01', '2026-05-12', 70, '2026-06-01', 70, null, null, null, null, null, null, null, '-infinity', '-infinity'),
    ('C', 'e', '2026-06-01', '2026-06-01', 70, null, null, null, null, null, null, null, null, null, '-infinity', '-infinity');
