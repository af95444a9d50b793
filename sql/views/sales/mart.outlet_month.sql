-- One row: the supply of one store in one month, up to the as-of date. Read by: growth, outlet and area rankings.
-- Left out: months without a line. What lay in another region or city at the time counts there.
-- Depends on: mart.is_figures_kept, mart.sum_of_days, mart.supply_line_at_clock
create view mart.outlet_month as
with day as (select core.as_of() as as_of, date_trunc('month', core.as_of())::date as month,
    extract(day from core.as_of())::integer as day_of_month
), month as (
    -- The kept sums where they answer: whole months as they stand, the as-of month by its days.
    select kept.chain_id, kept.store_id, kept.region, kept.city, kept.month,
        case when kept.month = day.month then mart.sum_of_days(kept.day_amounts, day.day_of_month) else kept.amount end as amount,
        case when kept.month = day.month then mart.sum_of_days(kept.day_amounts_including, day.day_of_month)
            else kept.amount_including end as amount_including,
        case when kept.month = day.month then mart.sum_of_days(kept.day_quantities, day.day_of_month) else kept.quantity end as quantity,
        mart.sum_of_days(kept.day_amounts, day.day_of_month) as amount_to_day
    from core.kept_outlet_month as kept cross join day
    where mart.is_figures_kept() and kept.first_on <= day.as_of
    union all
    select chain_id, store_id, coalesce(region, '') as region, coalesce(city, '') as city, month, sum(net_amount),
        sum(net_amount_including),
        sum(case when is_return then -received_quantity else received_quantity end),
        sum(net_amount) filter (where extract(day from received_on) <= extract(day from core.as_of()))
    from mart.supply_line_at_clock()
    where not mart.is_figures_kept() and received_on <= core.as_of()
    group by chain_id, store_id, coalesce(region, ''), coalesce(city, ''), month
)
select chain_id, store_id, region, city, month, amount, amount_including, quantity, amount_to_day from month;

comment on view mart.outlet_month is 'One row: the supply of one store in one month, up to the as-of date';
comment on column mart.outlet_month.chain_id is 'Chain';
comment on column mart.outlet_month.store_id is 'Store, within the chain';
comment on column mart.outlet_month.region is 'Our sales region of the store on the date of the goods; empty where unknown';
comment on column mart.outlet_month.city is 'City, likewise';
comment on column mart.outlet_month.month is 'First day of the month';
comment on column mart.outlet_month.amount is 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';
comment on column mart.outlet_month.amount_including is 'The same, VAT included';
comment on column mart.outlet_month.quantity is 'Sales units supplied less returned';
comment on column mart.outlet_month.amount_to_day is 'Of that, up to the as-of date''s day of month: what an open month is held against';
