-- What is run to merge the rows of one file into core.sale: rows without a document, of which several may add up.
-- For reading: src/KaPipeline/Ingestion/Loading/MergeSql.cs writes it from the catalogue, and a test keeps the two equal.
-- Parameters: @load, @chain, @report, @sha256, @arrived, @recorded, @basis, @per_store, @table, @kind, @window_from, @window_to, @months.

select distinct on (row_number) row_number, problem, found_item, found_store, found_account, found_cases
from (
select chain_id, store_id, product_id, sold_on, quantity, amount,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when chain_id is null then 'missing_value chain_id'
        when octet_length(chain_id) > 800 then 'too_long chain_id'
        when store_id is null then 'missing_value store_id'
        when octet_length(store_id) > 800 then 'too_long store_id'
        when product_id is null then 'missing_value product_id'
        when octet_length(product_id) > 800 then 'too_long product_id'
        when sold_on is null then 'missing_value sold_on'
        when quantity is null then 'missing_value quantity'
        when quantity not between -99999999999 and 99999999999 then 'too_large quantity'
        when amount not between -99999999999999 and 99999999999999 then 'too_large amount'
        when octet_length(concat(chain_id, store_id, product_id)) > 2400 then 'too_long' end) as problem
from (
-- Till sales of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain.
select s.row_number, @chain as chain_id, fields ->> 'store_id' as store_id, coalesce(i.product_id, b.product_id) as product_id,
       (fields ->> 'sold_on')::date as sold_on,
       (fields ->> 'quantity')::numeric as quantity, nullif(fields ->> 'amount', '')::numeric as amount,
       case when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store' end as problem,
       coalesce(fields ->> 'item_number', fields ->> 'barcode') as found_item, fields ->> 'store_id' as found_store,
       null::text as found_account, null::numeric as found_cases
from staging.master_row s
left join lookup_item i on i.item_number = fields ->> 'item_number'
left join lookup_barcode b on i.item_number is null and b.barcode = fields ->> 'barcode'
left join lookup_store st on st.store_id = fields ->> 'store_id' and (fields ->> 'sold_on')::date between st.date_from and st.date_to
where s.load_id = @load and feed = 'sale'
) resolved
) resolved
where problem is not null
order by row_number;

-- The rows of the file that can be merged, with the unit (document, or single line) that each belongs to. Values take the table's own
-- types only here, behind the test that they fit.
create temp table incoming on commit drop as
    select chain_id, store_id, product_id, sold_on, quantity, amount, row_number, null::integer[] as more_rows,
        hashtextextended(concat_ws(e'\x1f', chain_id, store_id, product_id, sold_on), 0) as unit
    from (
        select chain_id::text as chain_id, store_id::text as store_id,
        product_id::text as product_id, sold_on::date as sold_on,
        quantity::numeric(14,3) as quantity, amount::numeric(16,2) as amount,
            row_number
        from (
select chain_id, store_id, product_id, sold_on, quantity, amount,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when chain_id is null then 'missing_value chain_id'
        when octet_length(chain_id) > 800 then 'too_long chain_id'
        when store_id is null then 'missing_value store_id'
        when octet_length(store_id) > 800 then 'too_long store_id'
        when product_id is null then 'missing_value product_id'
        when octet_length(product_id) > 800 then 'too_long product_id'
        when sold_on is null then 'missing_value sold_on'
        when quantity is null then 'missing_value quantity'
        when quantity not between -99999999999 and 99999999999 then 'too_large quantity'
        when amount not between -99999999999999 and 99999999999999 then 'too_large amount'
        when octet_length(concat(chain_id, store_id, product_id)) > 2400 then 'too_long' end) as problem
from (
-- Till sales of one file, resolved against master data: one row per staged row; problem names the rule that keeps it out.
-- Parameters: @load, @chain.
select s.row_number, @chain as chain_id, fields ->> 'store_id' as store_id, coalesce(i.product_id, b.product_id) as product_id,
       (fields ->> 'sold_on')::date as sold_on,
       (fields ->> 'quantity')::numeric as quantity, nullif(fields ->> 'amount', '')::numeric as amount,
       case when i.product_id is null and b.product_id is null
               then case when b.barcode is null then 'unknown_product' else 'shared_barcode' end
           when st.store_id is null then 'unknown_store' end as problem,
       coalesce(fields ->> 'item_number', fields ->> 'barcode') as found_item, fields ->> 'store_id' as found_store,
       null::text as found_account, null::numeric as found_cases
from staging.master_row s
left join lookup_item i on i.item_number = fields ->> 'item_number'
left join lookup_barcode b on i.item_number is null and b.barcode = fields ->> 'barcode'
left join lookup_store st on st.store_id = fields ->> 'store_id' and (fields ->> 'sold_on')::date between st.date_from and st.date_to
where s.load_id = @load and feed = 'sale'
) resolved
        ) resolved
        where problem is null
    ) typed;

