-- What is run to merge the rows of one file into core.price: master data.
-- For reading: src/KaPipeline/Ingestion/Loading/MergeSql.cs writes it from the catalogue, and a test keeps the two equal.
-- Parameters: @load, @chain, @report, @sha256, @arrived, @recorded, @basis, @per_store, @table, @kind, @window_from, @window_to, @months.

select distinct on (row_number) row_number, problem, found_item, found_store, found_account, found_cases
from (
select chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when chain_id is null then 'missing_value chain_id'
        when octet_length(chain_id) > 800 then 'too_long chain_id'
        when region is null then 'missing_value region'
        when octet_length(region) > 800 then 'too_long region'
        when product_id is null then 'missing_value product_id'
        when octet_length(product_id) > 800 then 'too_long product_id'
        when valid_from is null then 'missing_value valid_from'
        when valid_to is null then 'missing_value valid_to'
        when unit_price is null then 'missing_value unit_price'
        when unit_price not between -99999999 and 99999999 then 'too_large unit_price'
        when basis is null then 'missing_value basis'
        when octet_length(concat(chain_id, region, product_id)) > 2400 then 'too_long' end,
    case
        when not ((basis = ANY (ARRAY['including'::text, 'excluding'::text])))
            then 'price_basis_known'
        when not ((unit_price::numeric(12,4) > (0)::numeric))
            then 'price_positive' end) as problem
from (
select row_number,
       coalesce(nullif(fields ->> 'chain_id', '')::text, @chain) as chain_id,
       coalesce(nullif(fields ->> 'region', '')::text, ''::text) as region,
       nullif(fields ->> 'product_id', '')::text as product_id,
       nullif(fields ->> 'valid_from', '')::date as valid_from,
       coalesce(nullif(fields ->> 'valid_to', '')::date, 'infinity'::date) as valid_to,
       nullif(fields ->> 'unit_price', '')::numeric as unit_price,
       coalesce(nullif(fields ->> 'basis', '')::text, 'excluding'::text) as basis,
       null::text as problem,
       null::text as found_item, null::text as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row
where load_id = @load and feed = 'price'
) resolved
) resolved
where problem is not null
order by row_number;

-- The rows of the file that can be merged, with the unit (document, or single line) that each belongs to. Values take the table's own
-- types only here, behind the test that they fit.
create temp table incoming on commit drop as
    select chain_id, region, product_id, valid_from, valid_to, unit_price, basis, row_number, null::integer[] as more_rows,
        hashtextextended(concat_ws(e'\x1f', chain_id, region, product_id, valid_from), 0) as unit
    from (
        select chain_id::text as chain_id, region::text as region,
        product_id::text as product_id, valid_from::date as valid_from,
        valid_to::date as valid_to, unit_price::numeric(12,4) as unit_price,
        basis::text as basis,
            row_number
        from (
select chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
    row_number, found_item, found_store, found_account, found_cases,
    coalesce(problem,
    case
        when chain_id is null then 'missing_value chain_id'
        when octet_length(chain_id) > 800 then 'too_long chain_id'
        when region is null then 'missing_value region'
        when octet_length(region) > 800 then 'too_long region'
        when product_id is null then 'missing_value product_id'
        when octet_length(product_id) > 800 then 'too_long product_id'
        when valid_from is null then 'missing_value valid_from'
        when valid_to is null then 'missing_value valid_to'
        when unit_price is null then 'missing_value unit_price'
        when unit_price not between -99999999 and 99999999 then 'too_large unit_price'
        when basis is null then 'missing_value basis'
        when octet_length(concat(chain_id, region, product_id)) > 2400 then 'too_long' end,
    case
        when not ((basis = ANY (ARRAY['including'::text, 'excluding'::text])))
            then 'price_basis_known'
        when not ((unit_price::numeric(12,4) > (0)::numeric))
            then 'price_positive' end) as problem
from (
select row_number,
       coalesce(nullif(fields ->> 'chain_id', '')::text, @chain) as chain_id,
       coalesce(nullif(fields ->> 'region', '')::text, ''::text) as region,
       nullif(fields ->> 'product_id', '')::text as product_id,
       nullif(fields ->> 'valid_from', '')::date as valid_from,
       coalesce(nullif(fields ->> 'valid_to', '')::date, 'infinity'::date) as valid_to,
       nullif(fields ->> 'unit_price', '')::numeric as unit_price,
       coalesce(nullif(fields ->> 'basis', '')::text, 'excluding'::text) as basis,
       null::text as problem,
       null::text as found_item, null::text as found_store, null::text as found_account, null::numeric as found_cases
from staging.master_row
where load_id = @load and feed = 'price'
) resolved
        ) resolved
        where problem is null
    ) typed;

