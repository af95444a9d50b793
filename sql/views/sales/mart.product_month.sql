-- One row: the supply of one product to one chain in one region in one month, up to the as-of date. Read by: growth and SKU ranking.
-- Left out: months without a line. What lay in another region or city at the time counts there.
-- Depends on: mart.is_figures_kept, mart.sum_of_days, mart.supply_line_at_clock
create view mart.product_month as
with month as (
    -- The kept sums where they answer: whole months as they stand, the as-of month by its days.
    select chain_id, region, product_id, month,
        case when month = date_trunc('month', core.as_of())::date
            then mart.sum_of_days(day_amounts, extract(day from core.as_of())::integer) else amount end as amount,
        mart.sum_of_days(day_amounts, extract(day from core.as_of())::integer) as amount_to_day
    from core.kept_product_month
    where mart.is_figures_kept() and first_on <= core.as_of()
    union all
    select chain_id, coalesce(region, '') as region, product_id, month, sum(net_amount),
        sum(net_amount) filter (where extract(day from received_on) <= extract(day from core.as_of()))
    from mart.supply_line_at_clock()
    where not mart.is_figures_kept() and received_on <= core.as_of()
    group by chain_id, coalesce(region, ''), product_id, month
)
select chain_id, region, product_id, month, amount, amount_to_day from month;

comment on view mart.product_month is 'One row: the supply of one product to one chain in one region in one month, up to the as-of date';
comment on column mart.product_month.chain_id is 'Chain';
comment on column mart.product_month.region is 'Our sales region of the stores on the date of the goods; empty where unknown';
comment on column mart.product_month.product_id is 'Our product';
comment on column mart.product_month.month is 'First day of the month';
comment on column mart.product_month.amount is 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';
comment on column mart.product_month.amount_to_day is 'Of that, up to the as-of date''s day of month: what an open month is held against';
