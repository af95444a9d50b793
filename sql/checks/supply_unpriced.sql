-- severity: warn
-- Goods came or went back at no known price: neither list, promotion nor order says one, so they count with 0.00 in sales. Load the price.
select chain_id, product_id, sum(unpriced_line_count) as lines, sum(supplied_quantity - returned_quantity) as quantity,
    min(business_date) as first_on, max(business_date) as last_on
from mart.supply_day
where unpriced_line_count > 0 and business_date > core.as_of() - (select core.rule_value('price.watch_days'))::integer
group by chain_id, product_id
order by 1, 2
