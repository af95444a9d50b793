-- What each fee of each chain is likely to cost in the month after the one in which the budget is made, by the terms in force then, beside
-- what statements have taken (M5.6.1). One row: one fee of one chain.
-- In the middle of a month its own statements are half of it, so the last whole month is the measure: a fixed fee per statement counts for
-- each statement that it brought (where none did: this month's so far, at least two), per month as often as the term says, per year not
-- again; a percentage is taken of its goods, this month's so far where there are none.
-- Depends on: mart.contract_in_force, mart.fee_base, mart.fee_ratio, mart.statement_goods, mart.years_held
create function mart.fee_budget(in_month date)
returns table (chain_id text, fee_code text, terms text, next_month_amount numeric, month_amount numeric, last_month_amount numeric,
    year_amount numeric)
language sql stable as $$
    with span as (
        -- The month of the budget, with those before and after it.
        select in_month as month, (in_month - interval '1 month')::date as before, (in_month + interval '1 month')::date as next,
            (in_month + interval '2 months - 1 day')::date as next_to, date_trunc('year', in_month)::date as year
    ), holding as (
        -- Which contract each account of a chain goes by when next month begins, not today; the windows of terms that hold on move on with
        -- the years. A chain that has no account yet goes by its own.
        select chain.chain_id, account.account_id, contract.contract_id,
            mart.years_held(contract.valid_from, contract.valid_to, span.next) as years
        from core.chain as chain
        left join (
            select distinct known.chain_id, known.account_id from core.settlement_account as known
            where core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)
        ) as account on account.chain_id = chain.chain_id
        cross join span
        cross join lateral mart.contract_in_force(chain.chain_id, account.account_id, span.next, core.as_of(), core.known_at()) as contract
        where contract.place = 1
    ), head as (
        -- How many statements a month brings under each contract.
        select holding.chain_id, holding.contract_id, coalesce(
            nullif(count(*) filter (where head.period_to >= span.before and head.period_to < span.month), 0),
            greatest(count(*) filter (where head.period_to >= span.month and head.period_to < span.next), 2)) as statement_count
        from core.statement as head
        join holding on holding.chain_id = head.chain_id and holding.account_id = head.account_id
        cross join span
        where core.is_known(head.arrived_at, head.recorded_at, head.superseded_at, head.superseded_recorded_at)
          and head.period_to <= core.as_of()
        group by holding.chain_id, holding.contract_id
    ), taken as (
        -- What statements have taken this month, last month and this year.
        select ratio.chain_id, ratio.fee_code,
            coalesce(sum(ratio.fee_amount) filter (where ratio.month = span.month), 0) as month_amount,
            coalesce(sum(ratio.fee_amount) filter (where ratio.month = span.before), 0) as last_month_amount,
            sum(ratio.fee_amount) as year_amount
        from mart.fee_ratio as ratio
        cross join span
        where ratio.month between span.year and span.month
        group by ratio.chain_id, ratio.fee_code
    ), goods as (
        -- The goods that a percentage is taken of: last month's under the contract, else this month's.
        select distinct on (holding.chain_id, holding.contract_id) holding.chain_id, holding.contract_id,
            sum(goods.goods_amount) as goods_amount,
            sum(goods.return_amount) as return_amount, sum(goods.net_goods_amount) as net_goods_amount,
            sum(goods.net_return_amount) as net_return_amount
        from mart.statement_goods as goods
        join holding on holding.chain_id = goods.chain_id and holding.account_id = goods.account_id
        cross join span
        where goods.period_to >= span.before and goods.period_to < span.next and goods.period_to <= core.as_of()
        group by holding.chain_id, holding.contract_id, date_trunc('month', goods.period_to)
        order by holding.chain_id, holding.contract_id, date_trunc('month', goods.period_to)
    ), allowed as (
        -- The terms in force next month, in words and in RMB.
        select term.chain_id, term.fee_code,
            string_agg(concat_ws(' ', term.clause, case
                when term.kind = 'fixed'
                    then term.amount::text || ' / '
                        || case term.per when 'statement' then '每张对账单 statement' when 'month' then '月 month' else '年 year' end
                        || case when term.times > 1 then ' × ' || term.times else '' end
                when term.pct is not null
                    then trim_scale(term.pct)::text || '%' || case term.basis when 'excluding' then ' 不含税 excl. VAT' else '' end
                else '分档 tiers' end), '; ' order by term.contract_id, term.term_id) as terms,
            sum(case
                when term.kind = 'fixed' and term.per = 'statement' then term.amount * coalesce(head.statement_count, 2)
                when term.kind = 'fixed' and term.per = 'month' then term.amount * term.times
                when term.kind = 'fixed' then 0
                else round(mart.fee_base(term.base, term.basis, goods.goods_amount, goods.return_amount, goods.net_goods_amount,
                    goods.net_return_amount) * term.pct / 100, 2) end) as next_month_amount
        from core.contract_term as term
        join (select distinct chain_id, contract_id, years from holding) as contract
            on contract.chain_id = term.chain_id and contract.contract_id = term.contract_id
        cross join span
        left join head on head.chain_id = term.chain_id and head.contract_id = term.contract_id
        left join goods on goods.chain_id = term.chain_id and goods.contract_id = term.contract_id
        where core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
          and term.valid_from + contract.years <= span.next_to and term.valid_to + contract.years >= span.next
        group by term.chain_id, term.fee_code
    )
    select coalesce(allowed.chain_id, taken.chain_id), coalesce(allowed.fee_code, taken.fee_code), coalesce(allowed.terms, ''),
        allowed.next_month_amount, coalesce(taken.month_amount, 0), coalesce(taken.last_month_amount, 0), coalesce(taken.year_amount, 0)
    from allowed
    full join taken on taken.chain_id = allowed.chain_id and taken.fee_code = allowed.fee_code
$$;
comment on function mart.fee_budget(date) is
    'By chain and fee: RMB likely next month by the terms in force then (null where no term is known), beside what statements took this '
    'month, last month and this year';
