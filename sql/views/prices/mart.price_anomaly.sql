-- One row: one price that is wrong or unusual: an order line's (three rules, the most specific of them), a settlement line's, a price
-- list's, a shelf price; and, kept apart as statistical, an order price far from its own history.
-- Read by: the daily digest, the price pages. Left out: free goods, orders without a printed price, lines for which neither a
-- contract price nor a promotion is known (there is nothing to hold them against), chains whose order price is the agreed one, orders
-- older than config/rules.yaml watches.
-- Depends on: mart.is_figures_kept, mart.price_finding_at_clock, mart.price_list_anomaly, mart.price_outlier, mart.retail_price_anomaly
create view mart.price_anomaly as
with finding as not materialized (
    -- The kept form where it answers, else the plain one. The date is asked once, not of each row.
    select chain_id, order_number, store_id, product_id, rule, statement_number, ordered_on, found_price, expected_price, likely_cause,
        neighbour_product_id, amount_at_stake, load_id, row_number
    from core.kept_price_finding
    where mart.is_figures_kept() and rule <> 'unjudged'
      and ordered_on between (select core.as_of() - core.rule_value('price.watch_days')::integer) and (select core.as_of())
    union all
    select chain_id, order_number, store_id, product_id, rule, statement_number, ordered_on, found_price, expected_price, likely_cause,
        neighbour_product_id, amount_at_stake, load_id, row_number
    from mart.price_finding_at_clock()
    where not mart.is_figures_kept() and rule <> 'unjudged'
      and ordered_on between (select core.as_of() - core.rule_value('price.watch_days')::integer) and (select core.as_of())
), same_error as (
    -- Since when and until when each item has had it in each store. Added up and met by hash: a window sorts all of them by four texts.
    select chain_id, store_id, product_id, rule, min(ordered_on) as first_seen_on, max(ordered_on) as last_seen_on
    from finding group by chain_id, store_id, product_id, rule
)
select
    chain_id,
    order_number,
    store_id,
    product_id,
    false as is_free,
    rule,
    ordered_on,
    found_price,
    expected_price,
    likely_cause,
    neighbour_product_id,
    amount_at_stake,
    first_seen_on,
    last_seen_on,
    false as is_statistical,
    nullif(statement_number, '') as statement_number,
    load_id,
    row_number
from finding
join same_error using (chain_id, store_id, product_id, rule)
union all
select chain_id, '', '', product_id, false, rule, valid_from, found_price, expected_price,
    null, null, null, valid_from, core.as_of(), false, null, load_id, row_number
from mart.price_list_anomaly
union all
select chain_id, '', store_id, product_id, false, 'retail_off_plan', seen_on, found_price, expected_price,
    likely_cause, null, null, first_seen_on, seen_on, false, null, load_id, row_number
from mart.retail_price_anomaly
union all
select chain_id, order_number, store_id, product_id, false, 'outlier', ordered_on, found_price, expected_price,
    null, null, null, min(ordered_on) over same_item, max(ordered_on) over same_item, true, null, load_id, row_number
from mart.price_outlier
window same_item as (partition by chain_id, store_id, product_id);

comment on view mart.price_anomaly is
    'One row: one price that is wrong (an order line, a settlement line, a price list, a shelf) or, kept apart, only unusual';
comment on column mart.price_anomaly.chain_id is 'Chain';
comment on column mart.price_anomaly.order_number is 'Order; empty for price lists and shelves';
comment on column mart.price_anomaly.store_id is 'Store, within the chain; empty for price lists';
comment on column mart.price_anomaly.product_id is 'Our product';
comment on column mart.price_anomaly.is_free is 'Always false: free goods have no price to be wrong';
comment on column mart.price_anomaly.rule is
    'order_price_off_contract, promotion_not_restored, promotion_not_applied (judged by order date); settlement_price_off_order '
    '(against the order''s printed price, also where that was wrong); below_price_floor, spread_across_chains (price lists in force); '
    'retail_off_plan (shelf prices); outlier (statistical)';
comment on column mart.price_anomaly.ordered_on is
    'Business date of the order; for a price list its first day, for a shelf the day it was seen';
comment on column mart.price_anomaly.found_price is 'Price found, RMB per sales unit, VAT excluded; shelf prices including VAT';
comment on column mart.price_anomaly.expected_price is 'Price it should be, likewise';
comment on column mart.price_anomaly.likely_cause is
    'tax_basis (a price with tax in a column without, or the other way round), case_price, neighbour_item, expired_promotion, '
    'promotion_not_entered (shelves), order_price_wrong (the settlement used the agreed price, the order did not); null when none fits';
comment on column mart.price_anomaly.neighbour_product_id is 'The item whose price it is, where the cause is a neighbour item''s';
comment on column mart.price_anomaly.amount_at_stake is
    '(expected − found) × quantity, RMB, VAT excluded; positive: we get too little; null where no quantity is concerned';
comment on column mart.price_anomaly.first_seen_on is
    'First date of this error for this item in this store: of an order, of the list, of a report from the shelf since the price has '
    'been wrong';
comment on column mart.price_anomaly.last_seen_on is 'Last one';
comment on column mart.price_anomaly.is_statistical is 'false: a rule was broken; true: only unusual';
comment on column mart.price_anomaly.statement_number is 'Statement of a settlement line; null on order rules';
comment on column mart.price_anomaly.load_id is 'Load of the file that shows the price';
comment on column mart.price_anomaly.row_number is 'Its row';
