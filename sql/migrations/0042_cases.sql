-- Cases: one claim on one source row, from the day it is found until the cash is back (reconciliation.md 6).
-- ops.case_event is the only way in: a row of it is one step, checked against ops.case_step, and moves the case. The database
-- refuses illegal steps, direct changes and rewritten history, whoever asks.

create table ops.case_step (
    from_state   text collate "C" not null,
    action       text collate "C" not null,
    to_state     text collate "C" not null,
    needs_amount boolean not null default false,
    needs_note   boolean not null default false,
    is_by_data   boolean not null default false,
    primary key (from_state, action)
);
comment on table ops.case_step is 'One row: one step that a case may take; what is not here is refused';
insert into ops.case_step (from_state, action, to_state, needs_amount, needs_note, is_by_data) values
    ('open', 'send', 'sent', false, false, false),
    ('sent', 'agree', 'agreed', true, false, false),
    ('sent', 'refuse', 'refused', false, true, false),
    ('refused', 'send', 'sent', false, true, false),
    ('refused', 'agree', 'agreed', true, false, false),
    ('agreed', 'credit', 'credited', true, true, false),
    ('refused', 'credit', 'credited', true, true, false),
    ('agreed', 'write_off', 'written_off', false, true, false),
    ('refused', 'write_off', 'written_off', false, true, false);
-- A person in charge, a remark, what the claim comes to after new data: these leave the state as it is.
insert into ops.case_step (from_state, action, to_state, needs_amount, needs_note, is_by_data)
    select state, action, state, action = 'adjust', action <> 'adjust', action = 'adjust'
    from unnest(array['open', 'sent', 'agreed', 'refused']) state, unnest(array['assign', 'note', 'adjust']) action;
-- Money that reconciliation sees come back counts also where nobody had agreed to it yet.
insert into ops.case_step (from_state, action, to_state, needs_amount, needs_note, is_by_data) values
    ('open', 'credit', 'credited', true, true, true),
    ('sent', 'credit', 'credited', true, true, true);
-- The invoice for a deduction that was taken without one: nothing is left to claim, unless its amount is disputed too.
insert into ops.case_step (from_state, action, to_state, needs_note)
    select state, 'receive_invoice', 'cleared', true from unnest(array['open', 'sent', 'agreed', 'refused']) state;
-- What the data settles is cleared by itself, and comes back when the data takes it back.
insert into ops.case_step (from_state, action, to_state, needs_note, is_by_data)
    select state, 'clear', 'cleared', true, true from unnest(array['open', 'sent', 'agreed', 'refused']) state;
insert into ops.case_step (from_state, action, to_state, needs_amount, needs_note)
    select state, 'reopen', 'open', true, true from unnest(array['credited', 'written_off', 'cleared']) state;

create table ops."case" (
    case_id            bigint generated always as identity primary key,
    chain_id           text collate "C" not null,
    claim_key          text collate "C" not null,
    kinds              text[] not null,
    account_id         text collate "C",
    statement_number   text collate "C" not null,
    delivery_number    text collate "C",
    order_number       text collate "C",
    store_id           text collate "C",
    product_id         text collate "C",
    fee_code           text collate "C",
    fee_text           text,
    our_load_id        bigint,
    our_row_number     integer,
    their_load_id      bigint,
    their_row_number   integer,
    found_on           date not null,
    dispute_until      date,
    opened_at          timestamptz not null,
    claimed_amount     numeric(16, 2) not null,
    at_stake_amount    numeric(16, 2) not null,
    agreed_amount      numeric(16, 2),
    credited_amount    numeric(16, 2) not null default 0,
    written_off_amount numeric(16, 2) not null default 0,
    state              text collate "C" not null default 'open',
    state_since        timestamptz not null,
    owner              text,
    constraint case_state_known check (state in ('open', 'sent', 'agreed', 'refused', 'credited', 'written_off', 'cleared')),
    constraint case_one_per_source_row unique (chain_id, claim_key)
);
comment on table ops."case" is 'One row: one claim on one source row (delivery, settlement or deduction line); later appearances join it';
create index case_live on ops."case" (chain_id, state) where state in ('open', 'sent', 'agreed', 'refused');

