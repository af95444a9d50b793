-- The first fill of some chains: what the plain view says of them, written document by document, and the statements' sums. Nothing is
-- looked up by key. Parameter: @chains.
-- Includes: fragments/reconciliation/settlement.sql
create temp table filled on commit drop as
-- The sources of mart.computed_settlement, of these chains alone.
with
-- Orders that could price a delivery.
order_line as (
    select chain_id, order_number, store_id, product_id, is_free, ordered_on, printed_price, printed_basis
    from core.order_line
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Deliveries and returns.
delivery_line as (
    select chain_id, delivery_number, store_id, order_number, product_id, is_free, kind, account_id, received_on, received_quantity,
        load_id, row_number
    from core.delivery_line
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- What was sold on consignment, in the shape of delivery lines.
sold_line as (
    select * from mart.sold_line
    where chain_id = any (@chains)
),
-- Goods and returns that statements settle.
statement_line as (
    select chain_id, statement_number, line_number, kind = 'return' as is_return, delivery_number, order_number, store_id, product_id,
        is_free, case when kind = 'return' then -quantity else quantity end as quantity, unit_price, vat_rate,
        case when kind = 'return' then -amount else amount end as amount, load_id, row_number
    from core.statement_line
    where kind <> 'deduction' and chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Heads of statements.
statement_head as (
    select chain_id, account_id, statement_number, period_to
    from core.statement
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
),
-- Stores with their regions.
store_version as (
    select chain_id, store_id, region, valid_from, valid_to
    from core.store
    where chain_id = any (@chains) and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
)
select * from fragment.settlement;

delete from core.kept_settlement where chain_id = any (@chains);
delete from core.kept_statement where chain_id = any (@chains);
insert into core.kept_settlement
select * from filled
order by chain_id, delivery_number, order_number, store_id, product_id;
insert into core.kept_statement (chain_id, statement_number, entry_worth, goods_amount, deduction_amount, invoiceable_amount,
    payable_amount)
select chain_id, statement_number, coalesce(e.worth, 0), coalesce(l.goods_amount, 0), coalesce(l.deduction_amount, 0),
    coalesce(l.invoiceable_amount, 0), coalesce(l.payable_amount, 0)
from (
    select chain_id, statement_number, sum(entry_worth) as worth from core.kept_settlement
    where chain_id = any (@chains) and statement_number is not null group by chain_id, statement_number) e
full join (
    select chain_id, statement_number, coalesce(sum(amount) filter (where kind <> 'deduction'), 0) as goods_amount,
        coalesce(sum(amount) filter (where kind = 'deduction' and deduction_mode <> 'paid_apart'), 0) as deduction_amount,
        coalesce(sum(amount) filter (where kind <> 'deduction' or deduction_mode = 'on_invoice'), 0) as invoiceable_amount,
        coalesce(sum(amount) filter (where deduction_mode is distinct from 'paid_apart'), 0) as payable_amount
    from core.statement_line
    where chain_id = any (@chains) and superseded_at = 'infinity'
    group by chain_id, statement_number) l using (chain_id, statement_number)