-- The same key several times in one file: quantities add up, everything else is the first row's. Rows whose sum no column holds are
-- taken out, to be quarantined.
create temp table summed on commit drop as
    select distinct on (i.chain_id, i.store_id, i.product_id, i.sold_on)
        i.chain_id, i.store_id, i.product_id, i.sold_on,
        g.quantity, g.amount,
        i.row_number, g.more_rows, i.unit
    from incoming i
    join (
        select chain_id, store_id, product_id, sold_on, sum(quantity) as quantity, sum(amount) as amount,
            (array_agg(row_number order by row_number))[2:] as more_rows
        from incoming
        group by chain_id, store_id, product_id, sold_on
    ) g on i.chain_id = g.chain_id and i.store_id = g.store_id
        and i.product_id = g.product_id and i.sold_on = g.sold_on
    order by i.chain_id, i.store_id, i.product_id, i.sold_on, i.row_number;
create temp table outgrown on commit drop as
    select r.row_number
    from summed s
    cross join unnest(array[s.row_number] || s.more_rows) as r (row_number)
    where s.quantity not between -99999999999 and 99999999999 or s.amount not between -99999999999999 and 99999999999999;
delete from summed s where s.quantity not between -99999999999 and 99999999999 or s.amount not between -99999999999999 and 99999999999999;
truncate incoming;
insert into incoming (chain_id, store_id, product_id, sold_on, quantity, amount, row_number, more_rows, unit)
    select chain_id, store_id, product_id, sold_on, quantity, amount, row_number, more_rows, unit
    from summed;

-- Units that a file of later arrival has already sighted, or whose absence a later snapshot may have noted: they take the exact path.
create temp table late_unit on commit drop as
    with later as (
        -- What files of later arrival spoke about.
        select s.units, s.window_from, s.window_to
        from ops.load_sighting s
        join ops.load l using (load_id)
        where s.target = @table and (l.arrived_at, l.sha256) >= (@arrived, @sha256)
    )
    select distinct i.unit
    from incoming i
    where exists (select from later)
      and (i.unit in (select unnest(units) from later));

-- What the file says otherwise than the version in force: a new line, another value, or a line that a whole document no longer holds.
create temp table change on commit drop as
    with arriving as (
        -- What the file says about documents that are known.
        select i.*
        from incoming i
        where not exists (select from late_unit l where l.unit = i.unit)
    ),
    in_force as (
        -- What is in force of the same documents.
        select t.*, hashtextextended(concat_ws(e'\x1f', t.chain_id, t.store_id, t.product_id, t.sold_on), 0) as unit
        from core.sale t
        where t.superseded_at = 'infinity'
    )
    select coalesce(i.chain_id, c.chain_id) as chain_id,
        coalesce(i.store_id, c.store_id) as store_id,
        coalesce(i.product_id, c.product_id) as product_id,
        coalesce(i.sold_on, c.sold_on) as sold_on,
        i.quantity, i.amount,
        i.row_number, i.more_rows,
        coalesce(i.unit, c.unit) as unit, i.row_number is not null as is_present,
        c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
    from arriving i
    left join in_force c on i.chain_id = c.chain_id and i.store_id = c.store_id
        and i.product_id = c.product_id and i.sold_on = c.sold_on
    where c.arrived_at is null
       or i.row_number is not null
        and (i.quantity, i.amount)
            is distinct from (c.quantity, c.amount);
update core.sale t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from change c
    where t.chain_id = c.chain_id and t.store_id = c.store_id
        and t.product_id = c.product_id and t.sold_on = c.sold_on
      and t.arrived_at = c.old_arrived_at and t.recorded_at = c.old_recorded_at
      and t.load_id is not distinct from c.old_load_id
      -- Most files say only what is new, and all that is in force need not be looked through to end nothing.
      and exists (select from change where old_arrived_at is not null);
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount,
        load_id, row_number, arrived_at, recorded_at)
    select chain_id, store_id, product_id, sold_on, quantity, amount,
        @load, row_number, @arrived, @recorded
    from change
    where is_present;

-- The exact path: histories of late units are rebuilt from everything that any file, this one included, said about them in order of
-- arrival. What a file said is what stood in force at its place in that order.
analyze late_unit;
create temp table load_position on commit drop as
    select load_id, arrived_at, report, row_number() over (order by arrived_at, sha256, load_id) as position
    from ops.load l;

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
    from core.sale t
    join late_unit l on l.unit = hashtextextended(concat_ws(e'\x1f', t.chain_id, t.store_id, t.product_id, t.sold_on), 0)
    left join load_position f on f.load_id = t.load_id
    left join load_position u on u.load_id = t.superseded_by
    where t.superseded_at <> '-infinity';

