-- One row: one product in one store on one business date: what we supplied and took back, and its worth at the agreed price.
-- Read by: every figure about our sales (till sales are a feed of their own). Left out: what was shipped but not signed for.
-- Depends on: mart.is_figures_kept, mart.supply_line_at_clock
create view mart.supply_day as
with line as (
    -- The kept form where it answers, else the plain one.
    select chain_id, store_id, product_id, received_on, is_return, received_quantity, unit_price, net_amount, net_amount_including
    from core.kept_supply_line
    where mart.is_figures_kept()
    union all
    select chain_id, store_id, product_id, received_on, is_return, received_quantity, unit_price, net_amount, net_amount_including
    from mart.supply_line_at_clock()
    where not mart.is_figures_kept()
)
select
    chain_id,
    store_id,
    product_id,
    received_on as business_date,
    coalesce(sum(received_quantity) filter (where not is_return), 0) as supplied_quantity,
    coalesce(sum(received_quantity) filter (where is_return), 0) as returned_quantity,
    sum(net_amount) as net_amount,
    sum(net_amount_including) as net_amount_including,
    count(*) filter (where unit_price is null) as unpriced_line_count
from line
where received_on <= core.as_of()
group by chain_id, store_id, product_id, received_on;

comment on view mart.supply_day is
    'One row: one product in one store on one business date: supply signed for less returns, with its worth at agreed prices';
comment on column mart.supply_day.chain_id is 'Chain';
comment on column mart.supply_day.store_id is 'Store, within the chain';
comment on column mart.supply_day.product_id is 'Our product';
comment on column mart.supply_day.business_date is 'Date of the signature, or of the return note';
comment on column mart.supply_day.supplied_quantity is 'Sales units signed for, free goods included';
comment on column mart.supply_day.returned_quantity is 'Sales units taken back';
comment on column mart.supply_day.net_amount is 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';
comment on column mart.supply_day.net_amount_including is 'The same, VAT included';
comment on column mart.supply_day.unpriced_line_count is 'Lines without any known price, missing in the amounts';
