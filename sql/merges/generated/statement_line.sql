-- What is run to merge the rows of one file into core.statement_line: lines of documents, each of its own.
-- For reading: src/KaPipeline/Ingestion/Loading/MergeSql.cs writes it from the catalogue, and a test keeps the two equal.
-- Parameters: @load, @chain, @report, @sha256, @arrived, @recorded, @basis, @per_store, @table, @kind, @window_from, @window_to, @months.

select distinct on (row_number) row_number, problem, found_item, found_store, found_account, found_cases
from (
select chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when kind is null then 'missing_value kind'
        when delivery_number is null then 'missing_value delivery_number'
        when order_number is null then 'missing_value order_number'
        when store_id is null then 'missing_value store_id'
        when is_free is null then 'missing_value is_free'
        when quantity not between -99999999999 and 99999999999 then 'too_large quantity'
        when unit_price not between -99999999 and 99999999 then 'too_large unit_price'
        when vat_rate not between -9 and 9 then 'too_large vat_rate'
        when amount is null then 'missing_value amount'
        when amount not between -99999999999999 and 99999999999999 then 'too_large amount' end,
    case
        when not (((kind <> 'deduction'::text) OR ((fee_text IS NOT NULL) AND (deduction_mode IS NOT NULL))))
            then 'statement_line_deduction_has_text'
        when not ((kind = ANY (ARRAY['goods'::text, 'return'::text, 'deduction'::text])))
            then 'statement_line_kind_known'
        when not ((deduction_mode = ANY (ARRAY['on_account'::text, 'on_invoice'::text, 'paid_apart'::text])))
            then 'statement_line_mode_known' end) as problem
from (
-- Statement lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- The product may be missing (receipt number and amount only, or a fee); one that is named must be known. Its month is its statement's.
-- Parameters: @load, @chain, @per_store (whether order and delivery-note numbers are unique only with the store).
select s.row_number,
       @chain as chain_id, s.statement_number, s.line_number,
       s.kind, s.delivery_number, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       coalesce(s.units + coalesce(s.cases * pack.size, 0), s.cases * pack.size) as quantity,
       coalesce(s.unit_price, s.case_price / pack.size) as unit_price,
       s.vat_rate as vat_rate,
       -- Without VAT as stated, and the tax that the file states, else by the rate.
       coalesce(s.amount, s.net_amount + coalesce(s.tax_amount, round(s.net_amount * s.vat_rate, 2))) as amount,
       s.fee_text, s.deduction_mode, s.invoice_number,
       case
           when coalesce(s.item_number, s.barcode) is not null and i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when s.store_id <> '' and st.store_id is null then 'unknown_store'
           -- A number that several stores use says nothing without the store.
           when @per_store and s.store_id = '' and s.kind <> 'deduction' and (s.delivery_number <> '' or s.order_number <> '')
               then 'unknown_store'
           when d.number is null
                and not exists (select from staging.statement h where h.load_id = @load and h.statement_number = s.statement_number)
               then 'unknown_statement'
           when s.amount is null and coalesce(s.tax_amount, s.vat_rate) is null then 'tax_missing'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, null as found_account, s.cases as found_cases
from staging.statement_line s
left join core.document d on d.chain_id = @chain and d.kind = 'statement' and d.number = s.statement_number and d.store_id = ''
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id)
    and d.partition_month between p.date_from and p.date_to
left join (select distinct store_id from lookup_store) st on st.store_id = s.store_id
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
) resolved
) resolved
where problem is not null
order by row_number;

