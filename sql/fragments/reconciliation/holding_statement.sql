-- Which statement should hold the receipts of an account and day, with the terms of the account.
-- Relations that the query around it provides: dated, statement.
-- Included by: fragments/reconciliation/settlement.sql
with
-- From which day to which a receipt belongs on which statement of its account: the first that holds it.
held as (
    select array[chain_id, account_id] as account_key, lead(holds_to, 1, '-infinity') over latest_first as after_day, holds_to as to_day,
        min(statement_key) over latest_first as hold_key
    from statement
    window latest_first as (partition by chain_id, account_id order by holds_to desc rows unbounded preceding)
),
-- Account terms and that statement are looked up once for all lines that share them.
receiving as (
    select distinct chain_id, account_id, received_on from dated
),
-- The terms of each account, asked once.
account as (
    select array[k.chain_id, k.account_id] as account_key, a.is_including, a.price_decimals
    from (select distinct chain_id, account_id from receiving) k
    cross join lateral mart.account_terms(k.chain_id, k.account_id) a
)
-- Which statement should hold the receipts of each account and day.
select r.account_key, r.received_on, a.is_including, a.price_decimals, h.hold_key
from (select array[chain_id, account_id] as account_key, received_on from receiving) r
join account a on a.account_key = r.account_key
left join held h on h.account_key = r.account_key and r.received_on > h.after_day and r.received_on <= h.to_day
