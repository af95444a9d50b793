-- severity: stop
-- The kept months of outlets and of products are the sums of the kept lines, month by month and chain by chain: parts add up to totals,
-- to the cent. Asked only where the kept figures are read.
with line as (
    -- The lines themselves.
    select chain_id, month, sum(net_amount) as amount from core.kept_supply_line where mart.is_figures_kept() group by chain_id, month
), outlet as (
    -- The months of outlets.
    select chain_id, month, sum(amount) as amount from core.kept_outlet_month where mart.is_figures_kept() group by chain_id, month
), product as (
    -- The months of products.
    select chain_id, month, sum(amount) as amount from core.kept_product_month where mart.is_figures_kept() group by chain_id, month
)
select chain_id, month, line.amount as by_line, outlet.amount as by_outlet, product.amount as by_product
from line
full join outlet using (chain_id, month)
full join product using (chain_id, month)
where line.amount is distinct from outlet.amount or line.amount is distinct from product.amount
