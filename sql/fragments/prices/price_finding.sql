-- The rows of mart.computed_price_finding, from order_line and settled, which the query around it provides: all that is known, or
-- what a refresh has to compute anew.
-- Includes: fragments/prices/printed_price.sql
-- Included by: refresh/figures/3_computed.sql, views/prices/mart.computed_price_finding.sql
with rule as materialized (
    select
        core.rule_value('price.order_tolerance') as order_tolerance,
        core.rule_value('price.expired_promotion_days')::integer as expired_days,
        core.rule_value('price.cause_tolerance_pct') / 100 as cause_tolerance
), printed as materialized (
    -- What each order line says of its price, beside what was agreed.
    select * from fragment.printed_price
), settlement as materialized (
    -- Settlement lines under the key by which they meet the orders.
    select settled.*, array[settled.chain_id, settled.order_number, settled.product_id] as line_key from settled
), off_agreed as (
    -- Orders whose price is not the agreed one.
    select printed.*, printed.agreed_price as expected_price
    from printed, rule
    where abs(printed.found_price - printed.agreed_price) > rule.order_tolerance
), order_anomaly as (
    -- Each under the most specific rule that explains it.
    select off.chain_id, off.order_number, off.store_id, off.product_id,
        case
            when off.promotion_price is not null and abs(off.found_price - off.contract_price) <= rule.order_tolerance
                then 'promotion_not_applied'
            when off.promotion_price is null and abs(off.found_price - expired.promotion_price) <= rule.order_tolerance
                then 'promotion_not_restored'
            else 'order_price_off_contract'
        end as rule,
        '' as statement_number, 0 as line_number, off.ordered_on, off.found_price, off.expected_price, off.vat_rate, off.pack_size,
        expired.promotion_price as expired_price,
        (off.expected_price - off.found_price) * off.ordered_quantity as amount_at_stake,
        off.load_id, off.row_number, false as is_as_agreed
    from off_agreed as off
    cross join rule
    left join lateral (
        -- The newest purchase window that had closed before the order, as far back as it still explains a price.
        select round(case when promotion.basis = 'including' then promotion.supply_price / (1 + off.vat_rate)
            else promotion.supply_price end, 4) as promotion_price
        from core.promotion as promotion
        where promotion.chain_id = off.chain_id and promotion.product_id = off.product_id
          and promotion.purchase_to < off.ordered_on and promotion.purchase_to >= off.ordered_on - rule.expired_days
          and core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
        order by promotion.purchase_to desc, promotion.promotion_id limit 1) as expired on true
), account as materialized (
    -- The basis and decimals in which each account settles.
    select known.chain_id, known.account_id, terms.is_including, terms.price_decimals
    from core.settlement_account as known
    cross join lateral mart.account_terms(known.chain_id, known.account_id) as terms
    where core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)
), settlement_anomaly as (
    -- Compared with the order's printed price, also where the order was wrong, in the statement's own basis and decimals.
    select settled.chain_id, settled.order_number, printed.store_id, settled.product_id,
        'settlement_price_off_order' as rule, settled.statement_number, settled.line_number, printed.ordered_on,
        case when account.is_including then round(settled.unit_price / (1 + printed.vat_rate), 4)
            else round(settled.unit_price, 4) end as found_price,
        printed.found_price as expected_price, printed.vat_rate, printed.pack_size, null::numeric as expired_price,
        (printed.found_price - case when account.is_including then settled.unit_price / (1 + printed.vat_rate) else settled.unit_price end)
            * settled.quantity as amount_at_stake,
        settled.load_id, settled.row_number,
        -- The chain paid what was agreed: it is the order that was wrong.
        coalesce(round(settled.unit_price, account.price_decimals) = round(
            printed.agreed_price * case when account.is_including then 1 + printed.vat_rate else 1 end, account.price_decimals), false)
                as is_as_agreed
    from settlement as settled
    join printed on printed.line_key = settled.line_key and settled.named_store in ('', printed.store_id)
    join account on account.chain_id = printed.chain_id and account.account_id = printed.account_id
    where round(settled.unit_price, account.price_decimals) <> round(
        printed.found_price * case when account.is_including then 1 + printed.vat_rate else 1 end, account.price_decimals)
), anomaly as (
    -- Both kinds together.
    select * from order_anomaly
    union all
    select * from settlement_anomaly
)
select
    anomaly.chain_id, anomaly.order_number, anomaly.store_id, anomaly.product_id, anomaly.rule, anomaly.statement_number,
        anomaly.line_number,
    anomaly.ordered_on, anomaly.found_price, anomaly.expected_price,
    case
        when anomaly.is_as_agreed then 'order_price_wrong'
        when anomaly.rule = 'promotion_not_restored' then 'expired_promotion'
        when anomaly.vat_rate > 0 and abs(anomaly.found_price / nullif(anomaly.expected_price, 0) / (1 + anomaly.vat_rate) - 1)
            <= rule.cause_tolerance then 'tax_basis'
        when anomaly.vat_rate > 0 and abs(anomaly.found_price * (1 + anomaly.vat_rate) / nullif(anomaly.expected_price, 0) - 1)
            <= rule.cause_tolerance then 'tax_basis'
        when coalesce(anomaly.pack_size, product.pack_size) > 1
            and abs(anomaly.found_price / nullif(anomaly.expected_price, 0) / coalesce(anomaly.pack_size, product.pack_size) - 1)
                <= rule.cause_tolerance then 'case_price'
        when neighbour.product_id is not null then 'neighbour_item'
        when abs(anomaly.found_price - anomaly.expired_price) <= rule.order_tolerance then 'expired_promotion'
    end as likely_cause,
    neighbour.product_id as neighbour_product_id,
    round(anomaly.amount_at_stake, 2) as amount_at_stake,
    anomaly.load_id, anomaly.row_number
from anomaly
cross join rule
left join core.product as product on product.product_id = anomaly.product_id
    and anomaly.ordered_on between product.valid_from and product.valid_to
    and core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
left join lateral (
    -- Another item of the chain with exactly this price, of the same category: a slipped row in the chain's price file.
    select price.product_id
    from core.price as price
    join core.product as other on other.product_id = price.product_id and other.category = product.category
        and anomaly.ordered_on between other.valid_from and other.valid_to
        and core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at)
    where price.chain_id = anomaly.chain_id and price.product_id <> anomaly.product_id
      and anomaly.ordered_on between price.valid_from and price.valid_to
      and core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at)
      and abs(case when price.basis = 'including' then price.unit_price / (1 + other.vat_rate)
          else price.unit_price end - anomaly.found_price) < 0.00005
    order by price.product_id limit 1
) as neighbour on true
union all
-- What neither promotion nor price list judges: mart.price_outlier holds it against its own history.
select chain_id, order_number, store_id, product_id, 'unjudged', '', 0, ordered_on, found_price, null, null, null, null, load_id, row_number
from printed
where agreed_price is null and found_price is not null
