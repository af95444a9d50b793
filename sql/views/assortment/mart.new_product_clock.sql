-- One row: one new product in one open store with its 20-working-day clock (M6.1.5). Read by: the plan digest, exposures.
-- Left out: products launched longer ago than config/rules.yaml watches.
-- Depends on: mart.is_figures_kept
create view mart.new_product_clock as
with rule as materialized (
    -- Read once: the thresholds of the company.
    select core.rule_value('new_product.working_days')::integer as working_days,
        core.rule_value('new_product.watch_days')::integer as watch_days
), fresh as (
    -- Products launched lately enough to be watched.
    select product.product_id, product.launched_on
    from core.product as product, rule
    where core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
        and core.as_of() between product.valid_from and product.valid_to
      and product.launched_on <= core.as_of() and product.launched_on > core.as_of() - rule.watch_days
), opening as (
    -- A store's first day: a later change of its master data is no opening.
    select chain_id, store_id, min(valid_from) as opened_on
    from core.store
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
    group by chain_id, store_id
), opened as (
    -- The first delivery opens it; the kept form where it answers.
    select kept.chain_id, kept.store_id, kept.product_id, kept.first_received_on as opened_on
    from core.kept_item as kept join fresh using (product_id)
    where mart.is_figures_kept() and kept.first_received_on <= core.as_of()
    union all
    select delivery.chain_id, delivery.store_id, delivery.product_id, min(delivery.received_on)
    from core.delivery_line as delivery join fresh using (product_id)
    where not mart.is_figures_kept()
      and core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at)
      and delivery.kind = 'delivery' and delivery.received_quantity > 0 and delivery.received_on <= core.as_of()
    group by delivery.chain_id, delivery.store_id, delivery.product_id
)
select
    store.chain_id, store.store_id, fresh.product_id, fresh.launched_on, due.day as due_on, opened.opened_on,
    case
        when opened.opened_on <= due.day then 'opened'
        when opened.opened_on > due.day then 'opened_late'
        when core.as_of() > due.day then 'late'
        else 'running'
    end as state,
    due.working_number - today.working_number as working_days_left,
    'M6.1.5' as clause
from core.store as store
join opening using (chain_id, store_id)
cross join fresh
cross join rule
-- A store that opens after the launch has its own start.
left join core.calendar_day as start on start.day = greatest(fresh.launched_on, opening.opened_on)
left join core.calendar_day as due on due.is_working_day and due.working_number = start.working_number + rule.working_days
left join core.calendar_day as today on today.day = core.as_of()
left join opened on opened.chain_id = store.chain_id and opened.store_id = store.store_id and opened.product_id = fresh.product_id
where core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
    and core.as_of() between store.valid_from and store.valid_to;

comment on view mart.new_product_clock is
    'One row: one new product in one open store: whether it was opened within new_product.working_days of the companys start';
comment on column mart.new_product_clock.chain_id is 'Chain';
comment on column mart.new_product_clock.store_id is 'Store, within the chain';
comment on column mart.new_product_clock.product_id is 'Our product';
comment on column mart.new_product_clock.launched_on is 'The companys start date';
comment on column mart.new_product_clock.due_on is
    'Last day: the 20th working day after the start, or after the stores opening; null where the calendar does not reach';
comment on column mart.new_product_clock.opened_on is 'First delivery signed for; null when not opened yet';
comment on column mart.new_product_clock.state is 'opened, opened_late, late (not opened, clock over), running';
comment on column mart.new_product_clock.working_days_left is 'Working days until due_on; negative: over';
comment on column mart.new_product_clock.clause is 'Clause of the operating manual';
