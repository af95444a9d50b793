-- What is run to merge the rows of one file into core.order_line: lines of documents, and snapshots that cancel what they no longer list.
-- For reading: src/KaPipeline/Ingestion/Loading/MergeSql.cs writes it from the catalogue, and a test keeps the two equal.
-- Parameters: @load, @chain, @report, @sha256, @arrived, @recorded, @basis, @per_store, @table, @kind, @window_from, @window_to, @months.

select distinct on (row_number) row_number, problem, found_item, found_store, found_account, found_cases
from (
select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when account_id is null then 'missing_value account_id'
        when origin is null then 'missing_value origin'
        when ordered_on is null then 'missing_value ordered_on'
        when requested_on is null then 'missing_value requested_on'
        when ordered_quantity is null then 'missing_value ordered_quantity'
        when ordered_quantity not between -99999999999 and 99999999999 then 'too_large ordered_quantity'
        when printed_price not between -99999999 and 99999999 then 'too_large printed_price'
        when printed_basis is null then 'missing_value printed_basis'
        when is_cancelled is null then 'missing_value is_cancelled' end,
    case
        when not ((printed_basis = ANY (ARRAY['including'::text, 'excluding'::text])))
            then 'order_line_basis_known'
        when not ((origin = ANY (ARRAY['electronic'::text, 'manual'::text])))
            then 'order_line_origin_known'
        when not ((ordered_quantity::numeric(14,3) >= (0)::numeric))
            then 'order_line_quantity_not_negative' end) as problem
from (
-- Order lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain, @basis (whether the report's prices include VAT).
select s.row_number,
       @chain as chain_id, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       a.account_id,
       coalesce(s.origin, 'electronic') as origin,
       s.ordered_on, s.requested_on,
       case when s.cases is null then coalesce(s.units, 0) else coalesce(s.units, 0) + s.cases * pack.size end as ordered_quantity,
       pack.size as pack_size,
       coalesce(s.unit_price, s.case_price / pack.size) as printed_price,
       @basis as printed_basis,
       false as is_cancelled,
       case
           when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store'
           when a.account_id is null then 'unknown_account'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, s.supplier_code as found_account, s.cases as found_cases
from staging.order_line s
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id) and s.ordered_on between p.date_from and p.date_to
left join lookup_store st on st.store_id = s.store_id and s.ordered_on between st.date_from and st.date_to
left join lookup_account a on a.store_id = s.store_id and s.ordered_on between a.date_from and a.date_to
    and a.supplier_code = coalesce(s.supplier_code, '')
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
) resolved
) resolved
where problem is not null
order by row_number;

-- The rows of the file that can be merged, with the unit (document, or single line) that each belongs to. Values take the table's own
-- types only here, behind the test that they fit.
create temp table incoming on commit drop as
    select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, row_number, null::integer[] as more_rows,
        hashtextextended('order ' || order_number, 0) as unit
    from (
        select chain_id::text as chain_id, order_number::text as order_number,
        store_id::text as store_id, product_id::text as product_id,
        is_free::boolean as is_free, account_id::text as account_id,
        origin::text as origin, ordered_on::date as ordered_on,
        requested_on::date as requested_on,
        ordered_quantity::numeric(14,3) as ordered_quantity,
        pack_size::integer as pack_size, printed_price::numeric(14,6) as printed_price,
        printed_basis::text as printed_basis, is_cancelled::boolean as is_cancelled,
            row_number
        from (
select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when account_id is null then 'missing_value account_id'
        when origin is null then 'missing_value origin'
        when ordered_on is null then 'missing_value ordered_on'
        when requested_on is null then 'missing_value requested_on'
        when ordered_quantity is null then 'missing_value ordered_quantity'
        when ordered_quantity not between -99999999999 and 99999999999 then 'too_large ordered_quantity'
        when printed_price not between -99999999 and 99999999 then 'too_large printed_price'
        when printed_basis is null then 'missing_value printed_basis'
        when is_cancelled is null then 'missing_value is_cancelled' end,
    case
        when not ((printed_basis = ANY (ARRAY['including'::text, 'excluding'::text])))
            then 'order_line_basis_known'
        when not ((origin = ANY (ARRAY['electronic'::text, 'manual'::text])))
            then 'order_line_origin_known'
        when not ((ordered_quantity::numeric(14,3) >= (0)::numeric))
            then 'order_line_quantity_not_negative' end) as problem
from (
-- Order lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain, @basis (whether the report's prices include VAT).
select s.row_number,
       @chain as chain_id, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       a.account_id,
       coalesce(s.origin, 'electronic') as origin,
       s.ordered_on, s.requested_on,
       case when s.cases is null then coalesce(s.units, 0) else coalesce(s.units, 0) + s.cases * pack.size end as ordered_quantity,
       pack.size as pack_size,
       coalesce(s.unit_price, s.case_price / pack.size) as printed_price,
       @basis as printed_basis,
       false as is_cancelled,
       case
           when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store'
           when a.account_id is null then 'unknown_account'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, s.supplier_code as found_account, s.cases as found_cases
from staging.order_line s
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id) and s.ordered_on between p.date_from and p.date_to
left join lookup_store st on st.store_id = s.store_id and s.ordered_on between st.date_from and st.date_to
left join lookup_account a on a.store_id = s.store_id and s.ordered_on between a.date_from and a.date_to
    and a.supplier_code = coalesce(s.supplier_code, '')
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
) resolved
        ) resolved
        where problem is null
    ) typed;

