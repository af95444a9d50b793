-- The arithmetic that the reconciliation views share (docs/money.md#worth). Functions, so that each formula stands once.

-- Worth W(q, p, rate): what a quantity is worth including VAT. Numeric round() rounds half away from zero.
create function mart.worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean)
returns numeric language sql immutable parallel safe as $$
    select case when including then round(quantity * unit_price, 2)
        else round(quantity * unit_price, 2) + round(round(quantity * unit_price, 2) * vat_rate, 2) end
$$;
comment on function mart.worth(numeric, numeric, numeric, boolean) is
    'Worth of a quantity in RMB including VAT, from a unit price including or excluding it';

-- A price is brought into another basis once, from what was stated: in its own basis it is used as stated.
create function mart.price_in_basis(unit_price numeric, is_including boolean, vat_rate numeric, to_including boolean, decimals integer)
returns numeric language sql immutable parallel safe as $$
    select case when is_including = to_including then unit_price
        when to_including then round(unit_price * (1 + vat_rate), decimals)
        else round(unit_price / (1 + vat_rate), least(decimals, 4)) end
$$;
comment on function mart.price_in_basis(numeric, boolean, numeric, boolean, integer) is
    'A unit price brought into the wanted basis, rounded to the decimals (at most four for excluding); used as stated where it has it already';

-- Last year's terms hold until a new contract is signed: the years by which the windows of a contract's clauses have then moved on.
create function mart.years_held(valid_from date, valid_to date, on_date date)
returns interval language sql immutable parallel safe as $$
    select make_interval(years => case when on_date <= valid_to then 0 else extract(year from age(on_date, valid_from))::integer end)
$$;
comment on function mart.years_held(date, date, date) is
    'Whole years by which a contract that holds on past its end has outlived its first year, on a date; zero while it runs';

-- What the contract says of a product on a date: promotion inside its purchase window, price list (the region's before the chain's,
-- the newest validity before older ones), VAT rate.
create function mart.regional_price(in_chain text, in_region text, in_product text, on_date date)
returns table (vat_rate numeric, contract_price numeric, contract_including boolean,
    promotion_price numeric, promotion_including boolean, promotion_id text)
language sql stable parallel safe as $$
    select product.vat_rate, contract.unit_price, contract.basis = 'including',
        promotion.supply_price, promotion.basis = 'including', promotion.promotion_id
    from (select 1) one
    left join lateral (
        select p.vat_rate from core.product p
        where p.product_id = in_product and on_date between p.valid_from and p.valid_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.valid_from desc, p.arrived_at desc limit 1) product on true
    left join lateral (
        select p.unit_price, p.basis from core.price p
        where p.chain_id = in_chain and p.product_id = in_product and p.region in ('', in_region)
            and on_date between p.valid_from and p.valid_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.region <> '' desc, p.valid_from desc, p.arrived_at desc limit 1) contract on true
    left join lateral (
        select p.supply_price, p.basis, p.promotion_id from core.promotion p
        where p.chain_id = in_chain and p.product_id = in_product and on_date between p.purchase_from and p.purchase_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.purchase_from desc, p.promotion_id, p.arrived_at desc limit 1) promotion on true
$$;
comment on function mart.regional_price(text, text, text, date) is
    'What the contract says of a product in a region of a chain on a date, as known: VAT rate, list price, promotion price, each with its basis';

-- The same for a store, by the region it lay in on that date.
create function mart.supply_price(in_chain text, in_store text, in_product text, on_date date)
returns table (vat_rate numeric, contract_price numeric, contract_including boolean,
    promotion_price numeric, promotion_including boolean, promotion_id text)
language sql stable parallel safe as $$
    select price.*
    from (select 1) one
    left join lateral (
        select s.region from core.store s
        where s.chain_id = in_chain and s.store_id = in_store and on_date between s.valid_from and s.valid_to
            and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) store on true
    cross join lateral mart.regional_price(in_chain, coalesce(store.region, ''), in_product, on_date) price
$$;
comment on function mart.supply_price(text, text, text, date) is
    'What the contract says of a product at a store of a chain on a date, as known: VAT rate, list price, promotion price, each with its basis';

