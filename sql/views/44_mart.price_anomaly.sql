-- One row: one price that is wrong or unusual: an order line's (three rules, the most specific of them), a settlement line's, a price
-- list's, a shelf price; and, kept apart as statistical, an order price far from its own history.
-- Read by: the daily digest, the price pages. Left out: free goods, orders without a printed price, lines for which neither a
-- contract price nor a promotion is known (there is nothing to hold them against), chains whose order price is the agreed one, orders older than config/rules.yaml watches.
create view mart.price_anomaly as
with rule as materialized (
    select
        core.rule_value('price.order_tolerance') as order_tolerance,
        core.rule_value('price.expired_promotion_days')::integer as expired_days,
        core.rule_value('price.cause_tolerance_pct') / 100 as cause_tolerance
), printed as materialized (
    -- What the order says, without VAT, beside what was agreed for its date.
    select agreed.chain_id, agreed.order_number, agreed.store_id, agreed.product_id, agreed.is_free, agreed.ordered_on,
        agreed.agreed_price, agreed.contract_price, agreed.promotion_price, agreed.vat_rate,
        agreed.order_price as found_price,
        line.account_id, line.ordered_quantity, line.pack_size, line.load_id, line.row_number
    from mart.agreed_price as agreed
    join core.order_line as line using (chain_id, order_number, store_id, product_id, is_free)
    where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
      and not line.is_cancelled and not line.is_free and agreed.order_price is not null
      and agreed.ordered_on between core.as_of() - (select core.rule_value('price.watch_days'))::integer and core.as_of()
      and line.ordered_on between core.as_of() - (select core.rule_value('price.watch_days'))::integer and core.as_of()
      and line.partition_month >= date_trunc('month', core.as_of() - (select core.rule_value('price.watch_days'))::integer - 31)
), off_agreed as (
    select printed.*, coalesce(printed.promotion_price, printed.contract_price) as expected_price
    from printed, rule
    where coalesce(printed.promotion_price, printed.contract_price) is not null
      and abs(printed.found_price - printed.agreed_price) > rule.order_tolerance
), expired as (
    -- The newest purchase window that had closed before the order, as far back as it still explains a price.
    select distinct on (off.chain_id, off.order_number, off.store_id, off.product_id)
        off.chain_id, off.order_number, off.store_id, off.product_id, promotion.promotion_id, promotion.purchase_to,
        round(case when promotion.basis = 'including' then promotion.supply_price / (1 + off.vat_rate) else promotion.supply_price end, 4) as promotion_price
    from off_agreed as off
    cross join rule
    join core.promotion as promotion
        on promotion.chain_id = off.chain_id and promotion.product_id = off.product_id
        and promotion.purchase_to < off.ordered_on and promotion.purchase_to >= off.ordered_on - rule.expired_days
    where core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
    order by off.chain_id, off.order_number, off.store_id, off.product_id, promotion.purchase_to desc, promotion.promotion_id
), order_anomaly as (
    select off.chain_id, off.order_number, off.store_id, off.product_id, off.is_free,
        case
            when off.promotion_price is not null and abs(off.found_price - off.contract_price) <= rule.order_tolerance then 'promotion_not_applied'
            when off.promotion_price is null and abs(off.found_price - expired.promotion_price) <= rule.order_tolerance then 'promotion_not_restored'
            else 'order_price_off_contract'
        end as rule,
        off.ordered_on, off.found_price, off.expected_price, off.vat_rate, off.pack_size, off.contract_price,
        expired.promotion_price as expired_price,
        (off.expected_price - off.found_price) * off.ordered_quantity as amount_at_stake,
        null::text as statement_number, off.load_id, off.row_number
    from off_agreed as off
    cross join rule
    left join expired using (chain_id, order_number, store_id, product_id)
), settled as materialized (
    -- A settlement line names its order, or its delivery note, which names it.
    select line.chain_id, line.statement_number, line.product_id, line.is_free, line.quantity, line.unit_price, line.store_id as named_store,
        coalesce(nullif(line.order_number, ''), note.order_number) as order_number, line.load_id, line.row_number
    from core.statement_line as line
    left join lateral (
        select max(delivery.order_number) as order_number
        from core.delivery_line as delivery
        where delivery.chain_id = line.chain_id and delivery.delivery_number = line.delivery_number and delivery.product_id = line.product_id
          and core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at)
    ) as note on line.order_number = ''
    where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
      and line.partition_month >= date_trunc('month', core.as_of() - (select core.rule_value('price.watch_days'))::integer - 31)
      and line.kind = 'goods' and not line.is_free and line.product_id is not null and line.unit_price is not null and line.quantity > 0
), settlement_anomaly as (
    -- Compared with the order's printed price, also where the order was wrong, in the statement's own basis and decimals.
    select settled.chain_id, settled.order_number, printed.store_id, settled.product_id, settled.is_free,
        'settlement_price_off_order' as rule, printed.ordered_on,
        case when account.statement_basis = 'including' then round(settled.unit_price / (1 + printed.vat_rate), 4) else round(settled.unit_price, 4) end as found_price,
        printed.found_price as expected_price, printed.vat_rate, printed.pack_size, printed.contract_price, null::numeric as expired_price,
        (printed.found_price - case when account.statement_basis = 'including' then settled.unit_price / (1 + printed.vat_rate) else settled.unit_price end)
            * settled.quantity as amount_at_stake,
        settled.statement_number, settled.load_id, settled.row_number
    from settled
    join printed on printed.chain_id = settled.chain_id and printed.order_number = settled.order_number
        and printed.product_id = settled.product_id and settled.named_store in ('', printed.store_id)
    join core.settlement_account as account on account.chain_id = printed.chain_id and account.account_id = printed.account_id
        and core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
    where round(settled.unit_price, account.price_decimals) <> round(
        printed.found_price * case when account.statement_basis = 'including' then 1 + printed.vat_rate else 1 end, account.price_decimals)
), anomaly as (
    select * from order_anomaly
    union all
    select * from settlement_anomaly
)
select
    anomaly.chain_id,
    anomaly.order_number,
    anomaly.store_id,
    anomaly.product_id,
    anomaly.is_free,
    anomaly.rule,
    anomaly.ordered_on,
    anomaly.found_price,
    anomaly.expected_price,
    case
        when anomaly.rule = 'promotion_not_restored' then 'expired_promotion'
        when abs(anomaly.found_price / nullif(anomaly.expected_price, 0) / (1 + anomaly.vat_rate) - 1) <= rule.cause_tolerance then 'tax_basis'
        when abs(anomaly.found_price * (1 + anomaly.vat_rate) / nullif(anomaly.expected_price, 0) - 1) <= rule.cause_tolerance then 'tax_basis'
        when product.pack_size > 1 and abs(anomaly.found_price / nullif(anomaly.expected_price, 0) / coalesce(anomaly.pack_size, product.pack_size) - 1) <= rule.cause_tolerance then 'case_price'
        when neighbour.product_id is not null then 'neighbour_item'
        when abs(anomaly.found_price - anomaly.expired_price) <= rule.order_tolerance then 'expired_promotion'
    end as likely_cause,
    neighbour.product_id as neighbour_product_id,
    round(anomaly.amount_at_stake, 2) as amount_at_stake,
    min(anomaly.ordered_on) over same_error as first_seen_on,
    max(anomaly.ordered_on) over same_error as last_seen_on,
    false as is_statistical,
    anomaly.statement_number,
    anomaly.load_id,
    anomaly.row_number
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
      and abs(case when price.basis = 'including' then price.unit_price / (1 + other.vat_rate) else price.unit_price end - anomaly.found_price) < 0.00005
    order by price.product_id limit 1
) as neighbour on true
window same_error as (partition by anomaly.chain_id, anomaly.store_id, anomaly.product_id, anomaly.rule)
union all
select chain_id, '', '', product_id, false, rule, valid_from, found_price, expected_price,
    null, null, null, valid_from, core.as_of(), false, null, load_id, row_number