-- The same key several times in one file: quantities add up, everything else is the first row's. Rows whose sum no column holds are
-- taken out, to be quarantined.
create temp table summed on commit drop as
    select distinct on (i.chain_id, i.order_number, i.store_id, i.product_id, i.is_free)
        i.chain_id, i.order_number, i.store_id, i.product_id, i.is_free,
        i.account_id, i.origin, i.ordered_on, i.requested_on, g.ordered_quantity,
        i.pack_size, i.printed_price, i.printed_basis, i.is_cancelled,
        i.row_number, g.more_rows, i.unit
    from incoming i
    join (
        select chain_id, order_number, store_id, product_id, is_free, sum(ordered_quantity) as ordered_quantity,
            (array_agg(row_number order by row_number))[2:] as more_rows
        from incoming
        group by chain_id, order_number, store_id, product_id, is_free
    ) g on i.chain_id = g.chain_id and i.order_number = g.order_number
        and i.store_id = g.store_id and i.product_id = g.product_id
        and i.is_free = g.is_free
    order by i.chain_id, i.order_number, i.store_id, i.product_id, i.is_free, i.row_number;
create temp table outgrown on commit drop as
    select r.row_number
    from summed s
    cross join unnest(array[s.row_number] || s.more_rows) as r (row_number)
    where s.ordered_quantity not between -99999999999 and 99999999999;
delete from summed s where s.ordered_quantity not between -99999999999 and 99999999999;
truncate incoming;
insert into incoming (chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, row_number, more_rows, unit)
    select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, row_number, more_rows, unit
    from summed;

-- The documents of the incoming rows, known by number. A document's month is fixed when it is first seen.
create temp table incoming_document on commit drop as
    select n.number, n.store_id, coalesce(d.partition_month, date_trunc('month', n.first_on)::date) as partition_month,
        d.number is not null as is_known
    from (
        select order_number as number, '' as store_id, min(ordered_on) as first_on
        from incoming
        group by 1, 2
    ) n
    left join core.document d on d.chain_id = @chain and d.kind = @kind and d.number = n.number
        and d.store_id = '';
insert into core.document (chain_id, kind, number, store_id, partition_month)
    select @chain, @kind, number, store_id, partition_month from incoming_document where not is_known;
analyze incoming_document;

-- The case sizes that the rows were counted with (mart.pack_size_difference), in one order, so that loads side by side wait for each
-- other at most once.
insert into core.used_pack_size (chain_id, document, product_id, pack_size)
    select distinct @chain, 'order', product_id, pack_size
    from incoming
    where pack_size is not null
    order by product_id, pack_size
    on conflict do nothing;

-- Units that a file of later arrival has already sighted, or whose absence a later snapshot may have noted: they take the exact path.
create temp table late_unit on commit drop as
    with later as (
        -- What files of later arrival spoke about.
        select s.units, s.window_from, s.window_to
        from ops.load_sighting s
        join ops.load l using (load_id)
        where l.chain_id = @chain and s.target = @table and (l.arrived_at, l.sha256) >= (@arrived, @sha256)
    )
    select distinct i.unit, d.number, d.partition_month
    from incoming i
    join incoming_document d on d.number = i.order_number
    where exists (select from later)
      and (i.unit in (select unnest(units) from later)
        or exists (select from later where i.ordered_on between window_from and window_to));

