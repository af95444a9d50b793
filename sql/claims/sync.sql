-- Brings the cases in line with what reconciliation shows now, in one transaction whose two clocks are set. Parameters: @now, @found_on.
-- A case is one claim on one source row. What only shows again (carried) does not count again; what the data settles is cleared.

-- Breaks that are claims, each with the key of its source row. Deductions come from their review, with what is at stake beside the amount;
-- what a contract signed later changes is a claim of its own.
create temp table shown on commit drop as
    select b.chain_id, b.claim_key, b.claim_key as source_key, b.kind, b.amount, 0.00 as at_stake_amount, b.is_carried,
        b.counts_in_totals as counts,
        b.account_id, b.statement_number, b.delivery_number, b.order_number, b.store_id, b.product_id, null::text as fee_code,
            null::text as fee_text,
        b.our_load_id, b.our_row_number, b.their_load_id, b.their_row_number, b.occurred_on
    from mart.statement_break b
    where not b.is_within_tolerance and b.kind not in ('rounding_difference', 'unexplained')
        and b.kind not like 'deduction%'
    union all
    select d.chain_id, coalesce(before.claim_key, d.claim_key), d.claim_key, d.verdict, d.difference,
        case d.verdict when 'deduction_without_invoice' then d.at_stake_amount else 0 end, false, true,
        d.account_id, d.statement_number, null, null, null, null, d.fee_code, d.fee_text, null, null, d.load_id, d.row_number, d.occurred_on
    from mart.deduction_review d
    -- A fee that was given back and is taken again, the same amount: it reopens the case that had been credited.
    left join lateral (
        select c.claim_key from ops."case" c
         where c.chain_id = d.chain_id and c.claim_key = 'statement/' || d.earlier_statement_number || '/' || d.earlier_line_number
           and c.claimed_amount >= d.difference
           and (c.state = 'credited' or exists (select from ops.case_appearance a where a.case_id = c.case_id
               and a.claim_key = d.claim_key))
    ) before on d.verdict in ('deduction_over_contract', 'deduction_not_in_contract')
    where d.verdict not in ('as_agreed', 'not_judged')
    union all
    select t.chain_id, 'terms/' || t.statement_number || '/' || coalesce(t.line_number::text, t.fee_code) || '/' || t.part_number,
        'terms/' || t.statement_number || '/' || coalesce(t.line_number::text, t.fee_code) || '/' || t.part_number,
        t.kind, t.amount, 0, false, true, null, t.statement_number, null, null, null, null, t.fee_code, t.fee_text, null, null, t.load_id,
            t.row_number, null
    from mart.deduction_terms_changed t;

-- What was open when the company started here: a claim of its own, until the data show the same; then their rows are its appearances.
create temp table opening_claim on commit drop as
    select * from mart.opening_claim;
update shown s set claim_key = o.claim_key
    from opening_claim o where o.chain_id = s.chain_id and o.repeated_kind = s.kind and o.repeated_key = s.source_key;
insert into shown
    select o.chain_id, o.claim_key, o.claim_key, 'opening_balance', o.amount, 0, false, true, null,
        coalesce(o.statement_number, o.delivery_number, o.claim_number), o.delivery_number, o.order_number, o.store_id, o.product_id, null,
        o.what, o.load_id, o.row_number, null, null, o.found_on
    from opening_claim o where o.repeated_key is null;

-- One row per claim; the first statement that shows it names it.
create temp table claim on commit drop as
    select chain_id, claim_key, array_agg(distinct kind order by kind) as kinds, coalesce(sum(amount) filter (where counts), 0) as amount,
        sum(at_stake_amount) as at_stake_amount,
        -- What a contract signed later costs us is no claim; it is owed to the chain, and somebody has to know.
        greatest(-coalesce(sum(amount) filter (where kind = 'deduction_terms_changed'), 0), 0) as owed_amount,
        (array_agg(s.statement_number order by occurred_on, s.statement_number))[1] as statement_number,
        min(account_id) as account_id, min(delivery_number) as delivery_number, min(order_number) as order_number,
            min(store_id) as store_id,
        min(product_id) as product_id, min(fee_code) as fee_code, min(fee_text) as fee_text,
        (array_agg(our_load_id order by occurred_on, s.statement_number))[1] as our_load_id,
        (array_agg(our_row_number order by occurred_on, s.statement_number))[1] as our_row_number,
        (array_agg(their_load_id order by their_load_id is null, occurred_on, s.statement_number))[1] as their_load_id,
        (array_agg(their_row_number order by their_load_id is null, occurred_on, s.statement_number))[1] as their_row_number
    from shown s
    group by chain_id, claim_key;

-- An invoice that a person has seen is not missing any more.
update claim c set at_stake_amount = 0
    from ops."case" k
    where k.chain_id = c.chain_id and k.claim_key = c.claim_key
      and exists (select from ops.case_event e where e.case_id = k.case_id and e.action = 'receive_invoice');

