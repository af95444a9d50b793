-- One row: one product in one store of a chain on one business date on which it was ordered or received.
-- Read by: digests, rankings, the negotiation pack. Both fill rates (产品送达率, M2, M4.4) are sums over rows of a period, divided at the end:
-- never an average of rates.
-- Left out: returns, deliveries without a known order, cancelled lines; free goods are in, they are quantities too.
-- Depends on: mart.is_figures_kept, mart.order_fulfilment
create view mart.fill_rate as
with answer as (
    -- Deliveries that answer a known order: the kept form where it answers, else the plain one.
    select chain_id, store_id, product_id, received_on, received_quantity
    from core.kept_supply_line
    where mart.is_figures_kept() and is_ordered and not is_return
    union all
    select delivery.chain_id, delivery.store_id, delivery.product_id, delivery.received_on, delivery.received_quantity
    from core.delivery_line as delivery
    where not mart.is_figures_kept()
      and core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at)
      and delivery.kind = 'delivery'
      and exists (
        select from core.order_line as ordered
        where ordered.chain_id = delivery.chain_id and ordered.order_number = delivery.order_number
          and ordered.store_id = delivery.store_id and ordered.product_id = delivery.product_id and ordered.is_free = delivery.is_free
          and core.is_known(ordered.arrived_at, ordered.recorded_at, ordered.superseded_at, ordered.superseded_recorded_at))
), part as (
    -- Side by side, so that whoever asks for some days reads these alone. The denominator of both rates stands on the order date, the
    -- manual's numerator on the day of receipt, whenever it was ordered; the cohort takes only what is due by the as-of date.
    select chain_id, store_id, product_id, ordered_on as business_date, true as is_order, is_due, is_short, ordered_quantity,
        received_quantity as answered_quantity, null::numeric as received_quantity
    from mart.order_fulfilment
    union all
    select chain_id, store_id, product_id, received_on, false, null, null, null, null, received_quantity
    from answer
    where received_on <= core.as_of()
)
select
    chain_id,
    store_id,
    product_id,
    business_date,
    coalesce(sum(ordered_quantity), 0) as ordered_quantity,
    coalesce(sum(received_quantity), 0) as received_quantity,
    round(sum(received_quantity) / nullif(sum(ordered_quantity), 0) * 100, 2) as fill_rate_pct,
    coalesce(sum(ordered_quantity) filter (where is_due), 0) as due_ordered_quantity,
    coalesce(sum(answered_quantity) filter (where is_due), 0) as due_received_quantity,
    round(sum(answered_quantity) filter (where is_due) / nullif(sum(ordered_quantity) filter (where is_due), 0) * 100, 2)
        as cohort_fill_rate_pct,
    count(*) filter (where is_order) as order_line_count,
    count(*) filter (where is_order and is_due and is_short) as short_line_count
from part
group by chain_id, store_id, product_id, business_date;

comment on view mart.fill_rate is
    'One row: one product in one store on one business date; fill rates by period (received ÷ ordered of the same days) and by cohort '
    '(received ÷ ordered of the orders that are due): sum numerators and denominators over the period, then divide';
comment on column mart.fill_rate.chain_id is 'Chain';
comment on column mart.fill_rate.store_id is 'Store, within the chain';
comment on column mart.fill_rate.product_id is 'Our product';
comment on column mart.fill_rate.business_date is 'Date of order and of receipt';
comment on column mart.fill_rate.ordered_quantity is 'Sales units ordered on the day: denominator of the rate by period';
comment on column mart.fill_rate.received_quantity is
    'Sales units signed for on the day, whenever ordered: numerator of the rate by period';
comment on column mart.fill_rate.fill_rate_pct is 'Received ÷ ordered of the day, per cent, uncapped; null when nothing was ordered';
comment on column mart.fill_rate.due_ordered_quantity is
    'Sales units of the day''s orders that are due or complete: denominator of the cohort rate';
comment on column mart.fill_rate.due_received_quantity is 'Sales units received so far for those: numerator of the cohort rate';
comment on column mart.fill_rate.cohort_fill_rate_pct is 'Cohort rate of the day, per cent, uncapped; null when nothing is due';
comment on column mart.fill_rate.order_line_count is 'Order lines of the day';
comment on column mart.fill_rate.short_line_count is 'Of these, due and short';