-- A complete snapshot that comes late: orders in its window that a later file sighted, or a later snapshot cancelled, may have been
-- absent at its place. One that is read again looks at its own cancellations anew: a delivery that arrived before it may have come to
-- light meanwhile.
insert into late_unit (unit, number, partition_month)
    select distinct hashtextextended('order ' || t.order_number, 0), t.order_number, t.partition_month
    from core.order_line t
    where t.chain_id = @chain and t.superseded_at = 'infinity' and t.ordered_on between @window_from and @window_to
      and (
          hashtextextended('order ' || t.order_number, 0) in (
              select unnest(s.units)
              from ops.load_sighting s
              join ops.load l using (load_id)
              where l.chain_id = @chain and s.target = 'order_line' and (l.arrived_at, l.sha256) >= (@arrived, @sha256))
          or t.is_cancelled and exists (
              select from ops.load l where l.load_id = t.load_id and (l.arrived_at, l.sha256) >= (@arrived, @sha256)))
      and hashtextextended('order ' || t.order_number, 0) not in (select unit from late_unit);

-- Documents never seen before: nothing to compare with.
insert into core.order_line (chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, partition_month,
        load_id, row_number, more_rows, arrived_at, recorded_at)
    select i.chain_id, i.order_number, i.store_id, i.product_id, i.is_free, i.account_id,
        i.origin, i.ordered_on, i.requested_on, i.ordered_quantity, i.pack_size,
        i.printed_price, i.printed_basis, i.is_cancelled, d.partition_month,
        @load, i.row_number, i.more_rows, @arrived, @recorded
    from incoming i
    join incoming_document d on d.number = i.order_number
    where not d.is_known and not exists (select from late_unit l where l.unit = i.unit);

-- What the file says otherwise than the version in force: a new line, another value, or a line that a whole document no longer holds.
create temp table change on commit drop as
    with arriving as (
        -- What the file says about documents that are known.
        select d.partition_month, i.*
        from incoming i
    join incoming_document d on d.number = i.order_number and d.is_known
        where not exists (select from late_unit l where l.unit = i.unit)
    ),
    in_force as (
        -- What is in force of the same documents.
        select t.*, hashtextextended('order ' || t.order_number, 0) as unit
        from core.order_line t
        join incoming_document d on d.is_known and d.number = t.order_number and d.partition_month = t.partition_month
        where t.chain_id = @chain and t.partition_month = any (@months) and t.superseded_at = 'infinity'
    )
    select coalesce(i.chain_id, c.chain_id) as chain_id,
        coalesce(i.order_number, c.order_number) as order_number,
        coalesce(i.store_id, c.store_id) as store_id,
        coalesce(i.product_id, c.product_id) as product_id,
        coalesce(i.is_free, c.is_free) as is_free,
        i.account_id, i.origin, i.ordered_on, i.requested_on, i.ordered_quantity,
        i.pack_size, i.printed_price, i.printed_basis, i.is_cancelled,
        coalesce(i.partition_month, c.partition_month) as partition_month, i.row_number, i.more_rows,
        coalesce(i.unit, c.unit) as unit, i.row_number is not null as is_present,
        c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
    from arriving i
    full join in_force c on i.chain_id = c.chain_id and i.order_number = c.order_number
        and i.store_id = c.store_id and i.product_id = c.product_id
        and i.is_free = c.is_free
    where c.arrived_at is null
       -- A document of which a row lies in quarantine may hold more than was read: it takes nothing back.
       or i.row_number is null
        and not exists (select from late_unit l where l.unit = c.unit)
        and not exists (
            select from ops.quarantined_row q
            where q.load_id = @load and q.state = 'open' and (q.document_number is null or q.document_number = c.order_number))
       or i.row_number is not null
        and (i.account_id, i.origin, i.ordered_on, i.requested_on, i.ordered_quantity,
        i.pack_size, i.printed_price, i.printed_basis, i.is_cancelled)
            is distinct from (c.account_id, c.origin, c.ordered_on, c.requested_on, c.ordered_quantity,
        c.pack_size, c.printed_price, c.printed_basis, c.is_cancelled);