-- New claims, with the last working day on which the chain must still hear of them: so many working days after the statement arrived.
create temp table opened on commit drop as
    with fresh as (
        -- Claims without a case get one.
        insert into ops."case" (chain_id, claim_key, kinds, account_id, statement_number, delivery_number, order_number, store_id,
            product_id, fee_code,
            fee_text, our_load_id, our_row_number, their_load_id, their_row_number, found_on, dispute_until, opened_at, claimed_amount,
                at_stake_amount,
            owed_amount, state_since)
        select c.chain_id, c.claim_key, c.kinds, coalesce(c.account_id, s.account_id), c.statement_number, c.delivery_number,
            c.order_number, c.store_id,
            c.product_id, c.fee_code, c.fee_text, c.our_load_id, c.our_row_number, c.their_load_id, c.their_row_number, @found_on,
                coalesce(o.dispute_until, w.day),
                @now,
            greatest(c.amount, 0), c.at_stake_amount, c.owed_amount, @now
        from claim c
        left join lateral (
            select min(s.account_id) as account_id, (min(s.arrived_at) at time zone 'Asia/Shanghai')::date as arrived_on,
                max(s.period_to) as period_to
            from core.statement s where s.chain_id = c.chain_id and s.statement_number = c.statement_number
        ) s on true
        left join lateral mart.contract_in_force(c.chain_id, coalesce(c.account_id, s.account_id), s.period_to, @found_on,
            core.known_at()) k on k.place = 1
        left join (select distinct chain_id, claim_key, dispute_until from opening_claim) o
            on o.chain_id = c.chain_id and o.claim_key = c.claim_key
        left join core.calendar_day a on a.day = s.arrived_on
        left join core.calendar_day w on w.is_working_day and w.working_number = a.working_number + k.dispute_days
        where greatest(c.amount, c.at_stake_amount, c.owed_amount) >= core.rule_value('case.minimum_amount')
          and not exists (select from ops."case" e where e.chain_id = c.chain_id and e.claim_key = c.claim_key)
        order by c.chain_id, c.statement_number, c.claim_key
        returning case_id
    )
    select case_id from fresh;
insert into ops.case_event (case_id, happened_at, action, actor, amount)
    select case_id, @now, 'open', 'data', nullif(claimed_amount, 0) from opened join ops."case" using (case_id) order by case_id;

-- A claim that came along goes on from where it stood: with whom, sent, agreed to, refused.
insert into ops.case_event (case_id, happened_at, action, actor, amount, note)
    select k.case_id, @now, step.action, 'data', step.amount, step.note
    from opened
    join ops."case" k using (case_id)
    join (select distinct chain_id, claim_key, state, agreed_amount, owner, load_id, row_number from opening_claim) o
        on o.chain_id = k.chain_id and o.claim_key = k.claim_key
    join ops.load l on l.load_id = o.load_id
    cross join lateral (values
        (1, 'note', null, format('期初余额 opening balance: %s, 第 %s 行 row %s', l.file_name, o.row_number, o.row_number), true),
        (2, 'assign', null, o.owner, o.owner is not null),
        (3, 'send', null, '期初余额 opening balance', o.state in ('sent', 'agreed', 'refused')),
        (4, 'agree', least(o.agreed_amount, k.claimed_amount), '期初余额 opening balance', o.state = 'agreed'),
        (5, 'refuse', null, '期初余额 opening balance', o.state = 'refused')) as step (place, action, amount, note, is_taken)
    where step.is_taken
    order by k.case_id, step.place;

delete from ops.case_appearance;
insert into ops.case_appearance (case_id, statement_number, kind, claim_key, amount, at_stake_amount, is_carried, counts, is_first)
    select c.case_id, s.statement_number, s.kind, s.source_key, sum(s.amount), sum(s.at_stake_amount), bool_and(s.is_carried),
        bool_or(s.counts), row_number() over (partition by c.case_id, s.kind, s.source_key order by s.statement_number) = 1
    from shown s join ops."case" c using (chain_id, claim_key)
    group by c.case_id, s.statement_number, s.kind, s.source_key;

-- What each case comes to now; a claim that is not shown any more comes to nothing.
create temp table now_worth on commit drop as
    select k.case_id, k.state, k.claimed_amount, k.credited_amount, k.written_off_amount, greatest(coalesce(c.amount, 0), 0) as amount,
        coalesce(c.at_stake_amount, 0) as at_stake_amount, coalesce(c.owed_amount, 0) as owed_amount
    from ops."case" k left join claim c using (chain_id, claim_key);
update ops."case" k set at_stake_amount = n.at_stake_amount, owed_amount = n.owed_amount
    from now_worth n where n.case_id = k.case_id and (k.at_stake_amount <> n.at_stake_amount or k.owed_amount <> n.owed_amount);
update ops."case" k set kinds = c.kinds
    from claim c where c.chain_id = k.chain_id and c.claim_key = k.claim_key and k.kinds <> c.kinds;

insert into ops.case_event (case_id, happened_at, action, actor, amount, note)
    select case_id, @now, 'reopen', 'data', amount, '数据再次显示该差异 shown again by the data'
    from now_worth where state in ('credited', 'written_off', 'cleared') and amount > claimed_amount;
