-- One row: one person's summary of a month's work beside our own figures: supply of the stores that they answer for, and the payments of
-- the chains that they supervise. Read by: the console, the figures workbook. Left out: months after the as-of date.
-- Depends on: mart.outlet_month, mart.paper_submitted, mart.store_representative
create view mart.work_summary as
with said as materialized (
    -- Summaries as known.
    select person_id, month, sales_amount, received_amount, competitors, summary, load_id, row_number
    from core.work_summary
    where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at) and month <= core.as_of()
), shop as materialized (
    -- Stores with all who answer for them on the as-of date, each person once.
    select distinct chain_id, store_id, person_id
    from mart.store_representative
    cross join lateral unnest(array[representative_id, city_manager_id, region_manager_id, supervisor_id, area_manager_id,
        sales_region_manager_id]) as person_id
    where person_id is not null
), supplied as (
    -- What their stores were supplied with.
    select said.person_id, said.month, sum(own.amount_including) as amount
    from said
    join shop using (person_id)
    join mart.outlet_month as own on own.chain_id = shop.chain_id and own.store_id = shop.store_id and own.month = said.month
    group by said.person_id, said.month
), paid as (
    -- What their chains paid.
    select said.person_id, said.month, sum(line.amount) as amount
    from said
    join (select distinct supervisor_id, chain_id from mart.store_representative) as chain on chain.supervisor_id = said.person_id
    join core.payment_line as line on line.chain_id = chain.chain_id
        and line.paid_on >= said.month and line.paid_on < said.month + interval '1 month' and line.paid_on <= core.as_of()
        and core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)
    group by said.person_id, said.month
)
select said.person_id, said.month, said.sales_amount, supplied.amount as own_sales_amount,
    said.sales_amount - supplied.amount as sales_difference, said.received_amount, paid.amount as own_received_amount,
    said.received_amount - paid.amount as received_difference, said.competitors, said.summary, paper.submitted_on, said.load_id,
    said.row_number
from said
left join supplied using (person_id, month)
left join paid using (person_id, month)
left join mart.paper_submitted as paper on paper.kind = 'work_summary' and paper.person_id = said.person_id
    and paper.month = (said.month + interval '1 month')::date;

comment on view mart.work_summary is 'One row: one person''s summary of a month''s work, beside our own figures';
comment on column mart.work_summary.person_id is 'Whose work it is';
comment on column mart.work_summary.month is 'First day of the month';
comment on column mart.work_summary.sales_amount is 'Sales by their own word, RMB including VAT';
comment on column mart.work_summary.own_sales_amount is
    'Supply of the stores that they answer for on the as-of date, RMB including VAT; null where nothing is known';
comment on column mart.work_summary.sales_difference is 'Their word less ours, RMB';
comment on column mart.work_summary.received_amount is 'Money received by their own word, RMB';
comment on column mart.work_summary.own_received_amount is
    'What the chains that they supervise paid in the month, RMB; null for who supervises none, or where nothing was paid';
comment on column mart.work_summary.received_difference is 'Their word less ours, RMB';
comment on column mart.work_summary.competitors is 'What the competitors did';
comment on column mart.work_summary.summary is 'What was done, and what was not';
comment on column mart.work_summary.submitted_on is 'When it first came';
comment on column mart.work_summary.load_id is 'Load that brought it';
comment on column mart.work_summary.row_number is 'Its row in the file';
