-- One row: one price that breaks a rule, or is only unusual: the parts price and outlier of mart.open_difference, which says what its
-- columns are.
-- Read by: mart.open_difference, the console. Left out: as there.
-- Depends on: mart.price_anomaly, mart.store_representative
-- Includes: fragments/claims/answered_store_by_store.sql
-- Includes: fragments/claims/open_difference.sql
create view mart.price_difference as
with anomaly as materialized (
    -- Wrong prices, read once.
    select * from mart.price_anomaly
), line as (
    -- Each line once. Where the order's price was wrong and the statement settled the agreed one, it is one mistake, and cost nothing.
    select chain_id, order_number, store_id, product_id,
        max(expected_price) filter (where likely_cause = 'order_price_wrong') as printed_price,
        max(found_price) filter (where likely_cause = 'order_price_wrong') as agreed_price,
        bool_or(rule in ('order_price_off_contract', 'promotion_not_applied', 'promotion_not_restored')) as is_order_named
    from anomaly
    group by chain_id, order_number, store_id, product_id
), wrong_price as (
    -- Each wrong price, and whether it says again what another row of its line says.
    select anomaly.*, line.agreed_price is not null as is_settled_as_agreed, line.printed_price, line.agreed_price,
        anomaly.rule = 'settlement_price_off_order' and anomaly.likely_cause is not distinct from 'order_price_wrong' as is_consequence,
        line.is_order_named
    from anomaly
    join line using (chain_id, order_number, store_id, product_id)
), difference (
    chain_id, family, rule, difference_key, store_id, settlement_unit, product_id, statement_number, order_number, delivery_number,
    since_on, amount, is_minor, is_listed, is_carried, our_value, their_value, fee_text, fee_code, likely_cause, is_settled_as_agreed,
    first_seen_on, last_seen_on, dispute_until, at_stake_amount, case_id, case_owner) as (
    select chain_id, 'outlier', rule, chain_id || '|' || rule || '||' || order_number || '|' || store_id || '|' || product_id, store_id,
        null,
        product_id, null, order_number, null, ordered_on, 0, false,
        ordered_on > core.as_of() - (select core.rule_value('digest.list_days'))::integer, false,
        found_price, expected_price, null, null, likely_cause, false, first_seen_on, last_seen_on, null::date, 0::numeric, null::bigint,
        null
    from anomaly where is_statistical
    union all
    select chain_id, 'price',
        case when is_consequence then 'order_price_off_contract' else rule end,
        chain_id || '|' || rule || '|' || coalesce(statement_number, '') || '|' || order_number || '|' || store_id || '|' || product_id,
        store_id, null, product_id, statement_number, order_number, null, ordered_on,
        case when is_settled_as_agreed and rule <> 'settlement_price_off_order' or is_consequence then 0
            else coalesce(amount_at_stake, 0) end,
        false,
        case when order_number = '' then last_seen_on else
            ordered_on end > core.as_of() - (select core.rule_value('digest.list_days'))::integer, false,
        case when is_consequence then printed_price else found_price end, case when is_consequence then agreed_price
            else expected_price end, null, null,
        case when not is_consequence then likely_cause end, is_settled_as_agreed, first_seen_on, last_seen_on, null, 0, null, null
    from wrong_price
    where not (is_consequence and is_order_named) and not is_statistical
), answered as (
    -- And who answers for the store.
    select * from fragment.answered_store_by_store
)
select * from fragment.open_difference;

comment on view mart.price_difference is
    'One row: one price that breaks a rule, or is only unusual';
comment on column mart.price_difference.chain_id is 'Chain';
comment on column mart.price_difference.family is
    'statement: our books against a statement, RMB including VAT; delivery: ordered against delivered, RMB excluding VAT; price: a '
    'price that breaks a rule, RMB excluding VAT; outlier: a price that is only unusual';
comment on column mart.price_difference.rule is
    'Kind of break (mart.reconciliation_break), opening_balance for a claim that was open when the company started here, or rule of a '
    'price (mart.price_anomaly); an order price that the statement put right stands once, under the order''s rule';
comment on column mart.price_difference.difference_key is
    'Stable key of the claim or of the wrong price; several rows of one claim share it';
comment on column mart.price_difference.store_id is 'Store, within the chain; empty for a document of the chain and for price lists';
comment on column mart.price_difference.settlement_unit is
    'What the statement''s account settles: a region, a store, a warehouse; null for prices and where the account is the whole chain''s';
comment on column mart.price_difference.product_id is 'Our product, where it is about one';
comment on column mart.price_difference.statement_number is 'Statement that shows it';
comment on column mart.price_difference.order_number is 'Order it is about';
comment on column mart.price_difference.delivery_number is 'Delivery or return note it is about';
comment on column mart.price_difference.since_on is
    'Business date since which it stands: end of the first statement''s period, day the goods were due or came, order date';
comment on column mart.price_difference.positive_amount is
    'RMB. statement: ours to claim; delivery: ordered and missing or rejected, at the agreed price; price: what we get too little. 0 '
    'where it cost nothing';
comment on column mart.price_difference.negative_amount is
    'RMB, not negative. statement: theirs to claim from us; delivery: delivered beyond the order; price: what we get too much';
comment on column mart.price_difference.is_minor is
    'Within tolerance, or rounding: counts in the amounts, so that they add up to the statements'' differences, and is no item of a list';
comment on column mart.price_difference.is_listed is
    'false: older than digest.list_days, still open, counted and no longer listed one by one';
comment on column mart.price_difference.is_carried is 'Statements: an earlier statement already showed it';
comment on column mart.price_difference.our_value is 'Our value: units, price, rate or RMB by rule; for a price the one found';
comment on column mart.price_difference.their_value is 'Their value, in the same unit; for a price the one it should be';
comment on column mart.price_difference.fee_text is
    'Deductions: the fee as the statement names it; claims of the opening balances: what they are about';
comment on column mart.price_difference.fee_code is 'Deductions: our code of the fee, also of one that the statement does not take';
comment on column mart.price_difference.likely_cause is 'Prices: as in mart.price_anomaly';
comment on column mart.price_difference.is_settled_as_agreed is
    'Prices: the statement settled the agreed price, so the order''s mistake cost nothing';
comment on column mart.price_difference.first_seen_on is 'Prices: first date of this error for this item in this store';
comment on column mart.price_difference.last_seen_on is 'Prices: last one';
comment on column mart.price_difference.dispute_until is 'Last day on which the chain must hear of the claim; empty once it has';
comment on column mart.price_difference.at_stake_amount is
    'RMB beside the claim: a deduction that came without its invoice, as long as that is missing';
comment on column mart.price_difference.case_id is 'Case of the claim';
comment on column mart.price_difference.case_owner is 'Person who works on the case';
comment on column mart.price_difference.representative_id is 'Representative of the store';
comment on column mart.price_difference.supervisor_id is 'Supervisor of the chain';
