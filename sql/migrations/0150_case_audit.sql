-- A person's step of a case is an action like any other: it stands in the audit, in the same transaction, whether it was taken
-- in the console or on the command line. Steps that reconciliation takes by itself (actor "data") are history of the case alone.
create function ops.audit_case_step() returns trigger language plpgsql as $$
begin
    insert into ops.audit (happened_at, who, action, subject_kind, subject, reason, before, after)
    values (new.happened_at, new.actor, 'case_' || new.action, 'case', new.case_id::text, new.note,
        jsonb_build_object('state', new.from_state),
        jsonb_strip_nulls(jsonb_build_object('state', new.to_state, 'amount', new.amount, 'approver', new.approver)));
    return null;
end
$$;
comment on function ops.audit_case_step() is 'Writes a person''s step of a case into the audit';
create trigger audit_case_step after insert on ops.case_event for each row when (new.actor <> 'data') execute function ops.audit_case_step();
