-- One row: one wrong price of an order line (the most specific of three rules) or of a settlement line, or one order price that nothing
-- judges; the plain form, computed from the facts. Read by: mart.price_finding_at_clock where the kept form does not answer, and the
-- refresh, by the same fragment.
-- Left out: free goods, orders without a printed price, orders older than config/rules.yaml watches and remembers.
-- Includes: fragments/prices/price_finding.sql
-- Depends on: mart.account_terms, mart.price_in_basis, mart.regional_price
create view mart.computed_price_finding as
with order_line as (
    -- Whole partitions of older facts are never opened. An order keeps the month of its first date, so one month more is read.
    select chain_id, order_number, store_id, product_id, account_id, ordered_on, ordered_quantity, pack_size, printed_price, printed_basis,
        load_id, row_number
    from core.order_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and not is_cancelled and not is_free and printed_price is not null and ordered_on <= core.as_of()
      and ordered_on >= core.as_of() - (select core.rule_value('price.watch_days') + core.rule_value('price.outlier_days'))::integer
      and partition_month >= date_trunc('month',
          core.as_of() - (select core.rule_value('price.watch_days') + core.rule_value('price.outlier_days'))::integer - 31)
), settled as (
    -- A settlement line names its order, or its delivery note, which names it.
    select line.chain_id, line.statement_number, line.line_number, line.product_id, line.quantity, line.unit_price,
        line.store_id as named_store,
        coalesce(nullif(line.order_number, ''), note.order_number) as order_number, line.load_id, line.row_number
    from core.statement_line as line
    left join lateral (
        select max(delivery.order_number) as order_number
        from core.delivery_line as delivery
        where line.order_number = '' and delivery.chain_id = line.chain_id and delivery.delivery_number = line.delivery_number
            and delivery.product_id = line.product_id
          and line.store_id in ('', delivery.store_id)
          and core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at)
    ) as note on true
    where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
      and line.partition_month >= date_trunc('month', core.as_of() - (select core.rule_value('price.watch_days'))::integer - 31)
      and line.kind = 'goods' and not line.is_free and line.product_id is not null and line.unit_price is not null and line.quantity > 0
)
select * from fragment.price_finding;

comment on view mart.computed_price_finding is
    'One row: one wrong price of an order or settlement line, or one that nothing judges, computed from the facts';
comment on column mart.computed_price_finding.chain_id is 'Chain';
comment on column mart.computed_price_finding.order_number is 'Order';
comment on column mart.computed_price_finding.store_id is 'Store, within the chain';
comment on column mart.computed_price_finding.product_id is 'Our product';
comment on column mart.computed_price_finding.rule is
    'As in mart.price_anomaly; unjudged: a line that neither promotion nor price list judges';
comment on column mart.computed_price_finding.statement_number is 'Statement of a settlement line; empty on order rules';
comment on column mart.computed_price_finding.line_number is 'Its line; 0 on order rules';
comment on column mart.computed_price_finding.ordered_on is 'Business date of the order';
comment on column mart.computed_price_finding.found_price is 'Price found, RMB per sales unit, VAT excluded';
comment on column mart.computed_price_finding.expected_price is 'Price it should be, likewise; null where nothing judges it';
comment on column mart.computed_price_finding.likely_cause is 'As in mart.price_anomaly; null when none fits';
comment on column mart.computed_price_finding.neighbour_product_id is 'The item whose price it is, where that is the cause';
comment on column mart.computed_price_finding.amount_at_stake is '(expected − found) × quantity, RMB, VAT excluded';
comment on column mart.computed_price_finding.load_id is 'Load of the file that shows the price';
comment on column mart.computed_price_finding.row_number is 'Its row';