-- The rows of the file that can be merged, with the unit (document, or single line) that each belongs to. Values take the table's own
-- types only here, behind the test that they fit.
create temp table incoming on commit drop as
    select chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, row_number, null::integer[] as more_rows,
        hashtextextended('statement ' || statement_number, 0) as unit
    from (
        select chain_id::text as chain_id, statement_number::text as statement_number,
        line_number::integer as line_number, kind::text as kind,
        delivery_number::text as delivery_number, order_number::text as order_number,
        store_id::text as store_id, product_id::text as product_id,
        is_free::boolean as is_free, quantity::numeric(14,3) as quantity,
        unit_price::numeric(14,6) as unit_price, vat_rate::numeric(5,4) as vat_rate,
        amount::numeric(16,2) as amount, fee_text::text as fee_text,
        deduction_mode::text as deduction_mode, invoice_number::text as invoice_number,
            row_number
        from (
select chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when kind is null then 'missing_value kind'
        when delivery_number is null then 'missing_value delivery_number'
        when order_number is null then 'missing_value order_number'
        when store_id is null then 'missing_value store_id'
        when is_free is null then 'missing_value is_free'
        when quantity not between -99999999999 and 99999999999 then 'too_large quantity'
        when unit_price not between -99999999 and 99999999 then 'too_large unit_price'
        when vat_rate not between -9 and 9 then 'too_large vat_rate'
        when amount is null then 'missing_value amount'
        when amount not between -99999999999999 and 99999999999999 then 'too_large amount' end,
    case
        when not (((kind <> 'deduction'::text) OR ((fee_text IS NOT NULL) AND (deduction_mode IS NOT NULL))))
            then 'statement_line_deduction_has_text'
        when not ((kind = ANY (ARRAY['goods'::text, 'return'::text, 'deduction'::text])))
            then 'statement_line_kind_known'
        when not ((deduction_mode = ANY (ARRAY['on_account'::text, 'on_invoice'::text, 'paid_apart'::text])))
            then 'statement_line_mode_known' end) as problem
from (
-- Statement lines of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- The product may be missing (receipt number and amount only, or a fee); one that is named must be known. Its month is its statement's.
-- Parameters: @load, @chain, @per_store (whether order and delivery-note numbers are unique only with the store).
select s.row_number,
       @chain as chain_id, s.statement_number, s.line_number,
       s.kind, s.delivery_number, s.order_number, s.store_id, coalesce(i.product_id, b.product_id) as product_id, s.is_free,
       coalesce(s.units + coalesce(s.cases * pack.size, 0), s.cases * pack.size) as quantity,
       coalesce(s.unit_price, s.case_price / pack.size) as unit_price,
       s.vat_rate as vat_rate,
       -- Without VAT as stated, and the tax that the file states, else by the rate.
       coalesce(s.amount, s.net_amount + coalesce(s.tax_amount, round(s.net_amount * s.vat_rate, 2))) as amount,
       s.fee_text, s.deduction_mode, s.invoice_number,
       case
           when coalesce(s.item_number, s.barcode) is not null and i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when s.store_id <> '' and st.store_id is null then 'unknown_store'
           -- A number that several stores use says nothing without the store.
           when @per_store and s.store_id = '' and s.kind <> 'deduction' and (s.delivery_number <> '' or s.order_number <> '')
               then 'unknown_store'
           when d.number is null
                and not exists (select from staging.statement h where h.load_id = @load and h.statement_number = s.statement_number)
               then 'unknown_statement'
           when s.amount is null and coalesce(s.tax_amount, s.vat_rate) is null then 'tax_missing'
           when s.cases <> trunc(s.cases) then 'non_integer_cases'
           when pack.size is null and (s.cases is not null or s.case_price is not null and s.unit_price is null) then 'pack_size_missing'
       end as problem,
       coalesce(s.item_number, s.barcode) as found_item, s.store_id as found_store, null as found_account, s.cases as found_cases
from staging.statement_line s
left join core.document d on d.chain_id = @chain and d.kind = 'statement' and d.number = s.statement_number and d.store_id = ''
left join lookup_item i on i.item_number = s.item_number
left join lookup_barcode b on i.item_number is null and b.barcode = s.barcode
left join lookup_product p on p.product_id = coalesce(i.product_id, b.product_id)
    and d.partition_month between p.date_from and p.date_to
left join (select distinct store_id from lookup_store) st on st.store_id = s.store_id
cross join lateral (select coalesce(nullif(s.row_pack_size, 0), nullif(i.pack_size, 0), p.pack_size) as size) pack
where s.load_id = @load
) resolved
        ) resolved
        where problem is null
    ) typed;

