-- Our prices as steps of days: what the contract says of each product in each region of a chain, from one date on which it could say
-- something new to the next.
-- Relations that the query around it provides: dated.
-- Included by: fragments/reconciliation/settlement.sql
-- Prices are steps: looked up once for each stretch of days between two dates on which the contract could say something new.
select array[k.chain_id, k.region, k.product_id] as price_key, step.valid_from,
    coalesce(lead(step.valid_from) over (partition by k.chain_id, k.region, k.product_id order by step.valid_from) - 1, 'infinity')
        as valid_to,
    -- Before the product's master data are known no rate is: worth then counts none, and what the statement states differs from that.
    coalesce(p.vat_rate, 0) as vat_rate, p.contract_price, p.contract_including, p.promotion_price, p.promotion_including
from (select distinct chain_id, region, product_id from dated) k
cross join lateral (
    select date '-infinity' as valid_from
    union select unnest(array[p.valid_from, p.valid_to + 1]) from core.product p where p.product_id = k.product_id
    union select unnest(array[p.valid_from, p.valid_to + 1]) from core.price p
        where p.chain_id = k.chain_id and p.product_id = k.product_id and p.region in ('', k.region)
    union select unnest(array[p.purchase_from, p.purchase_to + 1]) from core.promotion p
        where p.chain_id = k.chain_id and p.product_id = k.product_id) step
cross join lateral mart.regional_price(k.chain_id, k.region, k.product_id, step.valid_from) p
