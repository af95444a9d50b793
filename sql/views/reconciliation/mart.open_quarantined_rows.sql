-- A statement with open quarantined rows is incomplete (docs/money.md#identity). Rows of a file whose document was replaced since
-- are left out with it; in a reprint, rows closed since count as open, as they did.
create function mart.open_quarantined_rows(in_chain text, in_statement text) returns bigint language sql stable parallel safe as $$
    select count(*)
    from ops.quarantined_row q
    join ops.load l using (load_id)
    where l.chain_id = in_chain and q.document_kind = 'statement' and q.document_number = in_statement
        and (q.state = 'open' or current_setting('ka.knowledge') = 'recorded' and q.closed_at > core.known_at())
        and core.is_known(l.arrived_at, l.recorded_at, 'infinity', 'infinity')
        and exists (
            select from core.statement s
            where s.chain_id = in_chain and s.statement_number = in_statement and s.arrived_at <= l.arrived_at
                and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at))
$$;
comment on function mart.open_quarantined_rows(text, text) is
    'How many rows of a statement wait in quarantine, those of replaced versions not counted';
