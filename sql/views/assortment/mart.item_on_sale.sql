-- One row: one product that one store carries on the as-of date: delivered within the window of config/rules.yaml, the best witness
-- without till data. Read by: distribution, coverage, assortment. Left out: what came before the window or after the as-of date.
-- Depends on: mart.is_figures_kept
create view mart.item_on_sale as
-- The kept form where it answers: the last delivery says it, unless it came after the as-of date; then the lines before it do.
select kept.chain_id, kept.store_id, kept.product_id
from core.kept_item as kept
where mart.is_figures_kept()
  and kept.last_received_on > core.as_of() - (select core.rule_value('figures.on_sale_days'))::integer
  and (kept.last_received_on <= core.as_of() or exists (
    select from core.kept_supply_line as line
    where line.chain_id = kept.chain_id and line.store_id = kept.store_id and line.product_id = kept.product_id
      and not line.is_return and line.received_quantity > 0
      and line.received_on <= core.as_of() and line.received_on > core.as_of() - (select core.rule_value('figures.on_sale_days'))::integer))
union all
select distinct chain_id, store_id, product_id
from core.delivery_line
where not mart.is_figures_kept()
  and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and kind = 'delivery' and received_quantity > 0
  and partition_month >= date_trunc('month', core.as_of() - (select core.rule_value('figures.on_sale_days')::integer) - 31)
  and received_on <= core.as_of() and received_on > core.as_of() - (select core.rule_value('figures.on_sale_days')::integer);

comment on view mart.item_on_sale is
    'One row: one product that one store carries on the as-of date: delivered within the window of config/rules.yaml';
comment on column mart.item_on_sale.chain_id is 'Chain';
comment on column mart.item_on_sale.store_id is 'Store, within the chain';
comment on column mart.item_on_sale.product_id is 'Our product';