insert into ops.case_event (case_id, happened_at, action, actor, note)
    select case_id, @now, 'clear', 'data', '数据已结清 settled by the data'
    from now_worth where state in ('open', 'sent', 'agreed', 'refused') and amount <= credited_amount + written_off_amount
        and at_stake_amount = 0 and owed_amount = 0;
insert into ops.case_event (case_id, happened_at, action, actor, amount, note)
    select case_id, @now, 'adjust', 'data', amount, null
    from now_worth
    where state in ('open', 'sent', 'agreed', 'refused') and amount <> claimed_amount
      and not (amount <= credited_amount + written_off_amount and at_stake_amount = 0 and owed_amount = 0);

-- Fees given back on later statements, used up by the oldest cases of the same fee.
insert into ops.case_event (case_id, happened_at, action, actor, amount, note)
    with given as (
        -- What statements gave back of each fee.
        select d.chain_id, d.fee_code, sum(d.stated_amount) as amount,
            string_agg(d.statement_number, ', ' order by d.statement_number) as statements
        from mart.deduction_review d
        where d.stated_amount > 0 and d.verdict = 'as_agreed' and d.fee_code is not null
        group by d.chain_id, d.fee_code
    ),
    -- What of it earlier runs have already credited to cases.
    used as (
        select k.chain_id, k.fee_code, sum(e.amount) as amount
        from ops.case_event e join ops."case" k using (case_id)
        where e.action = 'credit' and e.actor = 'data'
        group by k.chain_id, k.fee_code
    ),
    -- Cases that wait for that money, in the order in which they get it.
    waiting as (
        select k.case_id, g.statements, k.claimed_amount - k.credited_amount - k.written_off_amount as rest,
            g.amount - coalesce(u.amount, 0) as money,
            sum(k.claimed_amount - k.credited_amount - k.written_off_amount) over (partition by k.chain_id, k.fee_code order by k.case_id)
                as upto
        from given g
        left join used u using (chain_id, fee_code)
        join ops."case" k using (chain_id, fee_code)
        where k.state in ('open', 'sent', 'agreed', 'refused') and k.claimed_amount > k.credited_amount + k.written_off_amount
          and k.claim_key like 'statement/%'
    )
    select case_id, @now, 'credit', 'data', least(rest, money - (upto - rest)), '对账单退还 given back on ' || statements
    from waiting where money - (upto - rest) > 0;

-- Cash beyond what a statement says it pays, by the as-of date: credited where it is to the cent what is open of one case of that
-- statement, or of all its agreed ones; whatever else it may be for, a person says with ka case credit.
insert into ops.case_event (case_id, happened_at, action, actor, amount, note)
    with paid as (
        -- Statements that were paid more than they state.
        select s.chain_id, s.statement_number, sum(p.amount) - s.stated_payable as amount,
            string_agg(distinct p.payment_number, ', ' order by p.payment_number) as payments
        from core.statement s
        join core.payment_line p on p.chain_id = s.chain_id and p.statement_number = s.statement_number and p.paid_on <= core.as_of()
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        group by s.chain_id, s.statement_number, s.stated_payable
        having sum(p.amount) > s.stated_payable
    ),
    -- What a step has booked of it already, by the data or by a person who named the payment.
    unbooked as (
        select p.chain_id, p.statement_number, p.payments, p.amount - coalesce((
            select sum(e.amount) from ops.case_event e join ops."case" k using (case_id)
            where k.chain_id = p.chain_id and k.statement_number = p.statement_number and e.action = 'credit'
              and exists (select from core.payment_line l where l.chain_id = p.chain_id and l.statement_number = p.statement_number
                            and position(l.payment_number in e.note) > 0)), 0) as amount
        from paid p
    ),
    -- Cases of the statement, the one that fits the money exactly first.
    waiting as (
        select k.case_id, k.state, u.payments, u.amount as money, k.claimed_amount - k.credited_amount - k.written_off_amount as rest,
            sum(k.claimed_amount - k.credited_amount - k.written_off_amount) filter (where k.state = 'agreed') over statement_of
                as agreed_rest,
            count(*) filter (where k.claimed_amount - k.credited_amount - k.written_off_amount = u.amount) over statement_of as alike,
            row_number() over (partition by k.chain_id, k.statement_number
                order by k.claimed_amount - k.credited_amount - k.written_off_amount = u.amount desc, k.state = 'agreed' desc, k.case_id)
                    as place
        from unbooked u
        join ops."case" k using (chain_id, statement_number)
        where u.amount > 0 and k.state in ('open', 'sent', 'agreed', 'refused')
            and k.claimed_amount > k.credited_amount + k.written_off_amount
        window statement_of as (partition by k.chain_id, k.statement_number)
    )
    select case_id, @now, 'credit', 'data', rest, '银行付款 paid with ' || payments
    from waiting
    where alike > 0 and place = 1 or alike = 0 and state = 'agreed' and agreed_rest = money
    order by case_id;
