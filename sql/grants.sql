-- Least rights for the roles of docs/operations.md, where they exist: the application reads and writes, without DDL;
-- readers (analysts, BI tools) see mart only.
do $$
begin
    if exists (select from pg_roles where rolname = 'ka_app') then
        grant usage on schema staging, core, mart, ops to ka_app;
        grant select, insert, update, delete, truncate on all tables in schema staging, core, ops to ka_app;
        grant select on all tables in schema mart to ka_app;
        grant usage on all sequences in schema staging, core, ops to ka_app;
        grant execute on all routines in schema core, mart, ops to ka_app;
        revoke insert, update, delete, truncate on ops.migration, ops.view_build from ka_app;
    end if;
    if exists (select from pg_roles where rolname = 'ka_reader') then
        grant usage on schema mart, core to ka_reader;
        grant select on all tables in schema mart to ka_reader;
        grant execute on all routines in schema mart to ka_reader;
        -- A view reads its tables as its owner, the functions that it calls read theirs as the reader: so a reader may read the columns
        -- that those name, and no others of core and ops. Not made security definer: then the planner could no longer inline them.
        grant usage on schema ops to ka_reader;
        grant execute on function core.as_of(), core.known_at(), core.is_known(timestamptz, timestamptz, timestamptz, timestamptz),
            core.was_known(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz), core.rule_value(text),
                core.plain_fee_text(text) to ka_reader;
        grant select on core.price, core.product, core.chain_item, core.promotion, core.store, core.settlement_account,
            core.rule_setting, core.kept_state, core.kept_break_state, core.kept_figures_state, core.past_state to ka_reader;
        grant select (arrived_at, recorded_at, superseded_at, superseded_recorded_at) on core.tolerance to ka_reader;
        grant select (chain_id, statement_number, arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            on core.statement to ka_reader;
        grant select (chain_id, contract_id, account_id, signed_on, valid_from, valid_to, settlement_mode, term_days, payment_days,
            reconciliation_day, invoice_day, dispute_days, arrived_at, recorded_at, superseded_at, superseded_recorded_at)
            on core.contract to ka_reader;
        grant select (chain_id) on core.chain to ka_reader;
        grant select (day) on core.calendar_day to ka_reader;
        grant select (load_id, chain_id, arrived_at, recorded_at) on ops.load to ka_reader;
        grant select (load_id, document_kind, document_number, state, closed_at) on ops.quarantined_row to ka_reader;
    end if;
end
$$;

-- What the database sets for its sessions stands outside it, where no dump takes it along: set again, so that a restored one has it.
do $$
begin
    execute format('alter database %I set client_connection_check_interval = ''2s''', current_database());
exception when insufficient_privilege or invalid_parameter_value then
    null;
end
$$;
