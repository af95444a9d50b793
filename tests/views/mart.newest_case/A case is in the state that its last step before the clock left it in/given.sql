-- Two goods settled short; the first claim was sent on 20 May, the second after all that is known.
select pg_temp.trade();
select pg_temp.ordered('A1', 'P', 10), pg_temp.ordered('A2', 'P', 10);
select pg_temp.delivered('N1', 'A1', 'P', 10), pg_temp.delivered('N2', 'A2', 'P', 10);
select pg_temp.stated('T1', '2026-05-01', '2026-05-15', 54.50 + 54.50);
select pg_temp.settled('T1', 1, 'P', 5, 10, 54.50, note => 'N1'), pg_temp.settled('T1', 2, 'P', 5, 10, 54.50, note => 'N2');
insert into ops."case" (chain_id, claim_key, kinds, statement_number, found_on, dispute_until, opened_at, claimed_amount, at_stake_amount,
    owed_amount, state, state_since, owner)
select chain_id, claim_key, array[kind], statement_number, '2026-05-18', '2026-06-08', '2026-05-18', amount, 0, 0, 'open', '2026-05-18',
    case delivery_number when 'N1' then 'wang' else '' end
from mart.reconciliation_break where family = 'money';
insert into ops.case_appearance (case_id, statement_number, kind, claim_key, amount, at_stake_amount, is_carried, counts)
select case_id, statement_number, kinds[1], claim_key, claimed_amount, 0, false, true from ops."case";
insert into ops.case_event (case_id, happened_at, action, actor) select case_id, '2026-05-18', 'open', 'data' from ops."case";
insert into ops.case_event (case_id, happened_at, action, actor)
select case_id, '2026-05-20', 'send', 'wang' from ops."case"
join mart.reconciliation_break using (chain_id, claim_key) where reconciliation_break.delivery_number = 'N1';
insert into ops.case_event (case_id, happened_at, action, actor) select case_id, '2026-07-02', 'send', 'wang'
from ops."case" where claim_key like '%N2%';
