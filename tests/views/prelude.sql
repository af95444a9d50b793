-- Helpers for given.sql, alive for one case. Quantities in units, money in RMB.
create function pg_temp.clock(as_of date, known_at timestamptz, knowledge text default 'arrived') returns void language sql as $$
    select set_config('ka.as_of', as_of::text, true), set_config('ka.known_at', known_at::text, true),
        set_config('ka.knowledge', knowledge, true)
$$;
select pg_temp.clock('2026-05-31', '2026-06-30 23:59:59+08');

create function pg_temp.morning(day date) returns timestamptz language sql as $$
    select (day + time '08:00') at time zone 'Asia/Shanghai' $$;

-- The small world that tests/views/README.md describes.
create function pg_temp.trade() returns void language sql as $$
    insert into core.calendar_day (day, is_working_day, working_number)
    select day, extract(isodow from day) < 6, sum((extract(isodow from day) < 6)::int) over (order by day)
    from (select day::date from generate_series(date '2025-12-01', date '2027-01-31', interval '1 day') day) days
    on conflict do nothing;
    insert into core.chain (chain_id, name, name_en) values ('C', '丙', 'C'), ('G', '庚', 'G');
    insert into core.settlement_account (chain_id, account_id, supplier_code, statement_basis, price_decimals, arrived_at, recorded_at)
    values ('C', 'C-1', '1', 'excluding', 4, '-infinity', '-infinity'), ('G', 'G-1', '1', 'including', 2, '-infinity', '-infinity');
    insert into core.product (product_id, valid_from, name, category, pack_size, vat_rate, arrived_at, recorded_at)
    values ('P', '2026-01-01', '大纯', 'uht', 12, 0.09, '-infinity', '-infinity'),
        ('Q', '2026-01-01', '草莓奶', 'drink', 12, 0.13, '-infinity', '-infinity');
    insert into core.chain_item (chain_id, item_number, product_id, arrived_at, recorded_at)
    select chain_id, product_id || '1', product_id, '-infinity', '-infinity' from core.chain, core.product;
    insert into core.store (chain_id, store_id, valid_from, name, region, city, delivery_mode, arrived_at, recorded_at)
    select chain_id, store_id, '2026-01-01', store_id, '华东', '上海', 'direct', '-infinity', '-infinity'
    from core.chain, (values ('S1'), ('S2')) stores (store_id);
    insert into core.price (chain_id, product_id, valid_from, unit_price, arrived_at, recorded_at)
    select chain_id, product_id, '2026-01-01', case product_id when 'P' then 10 else 3.3333 end, '-infinity', '-infinity'
    from core.chain, core.product;
$$;

create function pg_temp.tolerated(measure text, lower_absolute numeric, upper_absolute numeric, lower_pct numeric default null,
    upper_pct numeric default null, chain text default 'C', valid_from date default '2026-01-01', valid_to date default 'infinity')
returns void language sql as $$
    insert into core.tolerance (chain_id, measure, valid_from, valid_to, lower_absolute, upper_absolute, lower_pct, upper_pct, arrived_at,
        recorded_at)
    values (chain, measure, valid_from, valid_to, lower_absolute, upper_absolute, lower_pct, upper_pct, '-infinity', '-infinity')
$$;

-- What somebody answers for, known from ever.
create function pg_temp.answers(person text, role text, chain text default '', store text default '', region text default '',
    city text default '', subject text default '', valid_from date default '2026-01-01')
returns void language sql as $$
    insert into core.responsibility (person_id, role, chain_id, region, city, store_id, subject, valid_from, arrived_at, recorded_at)
    values (person, role, chain, region, city, store, subject, valid_from, '-infinity', '-infinity')
$$;

-- An order line; row numbers count up from 1 in load 1.
create function pg_temp.ordered(number text, product text, quantity numeric, on_day date default '2026-05-04', requested date default null,
    printed numeric default null, printed_basis text default 'excluding', free boolean default false, store text default 'S1',
    chain text default 'C', account text default null, cancelled boolean default false, arrived timestamptz default null)
returns void language plpgsql as $$
#variable_conflict use_column
begin
    perform core.ensure_partitions(array[date_trunc('month', on_day)::date]);
    insert into core.document values (chain, 'order', number, store, date_trunc('month', on_day)) on conflict do nothing;
    insert into core.order_line (chain_id, partition_month, order_number, store_id, product_id, is_free, account_id, ordered_on,
        requested_on,
        ordered_quantity, printed_price, printed_basis, is_cancelled, load_id, row_number, arrived_at, recorded_at)
    select chain, d.partition_month, number, store, product, free, coalesce(account, chain || '-1'), on_day,
        coalesce(requested, on_day + 2),
        quantity, printed, printed_basis, cancelled, 1, (select count(*) + 1 from core.order_line),
        coalesce(arrived, pg_temp.morning(on_day)),
        coalesce(arrived, pg_temp.morning(on_day))
    from core.document d where d.chain_id = chain and d.kind = 'order' and d.number = ordered.number and d.store_id = store;
end $$;

-- A line of a delivery note, or of a return note; load 2. All that was shipped is received unless said otherwise.
create function pg_temp.delivered(number text, ordered text, product text, shipped numeric, received numeric default null,
    on_day date default '2026-05-06', free boolean default false, kind text default 'delivery', store text default 'S1',
    chain text default 'C', account text default null, arrived timestamptz default null)
