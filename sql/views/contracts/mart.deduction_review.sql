-- One row: one judgement of a deduction against the terms: a deduction line of a statement (or one part of a lump for several
-- fees), a fee that the terms expect but the statement did not take (no line number), or a deduction taken without invoice.
-- Read by: finance, system supervisors; mart.reconciliation_break takes its rows whose verdict is a break.
-- Left out: statements not known yet. Amounts keep the statement's sign: a deduction is negative, a fee given back positive.
-- Terms are those known when the statement closed (its first arrival); the same by today's knowledge stands beside, so that a
-- contract signed later shows what it changes without rewriting what was reported (docs/domain.md#contracts).
-- Depends on: mart.fee_base, mart.money_text, mart.statement_goods, mart.years_held
create view mart.deduction_review as
with
-- Statements that count, with the moment each closed: a later correction does not choose other terms.
closed as (
    select s.chain_id, s.statement_number, s.account_id, s.period_from, s.period_to, s.load_id, s.row_number, d.partition_month,
        (select min(v.arrived_at) from core.statement v
          where v.chain_id = s.chain_id and v.statement_number = s.statement_number) as closed_at,
        -- Deductions of a statement with a row still in quarantine are not judged: its own goods are not known whole.
        not exists (
            select from ops.quarantined_row q join ops.load l using (load_id)
             where l.chain_id = s.chain_id and q.document_kind = 'statement' and q.document_number = s.statement_number
               and core.is_known(l.arrived_at, l.recorded_at, 'infinity', 'infinity')
               and (q.state = 'open' or (current_setting('ka.knowledge') = 'recorded' and q.closed_at > core.known_at()))
        ) as is_judged
    from core.statement s
    join core.document d on d.chain_id = s.chain_id and d.kind = 'statement' and d.number = s.statement_number
    where core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
),
-- Two bases: the terms known when it closed, and those known to the report.
basis as (
    select c.*, b.is_now, b.moment
    from closed c cross join lateral (values (false, c.closed_at), (true, core.known_at())) as b (is_now, moment)
),
-- Contracts signed by then that had begun: those covering the period's end are preferred, else the latest, whose terms hold on.
-- Where an account has a contract of its own, that goes before the chain's.
contract as (
    select b.chain_id, b.statement_number, b.is_now, b.moment, b.period_from, b.period_to, c.contract_id, c.account_id, c.valid_from, c.valid_to,
        rank() over (partition by b.chain_id, b.statement_number, b.is_now order by least(c.valid_to, b.period_to) desc, c.account_id is null) as preference
    from basis b
    join core.contract c on c.chain_id = b.chain_id and coalesce(c.account_id, b.account_id) = b.account_id and c.valid_from <= b.period_to
        and c.signed_on <= (b.moment at time zone 'Asia/Shanghai')::date
        and core.was_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at, b.moment)
),
-- One clause per fee and statement. A tiered rebate is settled when its year has ended, often on the next year's statements: there
-- the contract that ended last is asked. Else a clause whose window is open goes before one whose window is closed.
term as (
    select distinct on (c.chain_id, c.statement_number, c.is_now, t.fee_code)
        c.chain_id, c.statement_number, c.is_now, c.moment, c.period_to, t.fee_code, c.contract_id, t.term_id, t.clause, t.kind, t.deduction_mode,
        t.base, t.basis, t.pct, t.amount, t.per, t.times, t.cap_amount, t.cap_per, t.needs_invoice,
        c.account_id as contract_account_id, c.valid_from as contract_from, c.valid_to as contract_to, w.is_open,
        -- What a count runs in: the contract's n-th year (terms that hold on count anew), or the month. A cap runs in the year.
        case when t.per = 'month' then to_char(c.period_to, 'YYYY-MM') else y.contract_year end as counted_in, y.contract_year
    from contract c
    join core.contract_term t on t.chain_id = c.chain_id and t.contract_id = c.contract_id
        and core.was_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at, c.moment)
    -- A window of dates moves on with the years in which the contract's terms hold on.
    cross join lateral (select mart.years_held(c.valid_from, c.valid_to, c.period_to) as years) s
    cross join lateral (select case when t.kind = 'tiered_rebate' then c.contract_id
        else extract(year from age(c.period_to, c.valid_from))::text end as contract_year) y
    cross join lateral (select case when t.kind = 'tiered_rebate' then c.period_to >= c.valid_to
        else c.period_to >= t.valid_from + s.years and c.period_from <= t.valid_to + s.years end as is_open) w
    where c.preference = 1 or t.kind = 'tiered_rebate'
    order by c.chain_id, c.statement_number, c.is_now, t.fee_code, w.is_open desc, c.valid_to desc, t.valid_from desc, t.term_id
),
-- Goods and returns as each statement states them, for chains whose terms take a share of them.
goods as (
    select g.*
    from mart.statement_goods g
    where g.chain_id in (select t.chain_id from core.contract_term t where t.kind <> 'fixed')
),
-- What each clause allows: per statement for clauses due on each, per year for shares of the year's sales, each time for fixed fees.
allowance as (
    select t.*, b.base_amount, b.rate_pct,
        case t.kind when 'fixed' then t.amount else round(b.base_amount * b.rate_pct / 100, 2) end as uncapped
    from term t
    left join goods g on g.chain_id = t.chain_id and g.statement_number = t.statement_number
    cross join lateral (
        -- Of the statement's own, or of the month's or the contract year's up to it.
        select case when t.kind = 'fixed' then null
            when t.per = 'statement' then mart.fee_base(t.base, t.basis, g.goods_amount, g.return_amount, g.net_goods_amount, g.net_return_amount)
            else (select sum(mart.fee_base(t.base, t.basis, y.goods_amount, y.return_amount, y.net_goods_amount, y.net_return_amount)) from goods y
                   where y.chain_id = t.chain_id and y.period_to <= t.period_to
                     and case t.per when 'month' then y.period_to >= date_trunc('month', t.period_to) else y.period_to between t.contract_from and t.contract_to end
                     -- The chain's contract leaves out accounts with one of their own.
                     and case when t.contract_account_id is not null then y.account_id = t.contract_account_id
                         else not exists (select from contract o where o.chain_id = y.chain_id and o.statement_number = y.statement_number
                             and o.is_now = t.is_now and o.account_id is not null and o.preference = 1) end) end as base_amount
    ) a
    cross join lateral (
        select a.base_amount, case t.kind when 'tiered_rebate' then coalesce((
            select r.pct from core.contract_tier r
             where r.chain_id = t.chain_id and r.contract_id = t.contract_id and r.term_id = t.term_id and r.sales_from <= a.base_amount
               and core.was_known(r.arrived_at, r.recorded_at, r.superseded_at, r.superseded_recorded_at, t.moment)
             order by r.sales_from desc limit 1), 0) else t.pct end as rate_pct
    ) b
),
-- The cap: each statement's own, or what the earlier statements, or months, of the contract year have left of it.
stepped as (
    select a.*, a.uncapped - case when a.per = 'month' then coalesce(lag(a.uncapped) over (
        partition by a.chain_id, a.is_now, a.contract_id, a.term_id, a.counted_in order by a.period_to, a.statement_number), 0) else 0 end as step
    from allowance a
),
capped as (
    select a.*, case when a.cap_amount is null then a.uncapped
        when a.cap_per = 'statement' or a.per = 'year' or a.kind = 'fixed' and a.per <> 'statement' then least(a.uncapped, a.cap_amount)
        else least(sum(a.step) over upto, a.cap_amount) - least(sum(a.step) over upto - a.uncapped, a.cap_amount) end as allowed
    from stepped a
    window upto as (partition by a.chain_id, a.is_now, a.contract_id, a.term_id, a.contract_year order by a.period_to, a.statement_number)
),
-- What a chain's words mean: our table of texts, else the labels of the contract's clauses, the newest contract's first. This is our
-- reading, not a term: a text that is mapped later is judged from then on.
meaning as (
    select f.chain_id, f.fee_text, f.part_number, f.fee_code, f.share_pct, f.valid_from, f.valid_to
    from core.fee_text f
    where core.is_known(f.arrived_at, f.recorded_at, f.superseded_at, f.superseded_recorded_at)
    union all
    select * from (
        select distinct on (t.chain_id, core.plain_fee_text(label.words)) t.chain_id, core.plain_fee_text(label.words) as fee_text, 1::smallint,
            t.fee_code, null::numeric, date '-infinity', date 'infinity'
        from core.contract_term t
        join core.contract c on c.chain_id = t.chain_id and c.contract_id = t.contract_id
            and core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at)
        cross join lateral string_to_table(t.labels, '|') as label (words)
        where core.is_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at)
        order by t.chain_id, core.plain_fee_text(label.words), c.valid_to desc, t.term_id
    ) l
    where not exists (
        select from core.fee_text f where f.chain_id = l.chain_id and f.fee_text = l.fee_text
          and core.is_known(f.arrived_at, f.recorded_at, f.superseded_at, f.superseded_recorded_at))
),
-- Deduction lines, a lump split into its parts: shares are rounded and the last part takes what remains, so that they add up.
part as (
    select c.chain_id, c.statement_number, c.period_to, c.is_judged, l.line_number, coalesce(m.part_number, 1) as part_number, l.fee_text,
        m.fee_code, l.deduction_mode, l.invoice_number, l.load_id, l.row_number,
        -- A fee paid apart stands on the statement for information: it moves no money there.
        case when l.deduction_mode = 'paid_apart' then 0
            when lead(l.line_number) over parts is null then l.amount - coalesce(sum(round(l.amount * m.share_pct / 100, 2)) over before, 0)
            else round(l.amount * m.share_pct / 100, 2) end as amount,
        l.amount as line_amount
    from closed c
    join core.statement_line l on l.chain_id = c.chain_id and l.partition_month = c.partition_month and l.statement_number = c.statement_number
        and l.kind = 'deduction' and core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
    left join meaning m on m.chain_id = l.chain_id and m.fee_text = core.plain_fee_text(l.fee_text) and c.period_to between m.valid_from and m.valid_to
    window parts as (partition by l.chain_id, l.statement_number, l.line_number order by m.part_number),
        before as (partition by l.chain_id, l.statement_number, l.line_number order by m.part_number rows between unbounded preceding and 1 preceding)
),
-- Each part on both bases with its clause; a clause that lets us pay the fee apart does not allow taking it.
matched as (
    select p.chain_id, p.statement_number, p.period_to, p.line_number, p.part_number, p.fee_text, p.fee_code, p.deduction_mode, p.invoice_number,
        p.load_id, p.row_number, p.amount, p.line_amount, n.is_now,
        -- Where no contract is known at all, there is nothing to judge by: said, not guessed.
        p.is_judged and exists (select from contract c where c.chain_id = p.chain_id and c.statement_number = p.statement_number
            and c.is_now = n.is_now) as is_judged,
        a.contract_id, a.term_id, a.clause, a.kind, a.per, a.times, a.counted_in, a.base, a.basis, a.base_amount, a.rate_pct, a.cap_amount,
        a.allowed, a.uncapped, a.is_open, coalesce(a.needs_invoice, true) as needs_invoice,
        greatest(-p.amount, 0) as taken,
        a.term_id is not null and a.is_open and (a.deduction_mode <> 'paid_apart' or p.deduction_mode = 'paid_apart') as is_agreed
    from part p
    cross join (values (false), (true)) as n (is_now)
    left join capped a on a.chain_id = p.chain_id and a.statement_number = p.statement_number and a.is_now = n.is_now and a.fee_code = p.fee_code
),
-- Running figures of a clause: on this statement, and over the statements that its count runs in.
counted as (
    select m.*,
        sum(taken) over here - taken as taken_before_here,
        taken > 0 and sum(taken) over here = sum(taken) over (partition by chain_id, is_now, statement_number, contract_id, term_id, is_agreed) as is_last_here,
        count(*) filter (where taken > 0) over in_count as occurrence,
        sum(taken) over in_count - taken as taken_before
    from matched m
    window here as (partition by chain_id, is_now, statement_number, contract_id, term_id, is_agreed order by line_number, part_number),
        in_count as (partition by chain_id, is_now, contract_id, term_id, is_agreed, counted_in order by period_to, statement_number, line_number, part_number)
),
-- What the terms let the statement take for each part, as a positive figure.
allotted as (
    select c.*, case when not is_judged then taken when not is_agreed then 0
        when per = 'statement' and is_last_here then greatest(allowed - taken_before_here, 0)
        when per = 'statement' then least(taken, greatest(allowed - taken_before_here, 0))
        when kind = 'fixed' and occurrence > times then 0
        when kind = 'fixed' then least(taken, allowed)
        else least(taken, greatest(allowed - taken_before, 0)) end as may_take
    from counted c
),
-- A fee given back settles what the same fee took too much before; more than that is no agreed credit. What a statement that is not
-- judged gives back settles nothing that is judged.
given_back as (
    select a.*, case when amount <= 0 or not is_judged then amount - least(amount, 0) else
            least(amount, greatest(sum(greatest(taken - may_take, 0)) over fee - (sum(case when is_judged then greatest(amount, 0) else 0 end) over fee - greatest(amount, 0)), 0)) end as may_return
    from allotted a
    window fee as (partition by chain_id, is_now, coalesce(fee_code, fee_text) order by period_to, statement_number, line_number, part_number)
),
judged as (
    select chain_id, statement_number, is_now, line_number, part_number, coalesce(fee_code, '') as fee_code, fee_text, deduction_mode, invoice_number,
        load_id, row_number, period_to, is_judged, amount as stated, may_return - may_take as expected, line_amount, contract_id, clause, kind, per,
        times, occurrence, base, basis, base_amount, rate_pct, cap_amount, allowed, uncapped, taken_before, is_agreed, is_open, needs_invoice
    from given_back
    union all
    -- Fees due on every statement that this one did not take at all; line 0 stands for none.
    select a.chain_id, a.statement_number, a.is_now, 0, 1, a.fee_code, null, a.deduction_mode, null,
        c.load_id, c.row_number, a.period_to, true, 0, -a.allowed, 0, a.contract_id, a.clause, a.kind, a.per,
        a.times, null, a.base, a.basis, a.base_amount, a.rate_pct, a.cap_amount, a.allowed, a.uncapped, 0, true, true, false
    from capped a
    join closed c on c.chain_id = a.chain_id and c.statement_number = a.statement_number and c.is_judged
    where a.per = 'statement' and a.is_open and a.deduction_mode <> 'paid_apart' and a.allowed > 0
      and not exists (select from part p where p.chain_id = a.chain_id and p.statement_number = a.statement_number
                         and p.fee_code = a.fee_code and p.amount < 0)
),
-- Side by side: judged by the terms of the day it closed, and by those known now.
compared as (
    select chain_id, statement_number, line_number, part_number, fee_code,
        coalesce(o.fee_text, n.fee_text) as fee_text, coalesce(o.deduction_mode, n.deduction_mode) as deduction_mode,
        coalesce(o.invoice_number, n.invoice_number, '') as invoice_number, coalesce(o.load_id, n.load_id) as load_id,
        coalesce(o.row_number, n.row_number) as row_number, coalesce(o.period_to, n.period_to) as period_to,
        coalesce(o.is_judged, true) as is_judged, coalesce(n.is_judged, true) as is_judged_now, coalesce(o.stated, 0)::numeric(16, 2) as stated,
        coalesce(o.expected, 0)::numeric(16, 2) as expected, coalesce(n.expected, 0)::numeric(16, 2) as expected_now,
        coalesce(o.line_amount, n.line_amount) as line_amount, o.contract_id, o.clause, o.kind, o.per, o.times, o.occurrence,
        o.base, o.basis, o.base_amount, o.rate_pct, o.cap_amount, o.allowed, o.uncapped, o.taken_before, coalesce(o.is_agreed, false) as is_agreed, o.is_open,
        coalesce(o.needs_invoice, true) as needs_invoice, n.contract_id as contract_id_now, n.clause as clause_now
    from (select * from judged where not is_now) o
    full join (select * from judged where is_now) n using (chain_id, statement_number, line_number, part_number, fee_code)
),
-- The verdict, and the line before it that took the same fee, or (where the text is unknown) the same amount under any name:
-- that is how a fee taken twice shows, across periods and renamed labels.
verdict as (
    select c.*, case when not is_judged then 'not_judged'
            when expected = stated then 'as_agreed'
            when line_number = 0 then 'deduction_not_taken'
            when not is_agreed or stated > 0 then 'deduction_not_in_contract'
            when expected > stated then 'deduction_over_contract'
            else 'deduction_not_taken' end as verdict,
        case when fee_code = '' then lag(statement_number) over same_amount else lag(statement_number) over same_fee end as earlier_statement_number,
        case when fee_code = '' then lag(line_number) over same_amount else lag(line_number) over same_fee end as earlier_line_number,
        case when fee_code = '' then lag(fee_text) over same_amount else lag(fee_text) over same_fee end as earlier_fee_text
    from compared c
    window same_fee as (partition by chain_id, fee_code, line_number > 0 and stated < 0 order by period_to, statement_number, line_number),
        same_amount as (partition by chain_id, stated, line_number > 0 and stated < 0 order by period_to, statement_number, line_number)
),
-- In words, for a person who checks it by hand.
worded as (
    select v.*, case
        when verdict = 'not_judged' then array['对账单有隔离行或尚无合同，未判定', 'a row of the statement is in quarantine, or no contract is known: not judged']
        when line_number > 0 and fee_code = '' then array['费用名称未登记，待核对', 'fee text unknown: for review']
        when stated > 0 then array['退还此前多扣的同一费用', 'gives back what the same fee took too much before']
        when deduction_mode = 'paid_apart' and stated = 0 and line_number > 0 then array['另行交款，不影响本单金额', 'paid apart: moves no money on this statement']
        when kind is null then array['合同中无此费用条款', 'no clause of the contract allows this fee']
        when is_open is false then array['不在条款约定的扣款期间内', 'outside the dates on which the clause allows it']
        when not is_agreed then array['合同约定另行交款，不应在对账单上扣', 'the contract lets us pay this fee apart']
        when kind = 'fixed' and per = 'statement' then array['每张对账单 ' || mart.money_text(uncapped), mart.money_text(uncapped) || ' on each statement']
        when kind = 'fixed' then array[
            format('每%s %s 次，每次 %s；本次为第 %s 次', case per when 'year' then '年' else '月' end, times, mart.money_text(uncapped), occurrence),
            format('%s a %s, %s each; this is number %s', times, per, mart.money_text(uncapped), occurrence)]
        when per = 'statement' then array[
            format('本单%s %s × %s%% = %s', base_words[1], mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped)),
            format('goods of this statement%s %s × %s%% = %s', base_words[2], mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped))]
        else array[
            format('%s%s %s × %s%% = %s，此前已扣 %s', case per when 'month' then '当月' else '全年' end, base_words[1],
                mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped), mart.money_text(taken_before)),
            format('goods of the %s%s %s × %s%% = %s, taken before %s', per, base_words[2],
                mart.money_text(base_amount), trim_scale(rate_pct), mart.money_text(uncapped), mart.money_text(taken_before))]
        end || case when allowed < uncapped and is_agreed then array[format('；上限后为 %s', mart.money_text(allowed)), format('; capped at %s', mart.money_text(allowed))]
            else array['', ''] end as words
    from verdict v
    -- What the per cent is taken of, where it is not goods less returns, VAT included.
    cross join lateral (select array[
        case base when 'goods' then '货款（退货不减）' else '货款净额' end || case basis when 'excluding' then '（不含税）' else '' end,
        case base when 'goods' then ' before returns' else '' end || case basis when 'excluding' then ' without VAT' else '' end] as base_words) b
)
select chain_id, statement_number, nullif(line_number, 0) as line_number, part_number, fee_text, nullif(fee_code, '') as fee_code, deduction_mode,
    stated as stated_amount, expected as expected_amount, expected - stated as difference, verdict,
    abs(expected - stated) as at_stake_amount,
    words[1] || coalesce(words[3], '') as formula, words[2] || coalesce(words[4], '') as formula_en,
    jsonb_strip_nulls(jsonb_build_object('base', base_amount, 'base_basis', case when base_amount is not null then basis end, 'pct', rate_pct, 'allowed', allowed, 'cap', cap_amount,
        'times', case kind when 'fixed' then times end, 'occurrence', case when kind = 'fixed' then nullif(occurrence, 0) end, 'taken_before', nullif(taken_before, 0), 'paid_apart', nullif(line_amount - stated, 0))) as inputs,
    contract_id, clause, line_number > 0 and fee_code = '' as needs_review,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract') then earlier_statement_number end as earlier_statement_number,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract') then earlier_line_number end as earlier_line_number,
    case when verdict in ('deduction_over_contract', 'deduction_not_in_contract') then earlier_fee_text end as earlier_fee_text,
    case when is_judged_now then expected_now - expected else 0 end as terms_change_amount, expected_now as expected_amount_now,
    contract_id_now, clause_now, invoice_number, c.account_id, c.period_to as occurred_on,
    'statement/' || statement_number || '/' || case line_number when 0 then 'not_taken/' || fee_code else line_number::text end as claim_key,
    w.load_id, w.row_number
