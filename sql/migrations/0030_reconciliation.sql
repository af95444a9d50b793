-- Indexes over all versions: a past known_at, and the recomputation of touched keys, find any document's lines by its number.
create index order_line_number on core.order_line (chain_id, order_number, store_id);
create index delivery_line_number on core.delivery_line (chain_id, delivery_number);
create index delivery_line_order_number on core.delivery_line (chain_id, order_number);
create index statement_line_statement on core.statement_line (chain_id, statement_number);
create index statement_line_delivery_number on core.statement_line (chain_id, delivery_number);
create index statement_line_order_number on core.statement_line (chain_id, order_number);
create index calendar_day_working_number on core.calendar_day (working_number) where is_working_day;