-- The same key several times in one file, in a table where nothing adds up: identical rows are one; a row that says something else
-- is taken out and returned, to be quarantined.
with first as (
    -- The row that stands for its key.
    select distinct on (chain_id, statement_number, line_number)
        chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, row_number
    from incoming
    order by chain_id, statement_number, line_number, row_number
),
repeated as (
    -- The others, taken out.
    delete from incoming i using first f
    where i.chain_id = f.chain_id and i.statement_number = f.statement_number
        and i.line_number = f.line_number and i.row_number <> f.row_number
    returning f.row_number as first_row_number, i.row_number,
        (i.kind, i.delivery_number, i.order_number, i.store_id, i.product_id, i.is_free,
        i.quantity, i.unit_price, i.vat_rate, i.amount, i.fee_text, i.deduction_mode,
        i.invoice_number)
            is distinct from (f.kind, f.delivery_number, f.order_number, f.store_id, f.product_id, f.is_free,
        f.quantity, f.unit_price, f.vat_rate, f.amount, f.fee_text, f.deduction_mode,
        f.invoice_number) as says_otherwise
),
kept as (
    -- So that the rows are counted with the one that stands for them.
    update incoming i set more_rows = r.more_rows
    from (
        select first_row_number, array_agg(row_number order by row_number) as more_rows
        from repeated where not says_otherwise group by first_row_number
    ) r
    where i.row_number = r.first_row_number
)
select row_number, first_row_number from repeated where says_otherwise;

-- The documents of the incoming rows, known by number. A document's month is fixed when it is first seen.
create temp table incoming_document on commit drop as
    select n.number, n.store_id, coalesce(d.partition_month, date_trunc('month', n.first_on)::date) as partition_month,
        d.number is not null as is_known
    from (
        select statement_number as number, '' as store_id, min(null::date) as first_on
        from incoming
        group by 1, 2
    ) n
    left join core.document d on d.chain_id = @chain and d.kind = @kind and d.number = n.number
        and d.store_id = '';
insert into core.document (chain_id, kind, number, store_id, partition_month)
    select @chain, @kind, number, store_id, partition_month from incoming_document where not is_known;
analyze incoming_document;

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
    join incoming_document d on d.number = i.statement_number
    where exists (select from later)
      and (i.unit in (select unnest(units) from later));

-- Documents never seen before: nothing to compare with.
insert into core.statement_line (chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, partition_month,
        load_id, row_number, arrived_at, recorded_at)
    select i.chain_id, i.statement_number, i.line_number, i.kind, i.delivery_number,
        i.order_number, i.store_id, i.product_id, i.is_free, i.quantity, i.unit_price,
        i.vat_rate, i.amount, i.fee_text, i.deduction_mode, i.invoice_number, d.partition_month,
        @load, i.row_number, @arrived, @recorded
    from incoming i
    join incoming_document d on d.number = i.statement_number
    where not d.is_known and not exists (select from late_unit l where l.unit = i.unit);

-- What the file says otherwise than the version in force: a new line, another value, or a line that a whole document no longer holds.
create temp table change on commit drop as
    with arriving as (
        -- What the file says about documents that are known.
        select d.partition_month, i.*
        from incoming i
    join incoming_document d on d.number = i.statement_number and d.is_known
        where not exists (select from late_unit l where l.unit = i.unit)
    ),
    in_force as (
        -- What is in force of the same documents.
        select t.*, hashtextextended('statement ' || t.statement_number, 0) as unit
        from core.statement_line t
        join incoming_document d on d.is_known and d.number = t.statement_number and d.partition_month = t.partition_month
        where t.chain_id = @chain and t.partition_month = any (@months) and t.superseded_at = 'infinity'
    )
    select coalesce(i.chain_id, c.chain_id) as chain_id,
        coalesce(i.statement_number, c.statement_number) as statement_number,
        coalesce(i.line_number, c.line_number) as line_number,
        i.kind, i.delivery_number, i.order_number, i.store_id, i.product_id, i.is_free,
        i.quantity, i.unit_price, i.vat_rate, i.amount, i.fee_text, i.deduction_mode,
        i.invoice_number,
        coalesce(i.partition_month, c.partition_month) as partition_month, i.row_number, i.more_rows,
        coalesce(i.unit, c.unit) as unit, i.row_number is not null as is_present,
        c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
    from arriving i
    full join in_force c on i.chain_id = c.chain_id and i.statement_number = c.statement_number
        and i.line_number = c.line_number
    where c.arrived_at is null
       -- A document of which a row lies in quarantine may hold more than was read: it takes nothing back.
       or i.row_number is null
        and not exists (select from late_unit l where l.unit = c.unit)
        and not exists (
            select from ops.quarantined_row q
            where q.load_id = @load and q.state = 'open' and (q.document_number is null or q.document_number = c.statement_number))
       or i.row_number is not null
        and (i.kind, i.delivery_number, i.order_number, i.store_id, i.product_id, i.is_free,
        i.quantity, i.unit_price, i.vat_rate, i.amount, i.fee_text, i.deduction_mode,
        i.invoice_number)
            is distinct from (c.kind, c.delivery_number, c.order_number, c.store_id, c.product_id, c.is_free,
        c.quantity, c.unit_price, c.vat_rate, c.amount, c.fee_text, c.deduction_mode,
        c.invoice_number);
