-- One row: one product in one store in one month: our supply, the till's sales and the stock at its end (进销存).
-- Read by: growth, rankings, targets, the negotiation pack. Left out: months after the as-of date; the as-of month runs up to it.
-- Depends on: mart.is_figures_kept, mart.supply_line_at_clock
create view mart.sales_month as
with part as (
    -- Lines of each feed side by side, added up once: a month asked for reaches the lines of each, which it does not through a full join.
    -- Supply in the kept form where it answers, else in the plain one.
    select chain_id, store_id, product_id, month, case when is_return then 0 else received_quantity end as supplied_quantity,
        case when is_return then received_quantity else 0 end as returned_quantity, net_amount as supply_amount,
            net_amount_including as supply_amount_including,
        null::numeric as sold_quantity, null::numeric as sold_amount, null::numeric as stock_quantity, null::date as stock_on
    from core.kept_supply_line
    where mart.is_figures_kept() and received_on <= core.as_of()
    union all
    select chain_id, store_id, product_id, month, case when is_return then 0 else received_quantity end,
        case when is_return then received_quantity else 0 end, net_amount, net_amount_including, null, null, null, null
    from mart.supply_line_at_clock()
    where not mart.is_figures_kept() and received_on <= core.as_of()
    union all
    select chain_id, store_id, product_id, date_trunc('month', sold_on)::date, null, null, null, null, quantity, amount, null, null
    from core.sale
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and sold_on <= core.as_of()
    union all
    -- The last count of the month; older counts of it are history.
    select * from (
        select distinct on (chain_id, store_id, product_id, date_trunc('month', stock_on)::date)
            chain_id, store_id, product_id, date_trunc('month', stock_on)::date as month, null::numeric, null::numeric, null::numeric,
                null::numeric,
            null::numeric, null::numeric, quantity, stock_on
        from core.stock
        where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and stock_on <= core.as_of() and store_id <> ''
        order by chain_id, store_id, product_id, date_trunc('month', stock_on)::date, stock_on desc) as held
)
select
    chain_id, store_id, product_id, month,
    coalesce(sum(supplied_quantity), 0) as supplied_quantity,
    coalesce(sum(returned_quantity), 0) as returned_quantity,
    sum(supply_amount) as supply_amount,
    sum(supply_amount_including) as supply_amount_including,
    sum(sold_quantity) as sold_quantity,
    sum(sold_amount) as sold_amount,
    sum(stock_quantity) as stock_quantity,
    max(stock_on) as stock_on
from part
group by chain_id, store_id, product_id, month;

comment on view mart.sales_month is
    'One row: one product in one store in one month: supply, till sales, stock at its end; till and stock only where the chains portal '
    'gives them';
comment on column mart.sales_month.chain_id is 'Chain';
comment on column mart.sales_month.store_id is 'Store, within the chain';
comment on column mart.sales_month.product_id is 'Our product';
comment on column mart.sales_month.month is 'First day of the month';
comment on column mart.sales_month.supplied_quantity is 'Sales units signed for';
comment on column mart.sales_month.returned_quantity is 'Sales units taken back';
comment on column mart.sales_month.supply_amount is 'Supply less returns, RMB, VAT excluded; null without supply';
comment on column mart.sales_month.supply_amount_including is 'The same, VAT included';
comment on column mart.sales_month.sold_quantity is 'Sales units sold at the till; null without that feed';
comment on column mart.sales_month.sold_amount is 'Till sales, RMB including VAT; null without that feed';
comment on column mart.sales_month.stock_quantity is 'Sales units in the store at the last count of the month; null without that feed';
comment on column mart.sales_month.stock_on is 'Date of that count';