create table ops.case_appearance (
    case_id          bigint not null references ops."case",
    statement_number text collate "C" not null,
    kind             text collate "C" not null,
    claim_key        text collate "C" not null,
    amount           numeric(16, 2) not null,
    at_stake_amount  numeric(16, 2) not null,
    is_carried       boolean not null,
    counts           boolean not null,
    primary key (case_id, statement_number, kind, claim_key)
);
comment on table ops.case_appearance is 'One row: one break of the case on one statement, as the data has it now; a carried one shows again and does not count again';

create table ops.case_event (
    event_id    bigint generated always as identity primary key,
    case_id     bigint not null references ops."case",
    happened_at timestamptz not null,
    action      text collate "C" not null,
    actor       text not null,
    amount      numeric(16, 2),
    approver    text,
    note        text,
    from_state  text collate "C",
    to_state    text collate "C",
    constraint case_event_actor_named check (length(trim(actor)) > 0),
    constraint case_event_amount_positive check (amount > 0 or action = 'adjust')
);
create index case_event_of_case on ops.case_event (case_id, event_id);
comment on table ops.case_event is 'One row: one step of a case: who, when, what, why, how much; only ever added to';

create function ops.take_case_step() returns trigger language plpgsql as $$
declare
    claim ops."case";
    step ops.case_step;
    rest numeric;
    write_off_limit numeric;
begin
    select * into claim from ops."case" where case_id = new.case_id for update;
    if claim.case_id is null then
        raise exception 'there is no case %', new.case_id using errcode = 'KA404';
    end if;
    if new.action = 'open' and not exists (select from ops.case_event where case_id = new.case_id) then
        new.from_state := null;
        new.to_state := 'open';
        return new;
    end if;
    select * into step from ops.case_step where from_state = claim.state and action = new.action;
    if step.action is null then
        raise exception 'case % is %: % is not allowed; allowed now: %', new.case_id, claim.state, new.action,
            coalesce((select string_agg(action, ', ' order by action) from ops.case_step where from_state = claim.state and not is_by_data), 'nothing')
            using errcode = 'KA409';
    end if;
    if step.is_by_data and new.actor <> 'data' then
        raise exception 'case % is %: % is done by reconciliation alone, when the data shows it; allowed now: %', new.case_id, claim.state, new.action,
            (select string_agg(action, ', ' order by action) from ops.case_step where from_state = claim.state and not is_by_data)
            using errcode = 'KA409';
    end if;
    if step.needs_amount and new.amount is null then
        raise exception 'case %: % needs an amount', new.case_id, new.action using errcode = 'KA400';
    end if;
    if step.needs_note and coalesce(trim(new.note), '') = '' then
        raise exception 'case %: % needs a reason', new.case_id, new.action using errcode = 'KA400';
    end if;
    rest := claim.claimed_amount - claim.credited_amount - claim.written_off_amount;
    new.from_state := claim.state;
    new.to_state := step.to_state;
    case new.action
        when 'assign' then
            claim.owner := new.note;
        when 'adjust' then
            claim.claimed_amount := new.amount;
        when 'agree' then
            if new.amount > rest then
                raise exception 'case %: the chain cannot agree to % when % is open', new.case_id, new.amount, rest using errcode = 'KA400';
            end if;
            claim.agreed_amount := claim.credited_amount + new.amount;
        when 'credit' then
            if new.amount > rest then
                raise exception 'case %: % credited, but only % is open', new.case_id, new.amount, rest using errcode = 'KA400';
            end if;
            claim.credited_amount := claim.credited_amount + new.amount;
            -- Partial credits add up; what was not agreed to stays open until it is back or written off.
            if claim.credited_amount + claim.written_off_amount < claim.claimed_amount then
                new.to_state := claim.state;
            end if;
        when 'write_off' then
            new.amount := nullif(rest, 0);
            write_off_limit := coalesce((select value from core.rule_setting where rule_key = 'case.write_off_limit' and superseded_at = 'infinity'), 0);
            if greatest(rest, claim.at_stake_amount) > write_off_limit and (new.approver is null or new.approver = new.actor) then
                raise exception 'case %: writing off % needs an approver other than %, since it is above the limit of %',
                    new.case_id, greatest(rest, claim.at_stake_amount), new.actor, write_off_limit using errcode = 'KA403';
            end if;
            claim.written_off_amount := claim.written_off_amount + rest;
        when 'reopen' then
            claim.claimed_amount := new.amount;
            claim.agreed_amount := null;
            claim.written_off_amount := 0;
        when 'clear' then
            claim.claimed_amount := claim.credited_amount + claim.written_off_amount;
        when 'receive_invoice' then
            if claim.at_stake_amount = 0 then
                raise exception 'case %: no invoice is missing', new.case_id using errcode = 'KA400';
            end if;
            claim.at_stake_amount := 0;
            if rest > 0 then
                new.to_state := claim.state;
            end if;
        else
            null;
    end case;
    update ops."case" set state = new.to_state, owner = claim.owner, claimed_amount = claim.claimed_amount, agreed_amount = claim.agreed_amount,
        credited_amount = claim.credited_amount, written_off_amount = claim.written_off_amount, at_stake_amount = claim.at_stake_amount,
        state_since = case when new.to_state <> new.from_state then new.happened_at else state_since end
    where case_id = new.case_id;
    return new;