from mart.price_list_anomaly
union all
select chain_id, '', store_id, product_id, false, 'retail_off_plan', seen_on, found_price, expected_price,
    likely_cause, null, null, seen_on, seen_on, false, null, load_id, row_number
from mart.retail_price_anomaly
union all
select chain_id, order_number, store_id, product_id, false, 'outlier', ordered_on, found_price, expected_price,
    null, null, null, ordered_on, ordered_on, true, null, load_id, row_number
from mart.price_outlier;

comment on view mart.price_anomaly is 'One row: one price that is wrong (an order line, a settlement line, a price list, a shelf) or, kept apart, only unusual';
comment on column mart.price_anomaly.chain_id is 'Chain';
comment on column mart.price_anomaly.order_number is 'Order; empty for price lists and shelves';
comment on column mart.price_anomaly.store_id is 'Store, within the chain; empty for price lists';
comment on column mart.price_anomaly.product_id is 'Our product';
comment on column mart.price_anomaly.is_free is 'Always false: free goods have no price to be wrong';
comment on column mart.price_anomaly.rule is 'order_price_off_contract, promotion_not_restored, promotion_not_applied (judged by order date); settlement_price_off_order (against the order''s printed price, also where that was wrong); below_price_floor, spread_across_chains (price lists in force); retail_off_plan (shelf prices); outlier (statistical)';
comment on column mart.price_anomaly.ordered_on is 'Business date of the order; for a price list its first day, for a shelf the day it was seen';
comment on column mart.price_anomaly.found_price is 'Price found, RMB per sales unit, VAT excluded; shelf prices including VAT';
comment on column mart.price_anomaly.expected_price is 'Price it should be, likewise';
comment on column mart.price_anomaly.likely_cause is 'tax_basis (a price with tax in a column without, or the other way round), case_price, neighbour_item, expired_promotion, promotion_not_entered (shelves); null when none fits';
comment on column mart.price_anomaly.neighbour_product_id is 'The item whose price it is, where the cause is a neighbour item''s';
comment on column mart.price_anomaly.amount_at_stake is '(expected − found) × quantity, RMB, VAT excluded; positive: we get too little; null where no quantity is concerned';
comment on column mart.price_anomaly.first_seen_on is 'First order date with this rule for this item in this store';
comment on column mart.price_anomaly.last_seen_on is 'Last one';
comment on column mart.price_anomaly.is_statistical is 'false: a rule was broken; true: only unusual';
comment on column mart.price_anomaly.statement_number is 'Statement of a settlement line; null on order rules';
comment on column mart.price_anomaly.load_id is 'Load of the file that shows the price';
comment on column mart.price_anomaly.row_number is 'Its row';