-- What each file said about each line.
create temp table content on commit drop as
    select o.unit, o.position, o.load_id, o.arrived_at,
        e.chain_id, e.store_id, e.product_id, e.sold_on, e.quantity, e.amount,
        e.row_number, null::integer[] as more_rows, e.load_id as source_load_id
    from observation o
    join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
    where o.load_id <> @load
    union all
    select o.unit, o.position, o.load_id, o.arrived_at,
        i.chain_id, i.store_id, i.product_id, i.sold_on, i.quantity, i.amount,
        i.row_number, i.more_rows, @load
    from observation o
    join incoming i on i.unit = o.unit
    where o.load_id = @load;

-- What is to be in force from which place on.
create temp table place on commit drop as
    with line as (
        -- Every line that any file spoke about.
        select distinct unit, chain_id, store_id, product_id, sold_on from content
    ),
    cell as (
        -- What each file said about it; nothing, where a whole document did not hold it.
        select k.chain_id, k.store_id, k.product_id, k.sold_on, o.unit, o.position, o.load_id, o.arrived_at,
            c.quantity, c.amount, c.row_number, c.more_rows, c.source_load_id,
            row(c.row_number is not null, c.quantity, c.amount) as said
        from line k
        join observation o using (unit)
        left join content c on c.unit = k.unit and c.position = o.position
            and c.chain_id = k.chain_id and c.store_id = k.store_id
        and c.product_id = k.product_id and c.sold_on = k.sold_on
    ),
    turn as (
        -- Where it said something else than the file before.
        select *, said is distinct from lag(said) over line as is_turn
        from cell
        window line as (partition by chain_id, store_id, product_id, sold_on order by position)
    )
    select chain_id, store_id, product_id, sold_on, quantity, amount,
        unit, load_id, arrived_at, row_number, more_rows, source_load_id,
        coalesce(lead(arrived_at) over line, 'infinity') as superseded_at, lead(load_id) over line as superseded_by
    from turn
    where is_turn
    window line as (partition by chain_id, store_id, product_id, sold_on order by position);

-- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
create temp table kept on commit drop as
    select e.arrived_at, e.load_id, e.recorded_at,
        e.chain_id, e.store_id, e.product_id, e.sold_on,
        p.superseded_at, p.superseded_by, p.row_number, p.more_rows
    from existing e
    join place p on e.chain_id = p.chain_id and e.store_id = p.store_id
        and e.product_id = p.product_id and e.sold_on = p.sold_on
        and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
        and p.row_number is not null
        and (e.quantity, e.amount)
            is not distinct from (p.quantity, p.amount)
        and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

-- The others never were.
update core.sale t
    set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
    from existing e
    where t.chain_id = e.chain_id and t.store_id = e.store_id
        and t.product_id = e.product_id and t.sold_on = e.sold_on
      and t.arrived_at = e.arrived_at and t.recorded_at = e.recorded_at
      and t.load_id is not distinct from e.load_id
      and not exists (
          select from kept k
          where k.chain_id = e.chain_id and k.store_id = e.store_id
        and k.product_id = e.product_id and k.sold_on = e.sold_on
            and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at
            and k.load_id is not distinct from e.load_id);

-- What is said now and was not said before.
insert into core.sale (chain_id, store_id, product_id, sold_on, quantity, amount,
        load_id, row_number, arrived_at, recorded_at, superseded_at, superseded_by, superseded_recorded_at)
    select p.chain_id, p.store_id, p.product_id, p.sold_on, p.quantity, p.amount,
        p.load_id, p.row_number, p.arrived_at, @recorded,
        p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
    from place p
    where p.row_number is not null
      and not exists (
          select from kept k
          where k.chain_id = p.chain_id and k.store_id = p.store_id
        and k.product_id = p.product_id and k.sold_on = p.sold_on
            and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

-- What stays ends when the next one begins.
update core.sale t
    set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
        superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
            else least(t.superseded_recorded_at, @recorded) end,
        row_number = case when k.load_id = @load then k.row_number else t.row_number end
    from kept k
    where t.chain_id = k.chain_id and t.store_id = k.store_id
        and t.product_id = k.product_id and t.sold_on = k.sold_on
      and t.arrived_at = k.arrived_at and t.recorded_at = k.recorded_at
      and t.load_id is not distinct from k.load_id
      and (t.superseded_at, t.superseded_by, t.row_number) is distinct from
          (k.superseded_at, k.superseded_by, case when k.load_id = @load then k.row_number else t.row_number end);

-- Which rows of the file said something new.
insert into row_outcome (row_number, unit, is_changed)
    select r.row_number, i.unit, i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load)
    from incoming i
    cross join unnest(array[i.row_number] || i.more_rows) as r (row_number);

-- How many rows of a file with one target said something new.
select coalesce(sum(1 + coalesce(cardinality(i.more_rows), 0)), 0)
from incoming i
where i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load);