-- The same key several times in one file, in a table where nothing adds up: identical rows are one; a row that says something else
-- is taken out and returned, to be quarantined.
with first as (
    -- The row that stands for its key.
    select distinct on (chain_id, region, product_id, valid_from)
        chain_id, region, product_id, valid_from, valid_to, unit_price, basis, row_number
    from incoming
    order by chain_id, region, product_id, valid_from, row_number
),
repeated as (
    -- The others, taken out.
    delete from incoming i using first f
    where i.chain_id = f.chain_id and i.region = f.region and i.product_id = f.product_id
        and i.valid_from = f.valid_from and i.row_number <> f.row_number
    returning f.row_number as first_row_number, i.row_number,
        (i.valid_to, i.unit_price, i.basis)
            is distinct from (f.valid_to, f.unit_price, f.basis) as says_otherwise
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
        select t.*, hashtextextended(concat_ws(e'\x1f', t.chain_id, t.region, t.product_id, t.valid_from), 0) as unit
        from core.price t
        where t.superseded_at = 'infinity'
    )
    select coalesce(i.chain_id, c.chain_id) as chain_id,
        coalesce(i.region, c.region) as region,
        coalesce(i.product_id, c.product_id) as product_id,
        coalesce(i.valid_from, c.valid_from) as valid_from,
        i.valid_to, i.unit_price, i.basis,
        i.row_number, i.more_rows,
        coalesce(i.unit, c.unit) as unit, i.row_number is not null as is_present,
        c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
    from arriving i
    left join in_force c on i.chain_id = c.chain_id and i.region = c.region and i.product_id = c.product_id
        and i.valid_from = c.valid_from
    where c.arrived_at is null
       or i.row_number is not null
        and (i.valid_to, i.unit_price, i.basis)
            is distinct from (c.valid_to, c.unit_price, c.basis);
update core.price t
    set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
    from change c
    where t.chain_id = c.chain_id and t.region = c.region and t.product_id = c.product_id
        and t.valid_from = c.valid_from
      and t.arrived_at = c.old_arrived_at and t.recorded_at = c.old_recorded_at
      and t.load_id is not distinct from c.old_load_id
      -- Most files say only what is new, and all that is in force need not be looked through to end nothing.
      and exists (select from change where old_arrived_at is not null);
insert into core.price (chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
        load_id, row_number, arrived_at, recorded_at)
    select chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
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
    from core.price t
    join late_unit l on l.unit = hashtextextended(concat_ws(e'\x1f', t.chain_id, t.region, t.product_id, t.valid_from), 0)
    left join load_position f on f.load_id = t.load_id
    left join load_position u on u.load_id = t.superseded_by
    where t.superseded_at <> '-infinity';

-- What each file said about each line.
create temp table content on commit drop as
    select o.unit, o.position, o.load_id, o.arrived_at,
        e.chain_id, e.region, e.product_id, e.valid_from, e.valid_to, e.unit_price,
        e.basis,
        e.row_number, null::integer[] as more_rows, e.load_id as source_load_id
    from observation o
    join existing e on e.unit = o.unit and e.from_position <= o.position and e.until_position > o.position and e.row_number <> 0
    where o.load_id <> @load
    union all
    select o.unit, o.position, o.load_id, o.arrived_at,
        i.chain_id, i.region, i.product_id, i.valid_from, i.valid_to, i.unit_price,
        i.basis,
        i.row_number, i.more_rows, @load
    from observation o
    join incoming i on i.unit = o.unit
    where o.load_id = @load;

