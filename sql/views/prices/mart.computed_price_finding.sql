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
      -- Told as an age: of a column between two unknown dates the planner expects one row in two hundred, and loops.
      and core.as_of() - ordered_on <= (select core.rule_value('price.watch_days') + core.rule_value('price.outlier_days'))::integer
      and partition_month >= date_trunc('month',
          core.as_of() - (select core.rule_value('price.watch_days') + core.rule_value('price.outlier_days'))::integer - 31)
), line as materialized (
    -- Settlement lines of goods with a price, as far back as is watched.
    select chain_id, statement_number, line_number, product_id, quantity, unit_price, store_id, order_number, load_id, row_number,
        array[chain_id, delivery_number, product_id] as note_key
    from core.statement_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and partition_month >= date_trunc('month', core.as_of() - (select core.rule_value('price.watch_days'))::integer - 31)
      and kind = 'goods' and not is_free and product_id is not null and unit_price is not null and quantity > 0
), note as materialized (
    -- The orders that delivery notes name, of those that stand on a line without its order: read through once, not looked up by each.
    select array[chain_id, delivery_number, product_id] as note_key, store_id, order_number
    from core.delivery_line
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and array[chain_id, delivery_number, product_id] in (select note_key from line where order_number = '')
), noted as (
    -- Of each line, whichever store it names.
    select line.chain_id, line.statement_number, line.line_number, max(note.order_number) as order_number
    from line
    join note on note.note_key = line.note_key and line.store_id in ('', note.store_id)
    where line.order_number = ''
    group by line.chain_id, line.statement_number, line.line_number
), settled as (
    -- A settlement line names its order, or its delivery note, which names it.
    select chain_id, statement_number, line_number, line.product_id, line.quantity, line.unit_price, line.store_id as named_store,
        coalesce(nullif(line.order_number, ''), noted.order_number) as order_number, line.load_id, line.row_number
    from line
    left join noted using (chain_id, statement_number, line_number)
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