update core.statement_line t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from change c
    where t.chain_id = c.chain_id and t.statement_number = c.statement_number
        and t.line_number = c.line_number and t.partition_month = c.partition_month
      and t.arrived_at = c.old_arrived_at and t.recorded_at = c.old_recorded_at
      and t.load_id is not distinct from c.old_load_id
      -- Most files say only what is new, and all that is in force need not be looked through to end nothing.
      and exists (select from change where old_arrived_at is not null);
insert into core.statement_line (chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, partition_month,
        load_id, row_number, arrived_at, recorded_at)
    select chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, partition_month,
        @load, row_number, @arrived, @recorded
    from change
    where is_present;

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
    from core.statement_line t
    join late_unit l on l.unit = hashtextextended('statement ' || t.statement_number, 0)
        and t.statement_number = l.number and t.partition_month = l.partition_month
    left join load_position f on f.load_id = t.load_id
    left join load_position u on u.load_id = t.superseded_by
    where t.chain_id = @chain and t.superseded_at <> '-infinity';

-- What each file said about each line.
create temp table content on commit drop as
    select o.unit, o.position, o.load_id, o.arrived_at,
        e.chain_id, e.statement_number, e.line_number, e.kind, e.delivery_number,
        e.order_number, e.store_id, e.product_id, e.is_free, e.quantity, e.unit_price,
        e.vat_rate, e.amount, e.fee_text, e.deduction_mode, e.invoice_number,
        e.row_number, null::integer[] as more_rows, e.load_id as source_load_id
    from observation o
    join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
    where o.load_id <> @load
    union all
    select o.unit, o.position, o.load_id, o.arrived_at,
        i.chain_id, i.statement_number, i.line_number, i.kind, i.delivery_number,
        i.order_number, i.store_id, i.product_id, i.is_free, i.quantity, i.unit_price,
        i.vat_rate, i.amount, i.fee_text, i.deduction_mode, i.invoice_number,
        i.row_number, i.more_rows, @load
    from observation o
    join incoming i on i.unit = o.unit
    where o.load_id = @load;

-- What is to be in force from which place on.
create temp table place on commit drop as
    with line as (
        -- Every line that any file spoke about.
        select distinct unit, chain_id, statement_number, line_number from content
    ),
    cell as (
        -- What each file said about it; nothing, where a whole document did not hold it.
        select k.chain_id, k.statement_number, k.line_number, o.unit, o.position, o.load_id, o.arrived_at,
            c.kind, c.delivery_number, c.order_number, c.store_id, c.product_id, c.is_free,
        c.quantity, c.unit_price, c.vat_rate, c.amount, c.fee_text, c.deduction_mode,
        c.invoice_number, c.row_number, c.more_rows, c.source_load_id,
            row(c.row_number is not null, c.kind, c.delivery_number, c.order_number, c.store_id, c.product_id, c.is_free,
        c.quantity, c.unit_price, c.vat_rate, c.amount, c.fee_text, c.deduction_mode,
        c.invoice_number) as said
        from line k
        join observation o using (unit)
        left join content c on c.unit = k.unit and c.position = o.position
            and c.chain_id = k.chain_id and c.statement_number = k.statement_number
        and c.line_number = k.line_number
    ),
    turn as (
        -- Where it said something else than the file before.
        select *, said is distinct from lag(said) over line as is_turn
        from cell
        window line as (partition by chain_id, statement_number, line_number order by position)
    )
    select chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number,
        unit, load_id, arrived_at, row_number, more_rows, source_load_id,
        coalesce(lead(arrived_at) over line, 'infinity') as superseded_at, lead(load_id) over line as superseded_by
    from turn
    where is_turn
    window line as (partition by chain_id, statement_number, line_number order by position);

-- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
create temp table kept on commit drop as
    select e.arrived_at, e.load_id, e.recorded_at, e.partition_month,
        e.chain_id, e.statement_number, e.line_number,
        p.superseded_at, p.superseded_by, p.row_number, p.more_rows
    from existing e
    join place p on e.chain_id = p.chain_id and e.statement_number = p.statement_number
        and e.line_number = p.line_number
        and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
        and p.row_number is not null
        and (e.kind, e.delivery_number, e.order_number, e.store_id, e.product_id, e.is_free,
        e.quantity, e.unit_price, e.vat_rate, e.amount, e.fee_text, e.deduction_mode,
        e.invoice_number)
            is not distinct from (p.kind, p.delivery_number, p.order_number, p.store_id, p.product_id, p.is_free,
        p.quantity, p.unit_price, p.vat_rate, p.amount, p.fee_text, p.deduction_mode,
        p.invoice_number)
        and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

-- The others never were.
update core.statement_line t
    set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
    from existing e
    where t.chain_id = e.chain_id and t.statement_number = e.statement_number
        and t.line_number = e.line_number and t.partition_month = e.partition_month
      and t.arrived_at = e.arrived_at and t.recorded_at = e.recorded_at
      and t.load_id is not distinct from e.load_id
      and not exists (
          select from kept k
          where k.chain_id = e.chain_id and k.statement_number = e.statement_number
        and k.line_number = e.line_number
            and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at
            and k.load_id is not distinct from e.load_id);

-- What is said now and was not said before.
insert into core.statement_line (chain_id, statement_number, line_number, kind, delivery_number, order_number,
        store_id, product_id, is_free, quantity, unit_price, vat_rate, amount, fee_text,
        deduction_mode, invoice_number, partition_month,
        load_id, row_number, arrived_at, recorded_at, superseded_at, superseded_by, superseded_recorded_at)
    select p.chain_id, p.statement_number, p.line_number, p.kind, p.delivery_number,
        p.order_number, p.store_id, p.product_id, p.is_free, p.quantity, p.unit_price,
        p.vat_rate, p.amount, p.fee_text, p.deduction_mode, p.invoice_number, l.partition_month,
        p.load_id, p.row_number, p.arrived_at, @recorded,
        p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
    from place p
    join late_unit l on l.unit = p.unit
    where p.row_number is not null
      and not exists (
          select from kept k
          where k.chain_id = p.chain_id and k.statement_number = p.statement_number
        and k.line_number = p.line_number
            and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

-- What stays ends when the next one begins.
update core.statement_line t
    set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
        superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
            else least(t.superseded_recorded_at, @recorded) end,
        row_number = case when k.load_id = @load then k.row_number else t.row_number end
    from kept k
    where t.chain_id = k.chain_id and t.statement_number = k.statement_number
        and t.line_number = k.line_number and t.partition_month = k.partition_month
      and t.arrived_at = k.arrived_at and t.recorded_at = k.recorded_at
      and t.load_id is not distinct from k.load_id
      and (t.superseded_at, t.superseded_by, t.row_number) is distinct from
          (k.superseded_at, k.superseded_by, case when k.load_id = @load then k.row_number else t.row_number end);

-- Which rows of the file said something new.
insert into row_outcome (row_number, unit, is_changed)
    select r.row_number, i.unit, i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)
        or i.statement_number in (select number from incoming_document where not is_known)
    from incoming i
    cross join unnest(array[i.row_number] || i.more_rows) as r (row_number);

-- How many rows of a file with one target said something new.
select coalesce(sum(1 + coalesce(cardinality(i.more_rows), 0)), 0)
from incoming i
where i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)
        or i.statement_number in (select number from incoming_document where not is_known);
