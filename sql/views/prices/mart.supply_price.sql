-- What mart.regional_price says for a store, by the region it lay in on that date.
-- Depends on: mart.regional_price
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
    'What the contract says of a product at a store of a chain on a date, as known: VAT rate, list price, promotion price, each with '
    'its basis';
