-- One row: one order line of the time that lock alerts look at, with what came for it by the as-of date; only where the kept form does
-- not answer, else none. Read by: the steps of mart.sku_lock_alert. Left out: free goods and cancelled orders.
-- Depends on: mart.is_figures_kept
create view mart.sku_lock_order_line as
with rule as materialized (
    -- Read once: thresholds are the company's choice, in force at known_at. The date, too, where it would be asked of each row.
    select core.rule_value('lock.history_days')::integer as history_days
)
-- The plain form never opens the partitions of older months. An order keeps the month of its first date, so one month more is read.
select ordered.chain_id, ordered.order_number, ordered.store_id, ordered.product_id, ordered.account_id, ordered.ordered_on,
    ordered.requested_on,
    ordered.ordered_quantity, coalesce(delivered.received_quantity, 0) as received_quantity, delivered.last_received_on
from core.order_line as ordered
left join (
    select chain_id, order_number, store_id, product_id, sum(received_quantity) as received_quantity, max(received_on) as last_received_on
    from core.delivery_line
    where partition_month >= date_trunc('month', core.as_of() - (select history_days from rule) - 31)
      and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
      and kind = 'delivery' and order_number <> '' and not is_free and received_on <= core.as_of()
    group by chain_id, order_number, store_id, product_id
) as delivered using (chain_id, order_number, store_id, product_id)
where not mart.is_figures_kept()
  and ordered.partition_month >= date_trunc('month', core.as_of() - (select history_days from rule) - 31)
  and core.is_known(ordered.arrived_at, ordered.recorded_at, ordered.superseded_at, ordered.superseded_recorded_at)
  and not ordered.is_cancelled and not ordered.is_free and ordered.ordered_quantity > 0 and ordered.ordered_on <= core.as_of()
  and ordered.ordered_on > core.as_of() - (select history_days from rule);

comment on view mart.sku_lock_order_line is
    'One row: one order line of the time that lock alerts look at, where the kept form does not answer';
comment on column mart.sku_lock_order_line.chain_id is 'Chain';
comment on column mart.sku_lock_order_line.order_number is 'Order';
comment on column mart.sku_lock_order_line.store_id is 'Store, within the chain';
comment on column mart.sku_lock_order_line.product_id is 'Our product';
comment on column mart.sku_lock_order_line.account_id is 'Settlement account of the order';
comment on column mart.sku_lock_order_line.ordered_on is 'Business date of the order';
comment on column mart.sku_lock_order_line.requested_on is 'Business date on which the chain wants it';
comment on column mart.sku_lock_order_line.ordered_quantity is 'Sales units ordered';
comment on column mart.sku_lock_order_line.received_quantity is 'Sales units received by the as-of date';
comment on column mart.sku_lock_order_line.last_received_on is 'Business date of the last receipt; null when nothing came';
