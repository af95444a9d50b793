-- The population of a statement is what it holds or a later one does, or none yet: found by the statement that holds it. Rows without
-- a note, which few are, are found by their order or statement, and the differences of one statement by its number.
drop index core.kept_settlement_waiting;
drop index core.kept_settlement_statement;
drop index core.kept_settlement_differing;
create index kept_settlement_held on core.kept_settlement (chain_id, account_id, coalesce(hold_key, '9')) where is_matched;
create index kept_settlement_noteless on core.kept_settlement (chain_id, order_number, statement_number) where delivery_number = '';
create index kept_settlement_differing on core.kept_settlement (chain_id, statement_number) where is_differing;

-- Each question asks a few times what was recorded last.
create index load_recorded on ops.load (recorded_at);
create index quarantined_row_replayed on ops.quarantined_row (closed_at) where state = 'replayed';
