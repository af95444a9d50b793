-- Keeps what fill rate and ageing of the two months before the as-of date are now, and closes what they were (core.month_figure).
-- Run before statement_figures.sql, which notes the moment of comparison. Parameters: @now.

-- What came since the figures were last compared: recorded since, or recorded before and arrived after the day that was then followed.
create temp table came on commit drop as
    select l.load_id, l.chain_id, l.recorded_at
    from ops.load l
    where l.state = 'loaded' and l.recorded_at <= @now
      and not exists (select from core.settlement_figure_run r where l.recorded_at <= r.checked_at
          and (not isfinite(r.as_of) or l.arrived_at < (r.as_of + 1)::timestamp at time zone 'Asia/Shanghai'));

create temp table month_now (chain_id text collate "C", month date, figure text collate "C", amount numeric(18, 3)) on commit drop;

-- Both sides of the fill rate by period, as in mart.fill_rate; read from the months' own partitions and their neighbours.
insert into month_now
    with month as (
        -- The two months before the one of the as-of date.
        select (date_trunc('month', core.as_of()) - make_interval(months => back))::date as first_on from generate_series(1, 2) as back
    )
    select o.chain_id, m.first_on, 'ordered_quantity', sum(o.ordered_quantity)
    from month m
    join core.order_line o on o.ordered_on >= m.first_on and o.ordered_on < m.first_on + interval '1 month' and not o.is_cancelled
        and o.partition_month between m.first_on - 92 and m.first_on + 62
        and core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at)
    group by o.chain_id, m.first_on
    union all
    select d.chain_id, m.first_on, 'received_quantity', sum(d.received_quantity)
    from month m
    join core.delivery_line d on d.received_on >= m.first_on and d.received_on < m.first_on + interval '1 month' and d.kind = 'delivery'
        and d.partition_month between m.first_on - 92 and m.first_on + 62
        and core.is_known(d.arrived_at, d.recorded_at, d.superseded_at, d.superseded_recorded_at)
    where exists (
        select from core.order_line o
        where o.chain_id = d.chain_id and o.order_number = d.order_number and o.store_id = d.store_id and o.product_id = d.product_id
            and o.is_free = d.is_free
          and core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at))
    group by d.chain_id, m.first_on;

-- Ageing is judged at each month's end, and by what is known now.
do $$
declare
    judged_at constant text := current_setting('ka.as_of');
    closing date;
begin
    for back in 1..2 loop
        closing := date_trunc('month', judged_at::date) - make_interval(months => back - 1) - interval '1 day';
        perform set_config('ka.as_of', closing::text, true);
        insert into month_now
            select a.chain_id, date_trunc('month', closing)::date, f.figure, f.amount
            from (select chain_id, sum(open_amount) as open, coalesce(sum(open_amount) filter (where days_overdue > 0), 0) as overdue
                  from mart.receivable_ageing group by chain_id) a
            cross join lateral (values ('open_amount', a.open), ('overdue_amount', a.overdue)) f (figure, amount);
    end loop;
    perform set_config('ka.as_of', judged_at, true);
end
$$;

-- What is gone is nought now: a month's last receivable paid, its orders vanished.
insert into month_now
    select k.chain_id, k.month, k.figure, 0 from core.month_figure k
    where k.known_to = 'infinity' and k.month >= date_trunc('month', core.as_of()) - interval '2 months'
        and k.month < date_trunc('month', core.as_of())
      and not exists (select from month_now n where (n.chain_id, n.month, n.figure) = (k.chain_id, k.month, k.figure));

create temp table month_changed on commit drop as
    select n.*, k.known_from
    from month_now n
    join core.month_figure k using (chain_id, month, figure)
    where k.known_to = 'infinity' and k.amount <> n.amount and k.known_from < @now;

-- The cause: for quantities the chain's files first, for money our own (invoices, payments, contracts); of several alike the newest.
create temp table month_cause on commit drop as
    select distinct on (c.chain_id, c.month, c.figure) c.chain_id, c.month, c.figure, l.load_id,
        count(*) over (partition by c.chain_id, c.month, c.figure) as load_count
    from month_changed c
    join came l on l.chain_id in (c.chain_id, '')
    order by c.chain_id, c.month, c.figure, (l.chain_id = '') = (c.figure in ('open_amount', 'overdue_amount')) desc, l.recorded_at desc,
        l.load_id desc;

update core.month_figure k set known_to = @now
    from month_changed c
    where (k.chain_id, k.month, k.figure, k.known_from) = (c.chain_id, c.month, c.figure, c.known_from);
insert into core.month_figure (chain_id, month, figure, amount, known_from, load_id, load_count)
    select n.chain_id, n.month, n.figure, n.amount, @now, l.load_id, coalesce(l.load_count, 0)
    from month_now n
    left join month_cause l using (chain_id, month, figure)
    where not exists (select from core.month_figure k
        where (k.chain_id, k.month, k.figure) = (n.chain_id, n.month, n.figure) and k.known_to = 'infinity');