-- What is to be in force from which place on.
create temp table place on commit drop as
    with line as (
        -- Every line that any file spoke about.
        select distinct unit, chain_id, region, product_id, valid_from from content
    ),
    cell as (
        -- What each file said about it; nothing, where a whole document did not hold it.
        select k.chain_id, k.region, k.product_id, k.valid_from, o.unit, o.position, o.load_id, o.arrived_at,
            c.valid_to, c.unit_price, c.basis, c.row_number, c.more_rows, c.source_load_id,
            row(c.row_number is not null, c.valid_to, c.unit_price, c.basis) as said
        from line k
        join observation o using (unit)
        left join content c on c.unit = k.unit and c.position = o.position
            and c.chain_id = k.chain_id and c.region = k.region and c.product_id = k.product_id
        and c.valid_from = k.valid_from
    ),
    turn as (
        -- Where it said something else than the file before.
        select *, said is distinct from lag(said) over line as is_turn
        from cell
        window line as (partition by chain_id, region, product_id, valid_from order by position)
    )
    select chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
        unit, load_id, arrived_at, row_number, more_rows, source_load_id,
        coalesce(lead(arrived_at) over line, 'infinity') as superseded_at, lead(load_id) over line as superseded_by
    from turn
    where is_turn
    window line as (partition by chain_id, region, product_id, valid_from order by position);

-- The versions that stay: same place, same values. One that comes back into force after its record was closed is written anew.
create temp table kept on commit drop as
    select e.arrived_at, e.load_id, e.recorded_at,
        e.chain_id, e.region, e.product_id, e.valid_from,
        p.superseded_at, p.superseded_by, p.row_number, p.more_rows
    from existing e
    join place p on e.chain_id = p.chain_id and e.region = p.region and e.product_id = p.product_id
        and e.valid_from = p.valid_from
        and p.arrived_at = e.arrived_at and p.load_id is not distinct from e.load_id
        and p.row_number is not null
        and (e.valid_to, e.unit_price, e.basis)
            is not distinct from (p.valid_to, p.unit_price, p.basis)
        and (p.superseded_at <> 'infinity' or e.superseded_recorded_at = 'infinity');

-- The others never were.
update core.price t
    set superseded_at = '-infinity', superseded_by = @load, superseded_recorded_at = least(t.superseded_recorded_at, @recorded)
    from existing e
    where t.chain_id = e.chain_id and t.region = e.region and t.product_id = e.product_id
        and t.valid_from = e.valid_from
      and t.arrived_at = e.arrived_at and t.recorded_at = e.recorded_at
      and t.load_id is not distinct from e.load_id
      and not exists (
          select from kept k
          where k.chain_id = e.chain_id and k.region = e.region and k.product_id = e.product_id
        and k.valid_from = e.valid_from
            and k.arrived_at = e.arrived_at and k.recorded_at = e.recorded_at
            and k.load_id is not distinct from e.load_id);

-- What is said now and was not said before.
insert into core.price (chain_id, region, product_id, valid_from, valid_to, unit_price, basis,
        load_id, row_number, arrived_at, recorded_at, superseded_at, superseded_by, superseded_recorded_at)
    select p.chain_id, p.region, p.product_id, p.valid_from, p.valid_to, p.unit_price,
        p.basis,
        p.load_id, p.row_number, p.arrived_at, @recorded,
        p.superseded_at, p.superseded_by, case when p.superseded_at = 'infinity' then 'infinity' else @recorded end
    from place p
    where p.row_number is not null
      and not exists (
          select from kept k
          where k.chain_id = p.chain_id and k.region = p.region and k.product_id = p.product_id
        and k.valid_from = p.valid_from
            and k.arrived_at = p.arrived_at and k.load_id is not distinct from p.load_id);

-- What stays ends when the next one begins.
update core.price t
    set superseded_at = k.superseded_at, superseded_by = k.superseded_by,
        superseded_recorded_at = case when k.superseded_at = 'infinity' then t.superseded_recorded_at
            else least(t.superseded_recorded_at, @recorded) end,
        row_number = case when k.load_id = @load then k.row_number else t.row_number end
    from kept k
    where t.chain_id = k.chain_id and t.region = k.region and t.product_id = k.product_id
        and t.valid_from = k.valid_from
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
