-- What each order line says of its price, without VAT, beside what was agreed for its date.
-- Relations that the query around it provides: order_line.
-- Includes: fragments/prices/contract_price.sql
-- Included by: fragments/prices/price_finding.sql
with line as not materialized (
    -- An order is priced on its own date.
    select *, ordered_on as priced_on from order_line
), priced as (
    -- What the contract says.
    select * from fragment.contract_price
)
-- What the order says, without VAT, beside what was agreed for its date (the precedence of mart.agreed_price).
select priced.*, array[priced.chain_id, priced.order_number, priced.product_id] as line_key,
    round(mart.price_in_basis(priced.printed_price, priced.printed_basis = 'including', priced.vat_rate, false, 4), 4) as found_price,
    case when chain.price_basis = 'contract' then coalesce(priced.promotion_price, priced.contract_price) end as agreed_price
from priced
join core.chain as chain using (chain_id)
