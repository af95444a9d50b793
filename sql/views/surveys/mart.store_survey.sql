-- One row: one thing that somebody wrote down of a store in a month, beside our own supply of the store in that month and, of our goods,
-- the stock that the portal last gave. Read by: the console, the figures workbook. Left out: months after the as-of date.
-- Depends on: mart.outlet_month
create view mart.store_survey as
with own as materialized (
    -- A store that moved lies in two regions of a month.
    select chain_id, store_id, month, sum(amount_including) as amount from mart.outlet_month group by chain_id, store_id, month
)
select line.chain_id, line.store_id, line.month, line.kind, line.name, line.product_id, line.person_id, line.unit_price, line.quantity,
    line.sales_amount, line.note, own.amount as own_amount, round(line.sales_amount / nullif(own.amount, 0), 4) as share_of_own,
    portal.quantity as portal_quantity, line.load_id, line.row_number
from core.store_survey as line
left join own using (chain_id, store_id, month)
left join lateral (
    select stock.quantity from core.stock as stock
    where line.kind = 'own_stock' and stock.chain_id = line.chain_id and stock.store_id = line.store_id
        and stock.product_id = line.product_id and stock.stock_on >= line.month
        and stock.stock_on < line.month + interval '1 month' and stock.stock_on <= core.as_of()
        and core.is_known(stock.arrived_at, stock.recorded_at, stock.superseded_at, stock.superseded_recorded_at)
    order by stock.stock_on desc limit 1) as portal on true
where core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at) and line.month <= core.as_of();

comment on view mart.store_survey is 'One row: one thing that somebody wrote down of a store in a month, beside our own figures';
comment on column mart.store_survey.chain_id is 'Chain';
comment on column mart.store_survey.store_id is 'Store, within the chain';
comment on column mart.store_survey.month is 'First day of the month that it is about';
comment on column mart.store_survey.kind is 'competitor, promotion, own_stock or gift';
comment on column mart.store_survey.name is 'The competitor''s item, the promotion, our item, the gift';
comment on column mart.store_survey.product_id is 'Our product that it is, or that it competes with; empty: none';
comment on column mart.store_survey.person_id is 'Who wrote it down';
comment on column mart.store_survey.unit_price is 'Price on the shelf, RMB including VAT';
comment on column mart.store_survey.quantity is 'Units in stock';
comment on column mart.store_survey.sales_amount is 'The competitor''s sales of the month in the store, RMB including VAT, as estimated';
comment on column mart.store_survey.note is 'What else there is to say';
comment on column mart.store_survey.own_amount is 'Our supply of the store in the month, RMB including VAT; null where nothing is known';
comment on column mart.store_survey.share_of_own is 'The competitor''s sales ÷ our supply';
comment on column mart.store_survey.portal_quantity is 'Stock of the item that the portal last gave in the month, sales units';
comment on column mart.store_survey.load_id is 'Load that brought it';
comment on column mart.store_survey.row_number is 'Its row in the file';