update core.order_line t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from change c
    where t.chain_id = c.chain_id and t.order_number = c.order_number
        and t.store_id = c.store_id and t.product_id = c.product_id
        and t.is_free = c.is_free and t.partition_month = c.partition_month
      and t.arrived_at = c.old_arrived_at and t.recorded_at = c.old_recorded_at
      and t.load_id is not distinct from c.old_load_id
      -- Most files say only what is new, and all that is in force need not be looked through to end nothing.
      and exists (select from change where old_arrived_at is not null);
insert into core.order_line (chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, partition_month,
        load_id, row_number, more_rows, arrived_at, recorded_at)
    select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, partition_month,
        @load, row_number, more_rows, @arrived, @recorded
    from change
    where is_present;

-- The file is a complete picture of its window: an order of this report in it that is not listed, with nothing delivered, was
-- cancelled.
create temp table vanished on commit drop as
    select t.*
    from core.order_line t
    join ops.load l on l.load_id = t.load_id and l.report = @report
    where t.chain_id = @chain and t.superseded_at = 'infinity' and not t.is_cancelled
      and t.ordered_on between @window_from and @window_to
      and (l.arrived_at, l.sha256) < (@arrived, @sha256)
      and not exists (select from incoming i where i.unit = hashtextextended('order ' || t.order_number, 0))
      and not exists (
          select from core.delivery_line d
          where d.chain_id = t.chain_id and d.order_number = t.order_number and d.kind = 'delivery'
            and d.superseded_at <> '-infinity' and d.arrived_at <= @arrived)
      and not exists (
          select from ops.quarantined_row q
          where q.load_id = @load and (q.document_number is null or q.document_number = t.order_number))
      and not exists (select from late_unit l where l.unit = hashtextextended('order ' || t.order_number, 0));
update core.order_line t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from vanished v
    where t.chain_id = v.chain_id and t.order_number = v.order_number
        and t.store_id = v.store_id and t.product_id = v.product_id
        and t.is_free = v.is_free
      and t.partition_month = v.partition_month and t.arrived_at = v.arrived_at and t.recorded_at = v.recorded_at
      and t.load_id = v.load_id;
insert into core.order_line (chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled,
        partition_month, load_id, row_number, arrived_at, recorded_at)
    select v.chain_id, v.order_number, v.store_id, v.product_id, v.is_free, v.account_id,
        v.origin, v.ordered_on, v.requested_on, v.ordered_quantity, v.pack_size,
        v.printed_price, v.printed_basis, true,
        v.partition_month, @load, 0, @arrived, @recorded
    from vanished v;

-- The exact path: histories of late units are rebuilt from everything that any file, this one included, said about them in order of
-- arrival. What a file said is what stood in force at its place in that order.
analyze late_unit;
create temp table load_position on commit drop as
    select load_id, arrived_at, report, row_number() over (order by arrived_at, sha256, load_id) as position
    from ops.load l
    where l.chain_id = @chain;

-- Which file spoke about which unit.
create temp table observation on commit drop as
    select u.unit, p.load_id, p.position, p.arrived_at
    from ops.load_sighting s
    join load_position p using (load_id)
    cross join unnest(s.units) as u (unit)
    where s.target = @table and s.load_id <> @load and u.unit in (select unit from late_unit)
    union all
    select distinct i.unit, p.load_id, p.position, p.arrived_at
    from incoming i
    join late_unit using (unit)
    join load_position p on p.load_id = @load;

-- The versions as they stand, each with the span of places in which it was in force.
create temp table existing on commit drop as
    select t.*, l.unit, coalesce(f.position, 0) as from_position, coalesce(u.position, 9223372036854775807) as until_position
    from core.order_line t
    join late_unit l on l.unit = hashtextextended('order ' || t.order_number, 0)
        and t.order_number = l.number and t.partition_month = l.partition_month
    left join load_position f on f.load_id = t.load_id
    left join load_position u on u.load_id = t.superseded_by
    where t.chain_id = @chain and t.superseded_at <> '-infinity';

