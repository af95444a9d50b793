-- What a term that a chain proposes would cost, held against the year's statements so far (M5.1): a percentage of goods less returns, VAT
-- included, and a fixed amount a year; either may be null. One row for a year of which something is known.
-- Depends on: mart.negotiation_ground
create function mart.proposed_term(in_chain text, in_year integer, in_pct numeric, in_fixed numeric)
returns table (cost_amount numeric, break_even_amount numeric, keep_net_amount numeric)
language sql stable as $$
    select round(settled_amount * term.share, 2) + term.fixed,
        -- Above these sales the term takes no larger share than all fees do today: fixed ÷ (today's ratio − its percentage).
        case when settled_amount > 0 and fee_amount > settled_amount * term.share
            then round(term.fixed * settled_amount / (fee_amount - settled_amount * term.share), 2) end,
        -- Above these no less remains than today, though it comes on top of today's fees:
        -- (goods − fees + fixed) ÷ (1 − today's ratio − its percentage).
        case when settled_amount > 0 and settled_amount - fee_amount > settled_amount * term.share
            then round((settled_amount - fee_amount + term.fixed) * settled_amount
                / (settled_amount - fee_amount - settled_amount * term.share), 2) end
    from mart.negotiation_ground
    cross join (select coalesce(in_pct, 0) / 100 as share, coalesce(in_fixed, 0) as fixed) as term
    where chain_id = in_chain and year = in_year
$$;
comment on function mart.proposed_term(text, integer, numeric, numeric) is
    'What a proposed term would cost on the goods settled so far, and the sales, RMB including VAT, at which it replaces today''s fees, '
    'and at which it can come on top of them; null when no sales can do that';
