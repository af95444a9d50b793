-- One row: one open difference between our books and a statement, or a claim of before the start: the part statement of
-- mart.open_difference, which says what its columns are. Apart, so that who asks for one family has the others neither planned nor read.
-- Read by: mart.open_difference, the console. Left out: as there.
-- Depends on: mart.counted_break, mart.newest_case, mart.opening_claim, mart.store_representative
-- Includes: fragments/claims/claim_case.sql, fragments/claims/open_difference.sql
create view mart.statement_difference as
with known_statement as (
    -- Statements that count.
    select chain_id, account_id, statement_number, period_to from core.statement
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
), claim as (
    -- What came of each claim so far.
    select * from fragment.claim_case
), account as materialized (
    -- What each account settles: a region, a store, a warehouse.
    select distinct on (chain_id, account_id) chain_id, account_id, settlement_unit from core.settlement_account
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    order by chain_id, account_id, arrived_at desc
), statement_break as (
    -- Money breaks that count, each once.
    select found.*, claim.dispute_until, claim.at_stake_amount, claim.case_id, claim.owner as case_owner, account.settlement_unit,
        coalesce(first.period_to, found.occurred_on) as since_on
    from mart.counted_break as found
    left join known_statement as first on first.chain_id = found.chain_id and first.statement_number = found.first_statement_number
    left join claim on claim.chain_id = found.chain_id and claim.kind = found.kind and claim.claim_key = found.claim_key
    left join account on account.chain_id = found.chain_id and account.account_id = found.account_id
    where claim.is_closed is not true
), difference (
    chain_id, family, rule, difference_key, store_id, settlement_unit, product_id, statement_number, order_number, delivery_number,
    since_on, amount, is_minor, is_listed, is_carried, our_value, their_value, fee_text, fee_code, likely_cause, is_settled_as_agreed,
    first_seen_on, last_seen_on, dispute_until, at_stake_amount, case_id, case_owner) as (
    select chain_id, 'statement' as family, kind as rule,
        chain_id || '|' || case when kind in ('settled_short', 'unsettled') then 'rest' else kind end || '|' || claim_key as difference_key,
        store_id, settlement_unit, product_id, statement_number, order_number, delivery_number, since_on, amount,
        is_within_tolerance or kind = 'rounding_difference' as is_minor, true as is_listed, is_carried,
        ours::numeric as our_value, theirs::numeric as their_value, fee_text, fee_code, null::text as likely_cause,
            false as is_settled_as_agreed,
        null::date as first_seen_on, null::date as last_seen_on, dispute_until,
        case when kind = 'deduction_without_invoice' then coalesce(at_stake_amount, 0) else 0 end as at_stake_amount, case_id, case_owner
    from statement_break
    union all
    -- Claims of before the start that the data do not show: what they are about stands where a fee's text does.
    select opening.chain_id, 'statement', 'opening_balance', opening.chain_id || '|opening_balance|' || opening.claim_key, opening.store_id,
        null, opening.product_id, opening.statement_number, opening.order_number, opening.delivery_number, opening.found_on, opening.amount,
        false, true, false, null, null, opening.what, null, null, false, null, null,
        case when claim.case_id is null then opening.dispute_until else claim.dispute_until end, 0, claim.case_id,
        coalesce(claim.owner, opening.owner)
    from mart.opening_claim as opening
    left join claim on claim.chain_id = opening.chain_id and claim.kind = 'opening_balance' and claim.claim_key = opening.claim_key
    where opening.repeated_key is null and claim.is_closed is not true
), answered as (
    -- And who answers for the store: asked once for each store, not for each of its differences (offset 0).
    select difference.*, store.representative_id, store.supervisor_id
    from difference
    left join (
        select chain_id, store_id, representative_id, supervisor_id from mart.store_representative offset 0) as store
        using (chain_id, store_id)
)
select * from fragment.open_difference;

comment on view mart.statement_difference is
    'One row: one open difference between our books and a statement, with the money for us and against us apart';
comment on column mart.statement_difference.chain_id is 'Chain';
comment on column mart.statement_difference.family is
    'statement: our books against a statement, RMB including VAT; delivery: ordered against delivered, RMB excluding VAT; price: a '
    'price that breaks a rule, RMB excluding VAT; outlier: a price that is only unusual';
comment on column mart.statement_difference.rule is
    'Kind of break (mart.reconciliation_break), opening_balance for a claim that was open when the company started here, or rule of a '
    'price (mart.price_anomaly); an order price that the statement put right stands once, under the order''s rule';
comment on column mart.statement_difference.difference_key is
    'Stable key of the claim or of the wrong price; several rows of one claim share it';
comment on column mart.statement_difference.store_id is 'Store, within the chain; empty for a document of the chain and for price lists';
comment on column mart.statement_difference.settlement_unit is
    'What the statement''s account settles: a region, a store, a warehouse; null for prices and where the account is the whole chain''s';
comment on column mart.statement_difference.product_id is 'Our product, where it is about one';
comment on column mart.statement_difference.statement_number is 'Statement that shows it';
comment on column mart.statement_difference.order_number is 'Order it is about';
comment on column mart.statement_difference.delivery_number is 'Delivery or return note it is about';
comment on column mart.statement_difference.since_on is
    'Business date since which it stands: end of the first statement''s period, day the goods were due or came, order date';
comment on column mart.statement_difference.positive_amount is
    'RMB. statement: ours to claim; delivery: ordered and missing or rejected, at the agreed price; price: what we get too little. 0 '
    'where it cost nothing';
comment on column mart.statement_difference.negative_amount is
    'RMB, not negative. statement: theirs to claim from us; delivery: delivered beyond the order; price: what we get too much';
comment on column mart.statement_difference.is_minor is
    'Within tolerance, or rounding: counts in the amounts, so that they add up to the statements'' differences, and is no item of a list';
comment on column mart.statement_difference.is_listed is
    'false: older than digest.list_days, still open, counted and no longer listed one by one';
comment on column mart.statement_difference.is_carried is 'Statements: an earlier statement already showed it';
comment on column mart.statement_difference.our_value is 'Our value: units, price, rate or RMB by rule; for a price the one found';
comment on column mart.statement_difference.their_value is 'Their value, in the same unit; for a price the one it should be';
comment on column mart.statement_difference.fee_text is
    'Deductions: the fee as the statement names it; claims of the opening balances: what they are about';
comment on column mart.statement_difference.fee_code is 'Deductions: our code of the fee, also of one that the statement does not take';
comment on column mart.statement_difference.likely_cause is 'Prices: as in mart.price_anomaly';
comment on column mart.statement_difference.is_settled_as_agreed is
    'Prices: the statement settled the agreed price, so the order''s mistake cost nothing';
comment on column mart.statement_difference.first_seen_on is 'Prices: first date of this error for this item in this store';
comment on column mart.statement_difference.last_seen_on is 'Prices: last one';
comment on column mart.statement_difference.dispute_until is 'Last day on which the chain must hear of the claim; empty once it has';
comment on column mart.statement_difference.at_stake_amount is
    'RMB beside the claim: a deduction that came without its invoice, as long as that is missing';
comment on column mart.statement_difference.case_id is 'Case of the claim';
comment on column mart.statement_difference.case_owner is 'Person who works on the case';
comment on column mart.statement_difference.representative_id is 'Representative of the store';
comment on column mart.statement_difference.supervisor_id is 'Supervisor of the chain';