end
$$;
comment on function ops.take_case_step() is 'Checks one step of a case against ops.case_step and its amounts, and moves the case';
create trigger take_case_step before insert on ops.case_event for each row execute function ops.take_case_step();

create function ops.refuse_direct_change() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() > 1 then
        return new;
    end if;
    raise exception 'ops.% is not changed directly: add a row to ops.case_event', tg_table_name using errcode = 'KA409';
end
$$;
comment on function ops.refuse_direct_change() is 'Keeps cases and their history from being changed other than by a step';
create trigger case_moves_by_steps before update of state, state_since, owner, claimed_amount, agreed_amount, credited_amount, written_off_amount
    on ops."case" for each row execute function ops.refuse_direct_change();
create trigger case_is_kept before delete on ops."case" for each row execute function ops.refuse_direct_change();
create trigger case_history_is_kept before update or delete on ops.case_event for each row execute function ops.refuse_direct_change();

create function ops.begin_case() returns trigger language plpgsql as $$
begin
    if new.state <> 'open' or new.credited_amount <> 0 or new.written_off_amount <> 0 or new.agreed_amount is not null then
        raise exception 'a case begins open, with nothing agreed, credited or written off' using errcode = 'KA409';
    end if;
    return new;
end
$$;
comment on function ops.begin_case() is 'A case begins open';
create trigger case_begins_open before insert on ops."case" for each row execute function ops.begin_case();

