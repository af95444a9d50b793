select pg_temp.trade();
-- P is delisted today: no alert, though nothing came of its orders. Q is locked since Monday the 25th: due on the 28th. In S1 the
-- application was made on that day, in S2 today.
update core.chain_item set delisted_on = '2026-05-31' where product_id = 'P';
select pg_temp.ordered('A1', 'P', 10, '2026-05-11'), pg_temp.ordered('A2', 'P', 10, '2026-05-18');
insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
select 'C', store_id, 'Q', '2026-05-25', 'locked', '2026-05-25', '2026-05-25' from unnest(array['S1', 'S2']) store_id;
insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on) values
    ('C', 'S1', 'Q', '2026-05-25', '2026-05-28', '2026-05-25', null),
    ('C', 'S2', 'Q', '2026-05-25', '2026-05-28', '2026-05-31', '2026-05-31');