-- What each file said about each line.
create temp table content on commit drop as
    select o.unit, o.position, o.load_id, o.arrived_at,
        e.chain_id, e.order_number, e.store_id, e.product_id, e.is_free, e.account_id,
        e.origin, e.ordered_on, e.requested_on, e.ordered_quantity, e.pack_size,
        e.printed_price, e.printed_basis, e.is_cancelled,
        e.row_number, e.more_rows, e.load_id as source_load_id
    from observation o
    join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
    where o.load_id <> @load
    union all
    select o.unit, o.position, o.load_id, o.arrived_at,
        i.chain_id, i.order_number, i.store_id, i.product_id, i.is_free, i.account_id,
        i.origin, i.ordered_on, i.requested_on, i.ordered_quantity, i.pack_size,
        i.printed_price, i.printed_basis, i.is_cancelled,
        i.row_number, i.more_rows, @load
    from observation o
    join incoming i on i.unit = o.unit
    where o.load_id = @load;

-- An order that a later complete snapshot of its window no longer lists, though nothing was delivered on it: cancelled at that place.
create temp table absence on commit drop as
    select o.unit, p.position, p.load_id, p.arrived_at, o.position as before_position
    from ops.load_sighting s
    join load_position p using (load_id)
    join lateral (
        select distinct on (unit) unit, position, load_id
        from observation
        where position < p.position
        order by unit, position desc
    ) o on true
    join load_position seen on seen.load_id = o.load_id and seen.report = p.report
    where s.target = @table and s.window_from is not null
      and not exists (select from observation a where a.unit = o.unit and a.load_id = s.load_id)
      and exists (
          select from content c
          where c.unit = o.unit and c.position = o.position and c.ordered_on between s.window_from and s.window_to)
      and not exists (
          select from content c
          join core.delivery_line d on d.chain_id = c.chain_id and d.order_number = c.order_number
          where c.unit = o.unit and c.position = o.position
            and d.kind = 'delivery' and d.superseded_at <> '-infinity' and d.arrived_at <= p.arrived_at)
      and not exists (
          select from ops.quarantined_row q
          where q.load_id = s.load_id and q.state <> 'replayed'
            and (q.document_number is null or q.document_number in (
                select c.order_number from content c where c.unit = o.unit and c.position = o.position)));
insert into content (unit, position, load_id, arrived_at,
        chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled,
        row_number, more_rows, source_load_id)
    select a.unit, a.position, a.load_id, a.arrived_at,
        c.chain_id, c.order_number, c.store_id, c.product_id, c.is_free, c.account_id,
        c.origin, c.ordered_on, c.requested_on, c.ordered_quantity, c.pack_size,
        c.printed_price, c.printed_basis, true,
        0, null, a.load_id
    from absence a
    join content c on c.unit = a.unit and c.position = a.before_position;
insert into observation (unit, load_id, position, arrived_at)
    select unit, load_id, position, arrived_at from absence;

-- What is to be in force from which place on.
create temp table place on commit drop as
    with line as (
        -- Every line that any file spoke about.
        select distinct unit, chain_id, order_number, store_id, product_id, is_free from content
    ),
    cell as (
        -- What each file said about it; nothing, where a whole document did not hold it.
        select k.chain_id, k.order_number, k.store_id, k.product_id, k.is_free, o.unit, o.position, o.load_id, o.arrived_at,
            c.account_id, c.origin, c.ordered_on, c.requested_on, c.ordered_quantity,
        c.pack_size, c.printed_price, c.printed_basis, c.is_cancelled, c.row_number, c.more_rows, c.source_load_id,
            row(c.row_number is not null, c.account_id, c.origin, c.ordered_on, c.requested_on, c.ordered_quantity,
        c.pack_size, c.printed_price, c.printed_basis, c.is_cancelled) as said
        from line k
        join observation o using (unit)
        left join content c on c.unit = k.unit and c.position = o.position
            and c.chain_id = k.chain_id and c.order_number = k.order_number
        and c.store_id = k.store_id and c.product_id = k.product_id
        and c.is_free = k.is_free
    ),
    turn as (
        -- Where it said something else than the file before.
        select *, said is distinct from lag(said) over line as is_turn
        from cell
        window line as (partition by chain_id, order_number, store_id, product_id, is_free order by position)
    )
    select chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled,
        unit, load_id, arrived_at, row_number, more_rows, source_load_id,
        coalesce(lead(arrived_at) over line, 'infinity') as superseded_at, lead(load_id) over line as superseded_by
    from turn
    where is_turn
    window line as (partition by chain_id, order_number, store_id, product_id, is_free order by position);

-- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
create temp table kept on commit drop as
    select e.arrived_at, e.load_id, e.recorded_at, e.partition_month,
        e.chain_id, e.order_number, e.store_id, e.product_id, e.is_free,
        p.superseded_at, p.superseded_by, p.row_number, p.more_rows
    from existing e
    join place p on e.chain_id = p.chain_id and e.order_number = p.order_number
        and e.store_id = p.store_id and e.product_id = p.product_id
        and e.is_free = p.is_free
        and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
        and p.row_number is not null
        and (e.account_id, e.origin, e.ordered_on, e.requested_on, e.ordered_quantity,
        e.pack_size, e.printed_price, e.printed_basis, e.is_cancelled)
            is not distinct from (p.account_id, p.origin, p.ordered_on, p.requested_on, p.ordered_quantity,
        p.pack_size, p.printed_price, p.printed_basis, p.is_cancelled)
        and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

-- The others never were.
update core.order_line t
    set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
    from existing e
    where t.chain_id = e.chain_id and t.order_number = e.order_number
        and t.store_id = e.store_id and t.product_id = e.product_id
        and t.is_free = e.is_free and t.partition_month = e.partition_month
      and t.arrived_at = e.arrived_at and t.recorded_at = e.recorded_at
      and t.load_id is not distinct from e.load_id
      and not exists (
          select from kept k
          where k.chain_id = e.chain_id and k.order_number = e.order_number
        and k.store_id = e.store_id and k.product_id = e.product_id
        and k.is_free = e.is_free
            and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at
            and k.load_id is not distinct from e.load_id);

-- What is said now and was not said before.
insert into core.order_line (chain_id, order_number, store_id, product_id, is_free, account_id, origin,
        ordered_on, requested_on, ordered_quantity, pack_size, printed_price,
        printed_basis, is_cancelled, partition_month,
        load_id, row_number, more_rows, arrived_at, recorded_at, superseded_at, superseded_by, superseded_recorded_at)
    select p.chain_id, p.order_number, p.store_id, p.product_id, p.is_free, p.account_id,
        p.origin, p.ordered_on, p.requested_on, p.ordered_quantity, p.pack_size,
        p.printed_price, p.printed_basis, p.is_cancelled, l.partition_month,
        p.load_id, p.row_number, p.more_rows, p.arrived_at, @recorded,
        p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
    from place p
    join late_unit l on l.unit = p.unit
    where p.row_number is not null
      and not exists (
          select from kept k
          where k.chain_id = p.chain_id and k.order_number = p.order_number
        and k.store_id = p.store_id and k.product_id = p.product_id
        and k.is_free = p.is_free
            and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

-- What stays ends when the next one begins.
update core.order_line t
    set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
        superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
            else least(t.superseded_recorded_at, @recorded) end,
        row_number = case when k.load_id = @load then k.row_number else t.row_number end,
        more_rows = case when k.load_id = @load then k.more_rows else t.more_rows end
    from kept k
    where t.chain_id = k.chain_id and t.order_number = k.order_number
        and t.store_id = k.store_id and t.product_id = k.product_id
        and t.is_free = k.is_free and t.partition_month = k.partition_month
      and t.arrived_at = k.arrived_at and t.recorded_at = k.recorded_at
      and t.load_id is not distinct from k.load_id
      and (t.superseded_at, t.superseded_by, t.row_number) is distinct from
          (k.superseded_at, k.superseded_by, case when k.load_id = @load then k.row_number else t.row_number end);

-- Which rows of the file said something new.
insert into row_outcome (row_number, unit, is_changed)
    select r.row_number, i.unit, i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)
        or i.order_number in (select number from incoming_document where not is_known)
    from incoming i
    cross join unnest(array[i.row_number] || i.more_rows) as r (row_number);

-- How many rows of a file with one target said something new.
select coalesce(sum(1 + coalesce(cardinality(i.more_rows), 0)), 0)
from incoming i
where i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)
        or i.order_number in (select number from incoming_document where not is_known);