returns void language plpgsql as $$
#variable_conflict use_column
begin
    perform core.ensure_partitions(array[date_trunc('month', on_day)::date]);
    insert into core.document values (chain, 'delivery', number, store, date_trunc('month', on_day)) on conflict do nothing;
    insert into core.delivery_line (chain_id, partition_month, delivery_number, store_id, order_number, product_id, is_free, kind,
        account_id,
        received_on, shipped_quantity, received_quantity, load_id, row_number, arrived_at, recorded_at)
    select chain, d.partition_month, number, store, ordered, product, free, delivered.kind, coalesce(account, chain || '-1'),
        on_day, shipped, coalesce(received, shipped), 2, (select count(*) + 1 from core.delivery_line),
        coalesce(arrived, pg_temp.morning(on_day)), coalesce(arrived, pg_temp.morning(on_day))
    from core.document d where d.chain_id = chain and d.kind = 'delivery' and d.number = delivered.number and d.store_id = store;
end $$;

-- The head of a statement; load 3. It arrives two days after its period.
create function pg_temp.stated(number text, period_from date, period_to date, payable numeric, chain text default 'C',
    account text default null, invoiceable numeric default null, arrived timestamptz default null)
returns void language plpgsql as $$
#variable_conflict use_column
begin
    perform core.ensure_partitions(array[date_trunc('month', period_to)::date]);
    insert into core.document values (chain, 'statement', number, '', date_trunc('month', period_to)) on conflict do nothing;
    insert into core.statement (chain_id, statement_number, account_id, period_from, period_to, stated_on, stated_payable,
        stated_invoiceable,
        load_id, row_number, arrived_at, recorded_at)
    values (chain, number, coalesce(account, chain || '-1'), period_from, period_to, period_to + 2, payable, invoiceable, 3,
        (select count(*) + 1 from core.statement), coalesce(arrived, pg_temp.morning(period_to + 2)),
        coalesce(arrived, pg_temp.morning(period_to + 2)));
end $$;

-- A goods or return line of a statement, without product where the chain settles whole receipts; load 3.
create function pg_temp.settled(statement text, line integer, product text, quantity numeric, price numeric, amount numeric,
    note text default '', ordered text default '', rate numeric default null, kind text default 'goods', free boolean default false,
    store text default '', chain text default 'C')
returns void language sql as $$
    insert into core.statement_line (chain_id, partition_month, statement_number, line_number, kind, delivery_number, order_number,
        store_id,
        product_id, is_free, quantity, unit_price, vat_rate, amount, load_id, row_number, arrived_at, recorded_at)
    select chain, date_trunc('month', s.period_to), statement, line, kind, note, ordered, store, product, free, quantity, price, rate,
        amount,
        3, line + 100, s.arrived_at, s.recorded_at
    from core.statement s where s.chain_id = chain and s.statement_number = statement
$$;

-- A deduction line of a statement; load 3. Amounts are negative.
create function pg_temp.deducted(statement text, line integer, fee text, amount numeric, mode text default 'on_account',
    chain text default 'C',
    invoice text default null)
returns void language sql as $$
    insert into core.statement_line (chain_id, partition_month, statement_number, line_number, kind, amount, fee_text, deduction_mode,
        invoice_number, load_id, row_number, arrived_at, recorded_at)
    select chain, date_trunc('month', s.period_to), statement, line, 'deduction', amount, fee, mode, invoice, 3, line + 100, s.arrived_at,
        s.recorded_at
    from core.statement s where s.chain_id = chain and s.statement_number = statement
$$;

-- A contract of chain C, signed and known on a day (from ever when not said), with the usual way of paying.
create function pg_temp.contract(id text, valid_from date default '2026-01-01', valid_to date default '2026-12-31',
    signed date default null,
    mode text default 'invoice_days', days integer default 30, payment_days text default '', chain text default 'C')
returns void language sql as $$
    insert into core.contract (chain_id, contract_id, contract_year, signed_on, valid_from, valid_to, settlement_mode, term_days,
        payment_days,
        arrived_at, recorded_at)
    values (chain, id, extract(year from valid_from), coalesce(signed, valid_from), valid_from, valid_to, mode, days, payment_days,
        coalesce(pg_temp.morning(signed), '-infinity'), coalesce(pg_temp.morning(signed), '-infinity'))
$$;

-- A clause of it, known with its contract. amount or pct, as its kind wants.
create function pg_temp.term(contract text, id text, fee text, kind text, figure numeric, per text default 'statement',
    times integer default 1,
    mode text default 'on_account', cap numeric default null, valid_from date default '-infinity', valid_to date default 'infinity',
    chain text default 'C',
    base text default 'goods_less_returns', basis text default 'including')
returns void language sql as $$
    insert into core.contract_term (chain_id, contract_id, term_id, clause, fee_code, kind, deduction_mode, pct, amount, per, times,
        cap_amount, base, basis,
        valid_from, valid_to, arrived_at, recorded_at)
    select chain, contract, id, '第' || id || '条', fee, kind, mode, case when kind <> 'fixed' then figure end,
        case when kind = 'fixed' then figure end,
        per, times, cap, base, term.basis, term.valid_from, term.valid_to, k.arrived_at, k.recorded_at
    from core.contract k where k.chain_id = chain and k.contract_id = contract
$$;

-- What the chain calls one of our fees.
create function pg_temp.means(fee_text text, code text, part smallint default 1, share numeric default null, chain text default 'C')
returns void language sql as $$
    insert into core.fee_text (chain_id, fee_text, part_number, fee_code, share_pct, arrived_at, recorded_at)
    values (chain, fee_text, part, code, share, '-infinity', '-infinity')
$$;