-- The state of a delivery line while its settlement lines are read in order (docs/money.md#steps):
-- {accepted so far, duplicates so far, lines so far, accepted by this line, duplicate in this line}.
-- Quantities count in the delivery's own direction: a return runs on absolute values. Strict: a null quantity takes no step.
create function mart.settle_step(state numeric[], quantity numeric, received numeric, is_whole boolean)
returns numeric[] language plpgsql immutable strict parallel safe as $$
declare
    accepted numeric := state[1];
    duplicate numeric := state[2];
    k numeric := 0;
    d numeric := 0;
begin
    if quantity = 0 and not is_whole then  -- an amount without quantity settles nothing
        return array[accepted, duplicate, state[3], 0, 0];
    elsif is_whole and quantity >= 0 then  -- a receipt-level line takes whatever is left; where nothing is, it is a duplicate
        k := greatest(received - accepted, 0);
        d := case when k = 0 and accepted > 0 then received else 0 end;
    elsif is_whole then  -- and taken back, a duplicate first
        d := case when duplicate >= received and duplicate > 0 then -received else 0 end;
        k := case when d = 0 then -accepted else 0 end;
    elsif quantity > 0 then  -- the very first line accepts all it states, be it too much
        k := case when state[3] = 0 then quantity else least(quantity, greatest(received - accepted, 0)) end;
        d := quantity - k;
    elsif quantity < 0 then  -- taken back: duplicates first
        d := -least(-quantity, duplicate);
        k := quantity - d;
    end if;
    return array[accepted + k, duplicate + d, state[3] + 1, k, d];
end
$$;
comment on function mart.settle_step(numeric[], numeric, numeric, boolean) is 'One settlement line applied to the state of its delivery line';

create aggregate mart.settle(quantity numeric, received numeric, is_whole boolean) (
    sfunc = mart.settle_step, stype = numeric[], initcond = '{0,0,0,0,0}', parallel = safe);
comment on aggregate mart.settle(numeric, numeric, boolean) is
    'Running state of a delivery line over its settlement lines: accepted, duplicate, lines, accepted by this line, duplicate in this line';

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
    'How a settlement account settles, as known: price basis and decimals, cut-off days, rounding tolerance (RMB a line), grace in working days';

-- The limit on one side: with an absolute and a percentage limit the smaller holds; a side without any tolerates nothing.
create function mart.tolerance_limit(difference numeric, base numeric, lower_absolute numeric, upper_absolute numeric, lower_pct numeric, upper_pct numeric)
returns numeric language sql immutable parallel safe as $$
    select coalesce(case when difference < 0 then least(lower_absolute, abs(base) * lower_pct / 100)
        else least(upper_absolute, abs(base) * upper_pct / 100) end, 0)
$$;
comment on function mart.tolerance_limit(numeric, numeric, numeric, numeric, numeric, numeric) is
    'How far theirs may be off ours on the side of the difference (theirs − ours): the smaller of the absolute limit and the percentage of ours, 0 where neither is set';

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

-- Up to when anything was recorded that the settlement algebra reads. A master data change counts as recorded with its load.
create function mart.recorded_to() returns timestamptz language sql stable parallel safe as $$
    select max(recorded_at)
    from (
        select coalesce(max(l.recorded_at), '-infinity') as recorded_at from ops.load l
        union all
        select coalesce(max(q.closed_at), '-infinity') from ops.quarantined_row q where q.state = 'replayed'
        union all
        select coalesce(max(greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity' then a.superseded_recorded_at end)), '-infinity')
        from core.settlement_account a) latest
$$;
comment on function mart.recorded_to() is 'Latest moment at which anything was recorded that reconciliation reads';

-- Whether core.kept_settlement answers the question asked: it holds all that has been recorded, and nothing that was not yet
-- known then.
create function mart.is_kept() returns boolean language sql stable parallel safe as $$
    -- Each chain is refreshed by itself: all of them must hold what concerns them. What was recorded before the one that lags most is in all.
    select exists (select from core.kept_state)
        and not exists (select from core.chain c where not exists (select from core.kept_state k where k.chain_id = c.chain_id))
        and not exists (
            select from core.kept_state k
            where core.known_at() < case when current_setting('ka.knowledge') = 'recorded' then k.recorded_to else k.arrived_to end)
        and not exists (
            select from ops.load l
            join core.kept_state k on l.chain_id in ('', k.chain_id) and l.recorded_at > k.recorded_to
            where l.recorded_at > (select min(recorded_to) from core.kept_state))
        and not exists (
            select from ops.quarantined_row q
            join ops.load l using (load_id)
            join core.kept_state k on l.chain_id in ('', k.chain_id) and q.closed_at > k.recorded_to
            where q.state = 'replayed' and q.closed_at > (select min(recorded_to) from core.kept_state))
        and not exists (
            select from core.settlement_account a
            join core.kept_state k on k.chain_id = a.chain_id
            where greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity' then a.superseded_recorded_at end) > k.recorded_to)
$$;
comment on function mart.is_kept() is 'Whether core.kept_settlement holds exactly what is known at ka.known_at';

-- Which of the past moments kept aside answers it, where that table does not: asked before, and nothing recorded since.
create function mart.past_id() returns bigint language sql stable parallel safe as $$
    select p.past_id from core.past_state p
    where p.knowledge = current_setting('ka.knowledge') and p.known_at = core.known_at() and p.recorded_to >= mart.recorded_to()
        and not mart.is_kept()
$$;
comment on function mart.past_id() is 'The past moment of core.past_state that holds exactly what was known at ka.known_at; null where none does';

-- Otherwise the settlement algebra is run.
create function mart.is_computed() returns boolean language sql stable parallel safe as $$
    select not mart.is_kept() and mart.past_id() is null
$$;
comment on function mart.is_computed() is 'Whether neither the kept settlement nor a past moment kept aside answers the question asked';
