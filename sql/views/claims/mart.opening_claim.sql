-- One row: one claim that was open when the company started here, or, where the data show the same by now, one break that repeats it.
-- Read by: mart.open_difference, the following of cases (sql/claims/sync.sql). Left out: claims that a newer edition of the opening
-- balances no longer holds. A break repeats a claim when it is on the claim's statement or delivery note and about the store and product
-- that the claim names, if it names any (docs/opening-balances.md).
-- Depends on: mart.repeating_break
create view mart.opening_claim as
with claim as (
    -- What the opening balances hold.
    select chain_id, claim_number, nullif(statement_number, '') as statement_number, nullif(delivery_number, '') as delivery_number,
        nullif(order_number, '') as order_number, nullif(store_id, '') as store_id, nullif(product_id, '') as product_id, what, found_on,
        dispute_until, amount, state, agreed_amount, owner, load_id, row_number
    from core.opening_claim
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and found_on <= core.as_of()
)
select claim.*, 'opening/' || claim.claim_number as claim_key, shown.kind as repeated_kind, shown.claim_key as repeated_key
from claim
left join lateral mart.repeating_break(
    claim.chain_id, claim.statement_number, claim.delivery_number, claim.store_id, claim.product_id) as shown on true;

comment on view mart.opening_claim is
    'One row: one claim of the opening balances, or one break of the data that repeats it';
comment on column mart.opening_claim.chain_id is 'Chain';
comment on column mart.opening_claim.claim_number is 'Number under which the company follows it';
comment on column mart.opening_claim.statement_number is 'Statement it is about; empty where none';
comment on column mart.opening_claim.delivery_number is 'Delivery or return note it is about; empty where none';
comment on column mart.opening_claim.order_number is 'Order it is about; empty where none';
comment on column mart.opening_claim.store_id is 'Store, within the chain; empty where none';
comment on column mart.opening_claim.product_id is 'Our product; empty where none';
comment on column mart.opening_claim.what is 'What it is about, in words';
comment on column mart.opening_claim.found_on is 'Day since which it stands';
comment on column mart.opening_claim.dispute_until is 'Last day on which the chain must hear of it; empty where none is set';
comment on column mart.opening_claim.amount is 'RMB open at the start, VAT included';
comment on column mart.opening_claim.state is 'open, sent, agreed, refused: where it stood at the start';
comment on column mart.opening_claim.agreed_amount is 'RMB the chain had agreed to';
comment on column mart.opening_claim.owner is 'Person in charge';
comment on column mart.opening_claim.load_id is 'Load of the opening balances';
comment on column mart.opening_claim.row_number is 'Row in its file';
comment on column mart.opening_claim.claim_key is 'Key of its case';
comment on column mart.opening_claim.repeated_kind is 'Kind of the break that repeats it; empty: the data do not show it';
comment on column mart.opening_claim.repeated_key is 'Key of the source row of that break';
