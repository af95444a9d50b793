-- One row: one difference that is open: of a statement, of a delivery, or of a price. Every total of open differences, in a mail, a
-- workbook or a page, is a sum over these rows; money of two signs, two families or two tax bases is never netted.
-- Read by: digests, their workbooks, the console's lists. Left out: claims whose case is closed (credited, written off, cleared), and
-- what an earlier statement shows of an open rest that counts on its account's newest.
-- Depends on: mart.delivery_difference, mart.price_difference, mart.statement_difference
create view mart.open_difference as
-- Each family is a view of its own.
select * from mart.statement_difference
union all
select * from mart.delivery_difference
union all
select * from mart.price_difference;

comment on view mart.open_difference is
    'One row: one open difference of a statement, a delivery or a price, with the money for us and against us apart';
comment on column mart.open_difference.chain_id is 'Chain';
comment on column mart.open_difference.family is
    'statement: our books against a statement, RMB including VAT; delivery: ordered against delivered, RMB excluding VAT; price: a '
    'price that breaks a rule, RMB excluding VAT; outlier: a price that is only unusual';
comment on column mart.open_difference.rule is
    'Kind of break (mart.reconciliation_break), opening_balance for a claim that was open when the company started here, or rule of a '
    'price (mart.price_anomaly); an order price that the statement put right stands once, under the order''s rule';
comment on column mart.open_difference.difference_key is
    'Stable key of the claim or of the wrong price; several rows of one claim share it';
comment on column mart.open_difference.store_id is 'Store, within the chain; empty for a document of the chain and for price lists';
comment on column mart.open_difference.settlement_unit is
    'What the statement''s account settles: a region, a store, a warehouse; null for prices and where the account is the whole chain''s';
comment on column mart.open_difference.product_id is 'Our product, where it is about one';
comment on column mart.open_difference.statement_number is 'Statement that shows it';
comment on column mart.open_difference.order_number is 'Order it is about';
comment on column mart.open_difference.delivery_number is 'Delivery or return note it is about';
comment on column mart.open_difference.since_on is
    'Business date since which it stands: end of the first statement''s period, day the goods were due or came, order date';
comment on column mart.open_difference.positive_amount is
    'RMB. statement: ours to claim; delivery: ordered and missing or rejected, at the agreed price; price: what we get too little. 0 '
    'where it cost nothing';
comment on column mart.open_difference.negative_amount is
    'RMB, not negative. statement: theirs to claim from us; delivery: delivered beyond the order; price: what we get too much';
comment on column mart.open_difference.is_minor is
    'Within tolerance, or rounding: counts in the amounts, so that they add up to the statements'' differences, and is no item of a list';
comment on column mart.open_difference.is_listed is
    'false: older than digest.list_days, still open, counted and no longer listed one by one';
comment on column mart.open_difference.is_carried is 'Statements: an earlier statement already showed it';
comment on column mart.open_difference.our_value is 'Our value: units, price, rate or RMB by rule; for a price the one found';
comment on column mart.open_difference.their_value is 'Their value, in the same unit; for a price the one it should be';
comment on column mart.open_difference.fee_text is
    'Deductions: the fee as the statement names it; claims of the opening balances: what they are about';
comment on column mart.open_difference.fee_code is 'Deductions: our code of the fee, also of one that the statement does not take';
comment on column mart.open_difference.likely_cause is 'Prices: as in mart.price_anomaly';
comment on column mart.open_difference.is_settled_as_agreed is
    'Prices: the statement settled the agreed price, so the order''s mistake cost nothing';
comment on column mart.open_difference.first_seen_on is 'Prices: first date of this error for this item in this store';
comment on column mart.open_difference.last_seen_on is 'Prices: last one';
comment on column mart.open_difference.dispute_until is 'Last day on which the chain must hear of the claim; empty once it has';
comment on column mart.open_difference.at_stake_amount is
    'RMB beside the claim: a deduction that came without its invoice, as long as that is missing';
comment on column mart.open_difference.case_id is 'Case of the claim';
comment on column mart.open_difference.case_owner is 'Person who works on the case';
comment on column mart.open_difference.representative_id is 'Representative of the store';
comment on column mart.open_difference.supervisor_id is 'Supervisor of the chain';
