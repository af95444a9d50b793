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
    'What the contract says of a product in a region of a chain on a date, as known: VAT rate, list price, promotion price, each with '
    'its basis';
