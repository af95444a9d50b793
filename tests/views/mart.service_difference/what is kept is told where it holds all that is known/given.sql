select pg_temp.trade();
-- The kept row says 3, the facts 2: who reads it sees which of them answered.
select pg_temp.ordered('O1', 'P', 10), pg_temp.delivered('D1', 'O1', 'P', 8);
update core.rule_setting set recorded_at = '2026-01-01 08:00+08' where rule_key like 'price.%';
insert into core.kept_figures_state (chain_id, recorded_to, arrived_to) select chain_id, '2026-06-15', '2026-06-15' from core.chain;
insert into core.kept_service_difference (chain_id, order_number, store_id, product_id, is_free, kind, delivery_number, account_id,
    happened_on, quantity, ours, theirs, agreed_price)
values ('C', 'O1', 'S1', 'P', false, 'short_delivered', 'D1', 'C-1', '2026-05-06', 3, 10, 7, 10.0000);
