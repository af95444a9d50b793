-- A year of trade of five chains: one order per store and slot with twenty lines, delivered in full, settled half-monthly by note.
-- One order price in two hundred is wrong; one line in a hundred is settled short, one in two hundred at another price, one in three
-- hundred not at all. Parameter: @rows.

insert into core.calendar_day
select day, extract(isodow from day) < 6, sum((extract(isodow from day) < 6)::int) over (order by day)
from (select day::date from generate_series(date '2024-12-01', date '2026-12-31', '1 day') day) d;

insert into core.chain (chain_id, name, name_en) select 'c' || c, 'c', 'c' from generate_series(1, 5) c;
insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
select 'c' || c, 'a', 'a', case when c % 2 = 0 then 'including' else 'excluding' end, 4, '-infinity', '-infinity'
    from generate_series(1, 5) c;
insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
select 'P' || lpad(p::text, 3, '0'), '2025-01-01', 'p', 'c', 12, case when p % 3 = 0 then 0.13 else 0.09 end, '-infinity', '-infinity'
from generate_series(1, 20) p;
insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
select 'c' || c, 's' || s, '2025-01-01', 's', 'r' || (s % 5), 'c', 'direct', '-infinity', '-infinity'
from generate_series(1, 5) c, generate_series(1, 30) s;
insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
select 'c' || c, 'P' || lpad(p::text, 3, '0'), d, 3 + p * 0.17 + extract(month from d) * 0.01, '-infinity', '-infinity'
from generate_series(1, 5) c, generate_series(1, 20) p, (values (date '2025-01-01'), (date '2025-07-01')) v (d);
select core.ensure_partitions(array(select m::date from generate_series(date '2025-01-01', date '2026-02-01', '1 month') m));

create temp table slot as
    select c, s, k, date '2025-01-01' + (k::bigint * 360 / (@rows / 3000))::int as day
    from generate_series(1, 5) c, generate_series(1, 30) s, generate_series(0, @rows / 3000 - 1) k;

insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, account_id, ordered_on, requested_on,
    ordered_quantity, printed_price, load_id, row_number, arrived_at, recorded_at)
select 'c' || c, date_trunc('month', day), 'O' || s || '-' || k, 's' || s, 'P' || lpad(p::text, 3, '0'), 'a', day, day + 2, 12 + p,
    case when abs(hashtext('O' || s || '-' || k || '-' || p)) % 200 = 0 then 3
        else 3 + p * 0.17 + case when day < '2025-07-01' then 0.01 else 0.07 end end, 1, p, day, day
from slot, generate_series(1, 20) p;

insert into core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, account_id, received_on,
    shipped_quantity, received_quantity, load_id, row_number, arrived_at, recorded_at)
select 'c' || c, date_trunc('month', day), 'N' || s || '-' || k, 's' || s, 'O' || s || '-' || k, 'P' || lpad(p::text, 3, '0'), 'a', day + 2,
    12 + p, 12 + p, 2, p, day + 3, day + 3
from slot, generate_series(1, 20) p;

insert into core.statement (chain_id, statement_number, account_id, period_from, period_to, stated_payable, load_id, row_number,
    arrived_at, recorded_at)
select 'c' || c, 'T' || h, 'a', date '2025-01-01' + (h - 1) * 15, date '2025-01-01' + h * 15 - 1, 0, 3, h, date '2025-01-01' + h * 15,
    date '2025-01-01' + h * 15
from generate_series(1, 5) c, generate_series(1, 25) h;

insert into core.statement_line (chain_id, partition_month, statement_number, line_number, kind, delivery_number, store_id, product_id,
    quantity,
    unit_price, vat_rate, amount, load_id, row_number, arrived_at, recorded_at)
with delivered as (
    select d.*, (received_on - date '2025-01-01') / 15 + 1 as half, abs(hashtext(delivery_number || product_id)) as draw
        from core.delivery_line d
),
priced as (
    select d.*, v.vat_rate, a.statement_basis = 'including' as is_including,
        d.received_quantity - case when draw % 100 = 0 then 1 else 0 end as quantity,
        round(case when a.statement_basis = 'including' then round(p.unit_price * (1 + v.vat_rate), 4) else p.unit_price end
            * case when draw % 200 = 1 then 0.98 else 1 end, 4) as price
    from delivered d
    join core.product v using (product_id)
    join core.settlement_account a using (chain_id)
    join core.price p on p.chain_id = d.chain_id and p.product_id = d.product_id
        and p.valid_from = case when d.received_on - 2 >= '2025-07-01' then date '2025-07-01' else date '2025-01-01' end
    where draw % 300 <> 2
)
select chain_id, date_trunc('month', date '2025-01-01' + half * 15 - 1), 'T' || half,
    row_number() over (partition by chain_id, half order by delivery_number, product_id),
    'goods', delivery_number, store_id, product_id, quantity, price, vat_rate, mart.worth(quantity, price, vat_rate, is_including), 3, 1,
    date '2025-01-01' + half * 15, date '2025-01-01' + half * 15
from priced;

insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
values ('c1', 'x', 'x', 'x', 0, 'x', '2026-01-20', '2026-01-20', '', 'loaded');
