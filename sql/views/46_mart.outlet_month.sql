-- One row: the supply of one store in one month, up to the as-of date. Read by: growth, outlet and area rankings.
-- Left out: months without a line. What lay in another region or city at the time counts there.
create view mart.outlet_month as
with month as (
    -- The kept sums where they answer: whole months as they stand, the as-of month by its days.
    select chain_id, store_id, region, city, month,
        case when month = date_trunc('month', core.as_of())::date then mart.up_to_day(day_amounts, extract(day from core.as_of())::integer) else amount end as amount,
        mart.up_to_day(day_amounts, extract(day from core.as_of())::integer) as amount_to_day
    from core.kept_outlet_month
    where mart.is_figures_kept() and first_on <= core.as_of()
    union all
    select chain_id, store_id, coalesce(region, '') as region, coalesce(city, '') as city, month, sum(net_amount),
        sum(net_amount) filter (where extract(day from received_on) <= extract(day from core.as_of()))
    from mart.computed_supply_line
    where not mart.is_figures_kept() and received_on <= core.as_of()
    group by chain_id, store_id, coalesce(region, ''), coalesce(city, ''), month
)
select chain_id, store_id, region, city, month, amount, amount_to_day from month;

comment on view mart.outlet_month is 'One row: the supply of one store in one month, up to the as-of date';
comment on column mart.outlet_month.chain_id is 'Chain';
comment on column mart.outlet_month.store_id is 'Store, within the chain';
comment on column mart.outlet_month.region is 'Our sales region of the store on the date of the goods; empty where unknown';
comment on column mart.outlet_month.city is 'City, likewise';
comment on column mart.outlet_month.month is 'First day of the month';
comment on column mart.outlet_month.amount is 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';
comment on column mart.outlet_month.amount_to_day is 'Of that, up to the as-of date''s day of month: what an open month is held against';
