-- The settlement of the touched documents: what mart.computed_settlement would say of them. Parameter: @chains.
-- Includes: fragments/reconciliation/settlement.sql
create temp table fresh on commit drop as
with
-- The touched documents as copied aside.
order_line as (
    select * from source_order_line
),
-- Likewise.
delivery_line as (
    select * from source_delivery_line
),
-- Likewise.
sold_line as (
    select * from source_sold_line
),
-- Likewise.
statement_line as (
    select * from source_statement_line
),
-- Heads and stores of their chains, whole: they are few, and statements have to be put in order.
statement_head as (
    select chain_id, account_id, statement_number, period_to
    from core.statement
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Likewise.
store_version as (
    select chain_id, store_id, region, valid_from, valid_to
    from core.store
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
)
select * from fragment.settlement