create table ops.evidence_pack (
    subject      text collate "C" not null,
    edition      integer not null,
    as_of        date not null,
    known_at     timestamptz not null,
    made_at      timestamptz not null,
    made_by      text not null,
    sha256       text collate "C" not null,
    byte_count   bigint not null,
    constraint evidence_pack_subject_known check (subject ~ '^(case|statement)/'),
    primary key (subject, edition)
);
comment on table ops.evidence_pack is 'One row: one edition of an evidence pack; rebuilt by the same two clocks it is the same file, byte for byte';
comment on column ops.case_step.from_state is 'State before';
comment on column ops.case_step.action is 'Step';
comment on column ops.case_step.to_state is 'State after; a partial credit stays where it is';
comment on column ops.case_step.needs_amount is 'Whether an amount must be given, RMB';
comment on column ops.case_step.needs_note is 'Whether a reason, reference or name must be given';
comment on column ops.case_step.is_by_data is 'Taken by reconciliation, not by a person';
comment on column ops."case".case_id is 'Number people use';
comment on column ops."case".chain_id is 'Chain';
comment on column ops."case".claim_key is 'Stable key of the source row';
comment on column ops."case".kinds is 'Kinds of break the claim is made of';
comment on column ops."case".account_id is 'Settlement account';
comment on column ops."case".statement_number is 'Statement on which it was first seen';
comment on column ops."case".delivery_number is 'Delivery or return note';
comment on column ops."case".order_number is 'Order';
comment on column ops."case".store_id is 'Store';
comment on column ops."case".product_id is 'Product';
comment on column ops."case".fee_code is 'Our fee code, for deductions';
comment on column ops."case".fee_text is 'Fee as the chain words it';
comment on column ops."case".our_load_id is 'Load of our row';
comment on column ops."case".our_row_number is 'Row in its file';
comment on column ops."case".their_load_id is 'Load of the chains row';
comment on column ops."case".their_row_number is 'Row in its file';
comment on column ops."case".found_on is 'Business date on which the case was opened';
comment on column ops."case".dispute_until is 'Last working day on which the chain must still hear of it; empty where the contract sets none';
comment on column ops."case".opened_at is 'When';
comment on column ops."case".claimed_amount is 'RMB claimed now, VAT included; carried breaks count once';
comment on column ops."case".at_stake_amount is 'RMB at stake beside the claim: a deduction whose invoice is missing';
comment on column ops."case".agreed_amount is 'RMB the chain agreed to, what was credited before included';
comment on column ops."case".credited_amount is 'RMB back so far';
comment on column ops."case".written_off_amount is 'RMB given up';
comment on column ops."case".state is 'open, sent, agreed, refused, credited, written_off, cleared';
comment on column ops."case".state_since is 'Since when it is in that state';
comment on column ops."case".owner is 'Person in charge';
comment on column ops.case_appearance.case_id is 'Case';
comment on column ops.case_appearance.statement_number is 'Statement that shows it';
comment on column ops.case_appearance.kind is 'Kind of break';
comment on column ops.case_appearance.claim_key is 'Source row of the appearance';
comment on column ops.case_appearance.amount is 'RMB, ours less theirs';
comment on column ops.case_appearance.at_stake_amount is 'RMB at stake beside it';
comment on column ops.case_appearance.is_carried is 'Whether an earlier statement showed it already';
comment on column ops.case_appearance.counts is 'Whether the amount is part of the claim';
comment on column ops.case_event.event_id is 'Order of the steps';
comment on column ops.case_event.case_id is 'Case';
comment on column ops.case_event.happened_at is 'When';
comment on column ops.case_event.action is 'Step: open, send, agree, refuse, credit, write_off, receive_invoice, clear, reopen, adjust, assign, note';
comment on column ops.case_event.actor is 'Who; data where reconciliation did it';
comment on column ops.case_event.amount is 'RMB of the step; for adjust and reopen the new claim';
comment on column ops.case_event.approver is 'Who approved, for write-offs above the limit';
comment on column ops.case_event.note is 'Reason, reference of the credit, remark, or the person in charge';
comment on column ops.case_event.from_state is 'State before';
comment on column ops.case_event.to_state is 'State after';
comment on column ops.evidence_pack.subject is 'case/NUMBER or statement/CHAIN/NUMBER';
comment on column ops.evidence_pack.edition is '1, 2, …';
comment on column ops.evidence_pack.as_of is 'Business date it is judged at';
comment on column ops.evidence_pack.known_at is 'Moment up to which recorded rows count';
comment on column ops.evidence_pack.made_at is 'When it was first made';
comment on column ops.evidence_pack.made_by is 'By whom';
comment on column ops.evidence_pack.sha256 is 'Hash of the file';
comment on column ops.evidence_pack.byte_count is 'Its size in bytes';