from worded w
join closed c using (chain_id, statement_number)
union all
-- A deduction on account must come with an invoice (M5.2.10): without one it is chased, whatever the terms say of its amount.
select chain_id, statement_number, line_number, 1, fee_text, min(nullif(fee_code, '')), deduction_mode, 0.00, 0.00, 0.00, 'deduction_without_invoice',
    -min(line_amount), '账扣未随附发票', 'taken on account without an invoice', '{}', min(contract_id), 'M5.2.10', false, null, null, null, 0.00, 0.00,
    null, null, '', min(c.account_id), min(c.period_to), 'statement/' || statement_number || '/' || line_number, min(w.load_id), min(w.row_number)
from compared w
join closed c using (chain_id, statement_number)
where line_number > 0 and deduction_mode = 'on_account' and invoice_number = '' and needs_invoice and line_amount < 0 and w.is_judged
group by chain_id, statement_number, line_number, fee_text, deduction_mode;

comment on view mart.deduction_review is 'One row: one judgement of a deduction against the contract''s terms';
comment on column mart.deduction_review.chain_id is 'Chain';
comment on column mart.deduction_review.statement_number is 'Statement (对账单/结算单)';
comment on column mart.deduction_review.line_number is 'Its line; empty where a fee that the terms expect was not taken';
comment on column mart.deduction_review.part_number is '1, or the part of a lump for several fees';
comment on column mart.deduction_review.fee_text is 'Fee as the chain words it';
comment on column mart.deduction_review.fee_code is 'Our fee code; empty where the text is unknown';
comment on column mart.deduction_review.deduction_mode is 'on_account (账扣), on_invoice (票扣), paid_apart (交款: moves no money on the statement)';
comment on column mart.deduction_review.stated_amount is 'RMB including VAT that the statement takes, negative; 0 for what is paid apart';
comment on column mart.deduction_review.expected_amount is 'RMB including VAT that the terms known when it closed let it take, negative';
comment on column mart.deduction_review.difference is 'RMB: expected less stated; positive is ours to reclaim';
comment on column mart.deduction_review.verdict is 'as_agreed, not_judged (a row of the statement is in quarantine, or no contract was known), or the kind of break';
comment on column mart.deduction_review.at_stake_amount is 'RMB the row is about, positive: the difference, or the whole deduction where its invoice is missing';
comment on column mart.deduction_review.formula is 'How the expected amount comes about, in Chinese';
comment on column mart.deduction_review.formula_en is 'The same in English';
comment on column mart.deduction_review.inputs is 'The figures in the formula: RMB, per cent, counts';
comment on column mart.deduction_review.contract_id is 'Contract asked';
comment on column mart.deduction_review.clause is 'Clause of the contract, or of the manual';
comment on column mart.deduction_review.needs_review is 'Whether the fee text must be given a code (core.fee_text)';
comment on column mart.deduction_review.earlier_statement_number is 'Statement that took the same fee, or the same amount where the text is unknown, before';
comment on column mart.deduction_review.earlier_line_number is 'Line of that statement';
comment on column mart.deduction_review.earlier_fee_text is 'What the chain called it there';
comment on column mart.deduction_review.terms_change_amount is 'RMB by which a contract signed after the statement closed changes the expected amount; positive is ours to reclaim';
comment on column mart.deduction_review.expected_amount_now is 'RMB expected by the terms known now, negative';
comment on column mart.deduction_review.contract_id_now is 'Contract in force by what is known now';
comment on column mart.deduction_review.clause_now is 'Its clause';
comment on column mart.deduction_review.invoice_number is 'Invoice the chain gave for the deduction; empty where none';
comment on column mart.deduction_review.account_id is 'Settlement account of the statement';
comment on column mart.deduction_review.occurred_on is 'Business date: end of the statement''s period';
comment on column mart.deduction_review.claim_key is 'Stable key of the source row that a case is about: the statement''s line, or the fee it did not take';
comment on column mart.deduction_review.load_id is 'Load of the statement';
comment on column mart.deduction_review.row_number is 'Row in its file: the line, or the head where nothing was taken';
