-- One row: one difference between ordered and delivered that is open: the part delivery of mart.open_difference, which says what its
-- columns are.
-- Read by: mart.open_difference, the console. Left out: as there.
-- Depends on: mart.newest_case, mart.service_break, mart.store_representative
-- Includes: fragments/claims/answered_store_by_store.sql, fragments/claims/claim_case.sql
-- Includes: fragments/claims/open_difference.sql
create view mart.delivery_difference as
with claim as (
    -- What came of each claim so far.
    select * from fragment.claim_case
), service_break as (
    -- Breaks of deliveries beyond their tolerance.
    select found.*, claim.dispute_until, claim.case_id, claim.owner as case_owner, unit.settlement_unit
    from mart.service_break as found
    left join claim on claim.chain_id = found.chain_id and claim.kind = found.kind and claim.claim_key = found.claim_key
    left join lateral (
        -- What the account settles: a region, a store, a warehouse.
        select settlement_unit from core.settlement_account as account
        where account.chain_id = found.chain_id and account.account_id = found.account_id
          and core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
        order by arrived_at desc limit 1) as unit on true
    where claim.is_closed is not true and not found.is_within_tolerance
), difference (
    chain_id, family, rule, difference_key, store_id, settlement_unit, product_id, statement_number, order_number, delivery_number,
    since_on, amount, is_minor, is_listed, is_carried, our_value, their_value, fee_text, fee_code, likely_cause, is_settled_as_agreed,
    first_seen_on, last_seen_on, dispute_until, at_stake_amount, case_id, case_owner) as (
    select chain_id, 'delivery', kind, chain_id || '|' || kind || '|' || claim_key, store_id, settlement_unit, product_id, null,
        order_number,
        delivery_number, occurred_on, amount, false,
        occurred_on > core.as_of() - (select core.rule_value('digest.list_days'))::integer, false,
        ours::numeric, theirs::numeric, null, null, null, false, null::date, null::date, dispute_until, 0::numeric, case_id, case_owner
    from service_break
), answered as (
    -- And who answers for the store.
    select * from fragment.answered_store_by_store
)
select * from fragment.open_difference;

comment on view mart.delivery_difference is
    'One row: one open difference between ordered and delivered';
comment on column mart.delivery_difference.chain_id is 'Chain';
comment on column mart.delivery_difference.family is
    'statement: our books against a statement, RMB including VAT; delivery: ordered against delivered, RMB excluding VAT; price: a '
    'price that breaks a rule, RMB excluding VAT; outlier: a price that is only unusual';
comment on column mart.delivery_difference.rule is
    'Kind of break (mart.reconciliation_break), opening_balance for a claim that was open when the company started here, or rule of a '
    'price (mart.price_anomaly); an order price that the statement put right stands once, under the order''s rule';
comment on column mart.delivery_difference.difference_key is
    'Stable key of the claim or of the wrong price; several rows of one claim share it';
comment on column mart.delivery_difference.store_id is 'Store, within the chain; empty for a document of the chain and for price lists';
comment on column mart.delivery_difference.settlement_unit is
    'What the statement''s account settles: a region, a store, a warehouse; null for prices and where the account is the whole chain''s';
comment on column mart.delivery_difference.product_id is 'Our product, where it is about one';
comment on column mart.delivery_difference.statement_number is 'Statement that shows it';
comment on column mart.delivery_difference.order_number is 'Order it is about';
comment on column mart.delivery_difference.delivery_number is 'Delivery or return note it is about';
comment on column mart.delivery_difference.since_on is
    'Business date since which it stands: end of the first statement''s period, day the goods were due or came, order date';
comment on column mart.delivery_difference.positive_amount is
    'RMB. statement: ours to claim; delivery: ordered and missing or rejected, at the agreed price; price: what we get too little. 0 '
    'where it cost nothing';
comment on column mart.delivery_difference.negative_amount is
    'RMB, not negative. statement: theirs to claim from us; delivery: delivered beyond the order; price: what we get too much';
comment on column mart.delivery_difference.is_minor is
    'Within tolerance, or rounding: counts in the amounts, so that they add up to the statements'' differences, and is no item of a list';
comment on column mart.delivery_difference.is_listed is
    'false: older than digest.list_days, still open, counted and no longer listed one by one';
comment on column mart.delivery_difference.is_carried is 'Statements: an earlier statement already showed it';
comment on column mart.delivery_difference.our_value is 'Our value: units, price, rate or RMB by rule; for a price the one found';
comment on column mart.delivery_difference.their_value is 'Their value, in the same unit; for a price the one it should be';
comment on column mart.delivery_difference.fee_text is
    'Deductions: the fee as the statement names it; claims of the opening balances: what they are about';
comment on column mart.delivery_difference.fee_code is 'Deductions: our code of the fee, also of one that the statement does not take';
comment on column mart.delivery_difference.likely_cause is 'Prices: as in mart.price_anomaly';
comment on column mart.delivery_difference.is_settled_as_agreed is
    'Prices: the statement settled the agreed price, so the order''s mistake cost nothing';
comment on column mart.delivery_difference.first_seen_on is 'Prices: first date of this error for this item in this store';
comment on column mart.delivery_difference.last_seen_on is 'Prices: last one';
comment on column mart.delivery_difference.dispute_until is 'Last day on which the chain must hear of the claim; empty once it has';
comment on column mart.delivery_difference.at_stake_amount is
    'RMB beside the claim: a deduction that came without its invoice, as long as that is missing';
comment on column mart.delivery_difference.case_id is 'Case of the claim';
comment on column mart.delivery_difference.case_owner is 'Person who works on the case';
comment on column mart.delivery_difference.representative_id is 'Representative of the store';
comment on column mart.delivery_difference.supervisor_id is 'Supervisor of the chain';
