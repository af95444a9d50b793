-- How an account settles, one row always; what the profile does not say is left at the defaults of docs/money.md.
create function mart.account_terms(in_chain text, in_account text)
returns table (is_including boolean, price_decimals integer, cutoff_days integer, rounding_tolerance numeric, grace_days integer)
language sql stable parallel safe as $$
    select coalesce(found.is_including, false), coalesce(found.price_decimals, 4), coalesce(found.cutoff_days, 0),
        coalesce(found.rounding_tolerance, 0.02), coalesce(found.grace_days, 1)
    from (select 1) one
    left join lateral (
        select a.statement_basis = 'including' as is_including, a.price_decimals::integer, a.cutoff_days, a.rounding_tolerance, a.grace_days
        from core.settlement_account a
        where a.chain_id = in_chain and a.account_id = in_account
            and core.is_known(a.arrived_at, a.recorded_at, a.superseded_at, a.superseded_recorded_at)
        order by a.arrived_at desc limit 1) found on true
$$;
comment on function mart.account_terms(text, text) is
    'How a settlement account settles, as known: price basis and decimals, cut-off days, rounding tolerance (RMB a line), grace in '
    'working days';
