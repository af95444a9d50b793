-- The arithmetic that the reconciliation views share (reconciliation.md 3). Functions, so that each formula stands once.

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

-- What the contract says of a product on a date: promotion inside its purchase window, price list (the store's region before the
-- chain's, the newest validity before older ones), VAT rate.
create function mart.supply_price(in_chain text, in_store text, in_product text, on_date date)
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
        select s.region from core.store s
        where s.chain_id = in_chain and s.store_id = in_store and on_date between s.valid_from and s.valid_to
            and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) store on true
    left join lateral (
        select p.unit_price, p.basis from core.price p
        where p.chain_id = in_chain and p.product_id = in_product and p.region in ('', coalesce(store.region, ''))
            and on_date between p.valid_from and p.valid_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.region <> '' desc, p.valid_from desc, p.arrived_at desc limit 1) contract on true
    left join lateral (
        select p.supply_price, p.basis, p.promotion_id from core.promotion p
        where p.chain_id = in_chain and p.product_id = in_product and on_date between p.purchase_from and p.purchase_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.purchase_from desc, p.promotion_id, p.arrived_at desc limit 1) promotion on true
$$;
comment on function mart.supply_price(text, text, text, date) is
    'What the contract says of a product at a store of a chain on a date, as known: VAT rate, list price, promotion price, each with its basis';
