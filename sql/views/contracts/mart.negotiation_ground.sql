-- One row: one chain in one calendar year: the sums that a negotiation of its contract stands on (M5.1). Read by: the negotiation pack,
-- mart.proposed_term. Left out: years of which nothing is known.
-- Depends on: mart.counted_break, mart.fee_ratio, mart.outlet_month, mart.statement_goods
create view mart.negotiation_ground as
with supplied as (
    -- What was supplied less what came back, by the day on which it was signed for.
    select chain_id, extract(year from month)::integer as year, sum(amount) as supply_amount,
        sum(amount_including) as supply_amount_including
    from mart.outlet_month
    group by chain_id, extract(year from month)
), supplied_before as (
    -- The same of the year before, up to the same day: what this year is compared with.
    select chain_id, extract(year from month)::integer + 1 as year,
        sum(case when month = date_trunc('month', core.as_of() - interval '1 year') then amount_to_day else amount end) as last_year_amount
    from mart.outlet_month
    where month <= core.as_of() - interval '1 year'
    group by chain_id, extract(year from month)
), settled as (
    -- What the chain's own statements state, by the year in which their period ended.
    select chain_id, extract(year from period_to)::integer as year, sum(goods_amount + return_amount) as settled_amount
    from mart.statement_goods
    where period_to <= core.as_of()
    group by chain_id, extract(year from period_to)
), taken as (
    -- What they deducted.
    select chain_id, extract(year from month)::integer as year, sum(fee_amount) as fee_amount
    from mart.fee_ratio
    group by chain_id, extract(year from month)
), disputed as (
    -- Money breaks, ours and theirs apart; an open rest counts once, on the newest statement.
    select chain_id, extract(year from occurred_on)::integer as year,
        sum(amount) filter (where amount > 0) as claimed_amount, -sum(amount) filter (where amount < 0) as owed_amount
    from mart.counted_break
    where occurred_on <= core.as_of()
    group by chain_id, extract(year from occurred_on)
), part as (
    -- One below the other, so that a question about one chain and year reads no more of each.
    select chain_id, year, supply_amount, supply_amount_including, null::numeric as last_year_amount, null::numeric as settled_amount,
        null::numeric as fee_amount, null::numeric as claimed_amount, null::numeric as owed_amount
    from supplied
    union all
    select chain_id, year, null, null, last_year_amount, null, null, null, null from supplied_before
    union all
    select chain_id, year, null, null, null, settled_amount, null, null, null from settled
    union all
    select chain_id, year, null, null, null, null, fee_amount, null, null from taken
    union all
    select chain_id, year, null, null, null, null, null, claimed_amount, owed_amount from disputed
), whole as (
    -- Side by side.
    select chain_id, year,
        coalesce(sum(supply_amount), 0) as supply_amount, coalesce(sum(supply_amount_including), 0) as supply_amount_including,
        sum(last_year_amount) as last_year_amount, coalesce(sum(settled_amount), 0) as settled_amount,
        coalesce(sum(fee_amount), 0) as fee_amount,
        coalesce(sum(claimed_amount), 0) as claimed_amount, coalesce(sum(owed_amount), 0) as owed_amount
    from part
    group by chain_id, year
)
select chain_id, year, supply_amount, supply_amount_including, last_year_amount, settled_amount, fee_amount,
    round(fee_amount / nullif(greatest(settled_amount, 0), 0) * 100, 2) as fee_pct, claimed_amount, owed_amount
from whole;

comment on view mart.negotiation_ground is 'One row: one chain in one calendar year with the sums that a negotiation stands on';
comment on column mart.negotiation_ground.chain_id is 'Chain';
comment on column mart.negotiation_ground.year is 'Calendar year, up to the as-of date';
comment on column mart.negotiation_ground.supply_amount is 'Supply less returns at agreed prices, RMB, VAT excluded';
comment on column mart.negotiation_ground.supply_amount_including is 'The same, VAT included';
comment on column mart.negotiation_ground.last_year_amount is
    'Supply less returns of the year before up to the same day, RMB, VAT excluded; null when there was none';
comment on column mart.negotiation_ground.settled_amount is
    'Goods less returns of the statements whose period ended in the year, RMB including VAT';
comment on column mart.negotiation_ground.fee_amount is 'Deductions of the same statements, RMB, positive';
comment on column mart.negotiation_ground.fee_pct is 'Deductions ÷ goods less returns, per cent; null when nothing was settled';
comment on column mart.negotiation_ground.claimed_amount is 'Money breaks that are ours to claim, RMB including VAT';
comment on column mart.negotiation_ground.owed_amount is
    'Money breaks that are theirs to claim, RMB including VAT, positive; never netted with ours';
