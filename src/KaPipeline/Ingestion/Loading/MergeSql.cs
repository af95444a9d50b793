namespace KaPipeline.Ingestion.Loading;

/// <summary>
/// The statements that merge the rows of one file into one table of versions, written from what the table declares: its key, its values,
/// whether several rows of a file may be behind one version (the catalogue), and the document that a line belongs to
/// (<see cref="MergeSource"/>). How they read is to be seen in <c>sql/merges/generated</c>, which a test keeps equal to what is run.
/// </summary>
/// <param name="table">The table that is merged into.</param>
/// <param name="source">Where its rows come from.</param>
/// <param name="isWhole">Whether the file holds whole documents.</param>
/// <param name="isPerStore">Whether orders and delivery notes are known by number and store.</param>
internal sealed partial class MergeSql(VersionedTable table, MergeSource source, bool isWhole, bool isPerStore)
{
    /// <summary>Staged rows that break a rule of master data or of the table, each with the first that it breaks.</summary>
    public string Problems =>
        $"""
        select distinct on (row_number) row_number, problem, found_item, found_store, found_account, found_cases
        from (
        {Resolved}
        ) resolved
        where problem is not null
        order by row_number
        """;

    /// <summary>The rows that can be merged.</summary>
    public string Incoming =>
        $"""
        -- The rows of the file that can be merged, with the unit (document, or single line) that each belongs to. Values take the table's own
        -- types only here, behind the test that they fit.
        create temp table incoming on commit drop as
            select {Columns()}, row_number, null::integer[] as more_rows,
                {Unit()} as unit
            from (
                select {List(table.Key.Concat(table.Values).Select(column => $"{column}::{table.Types[column].Type} as {column}"))},
                    row_number
                from (
        {Resolved}
                ) resolved
                where problem is null
            ) typed
        """;

    /// <summary>Rows of a key that says otherwise than its first row, in a table where nothing adds up.</summary>
    public string Repeated =>
        $"""
        -- The same key several times in one file, in a table where nothing adds up: identical rows are one; a row that says something else
        -- is taken out and returned, to be quarantined.
        with first as (
            -- The row that stands for its key.
            select distinct on ({Key()})
                {Columns()}, row_number
            from incoming
            order by {Key()}, row_number
        ),
        repeated as (
            -- The others, taken out.
            delete from incoming i using first f
            where {Same("i", "f")} and i.row_number <> f.row_number
            returning f.row_number as first_row_number, i.row_number,
                ({Values("i")})
                    is distinct from ({Values("f")}) as says_otherwise
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
        select row_number, first_row_number from repeated where says_otherwise
        """;

    /// <summary>Adds up the rows of a key.</summary>
    public string SummedUp =>
        $"""
        -- The same key several times in one file: quantities add up, everything else is the first row's. Rows whose sum no column holds are
        -- taken out, to be quarantined.
        create temp table summed on commit drop as
            select distinct on ({Key("i")})
                {Key("i")},
                {List(table.Values.Select(column => (source.Sums.Contains(column) ? "g." : "i.") + column))},
                i.row_number, g.more_rows, i.unit
            from incoming i
            join (
                select {Key()}, {List(source.Sums.Select(column => $"sum({column}) as {column}"))},
                    (array_agg(row_number order by row_number))[2:] as more_rows
                from incoming
                group by {Key()}
            ) g on {Same("i", "g")}
            order by {Key("i")}, i.row_number;
        create temp table outgrown on commit drop as
            select r.row_number
            from summed s
            cross join unnest(array[s.row_number] || s.more_rows) as r (row_number)
            where {Outgrown};
        delete from summed s where {Outgrown};
        truncate incoming;
        insert into incoming ({Columns()}, row_number, more_rows, unit)
            select {Columns()}, row_number, more_rows, unit
            from summed
        """;

    /// <summary>The documents of the rows.</summary>
    public string Documents =>
        $"""
        -- The documents of the incoming rows, known by number{(HasStore ? " and store" : "")}. A document's month is fixed when it is first seen.
        create temp table incoming_document on commit drop as
            select n.number, n.store_id, coalesce(d.partition_month, date_trunc('month', n.first_on)::date) as partition_month,
                d.number is not null as is_known
            from (
                select {source.Number} as number, {(HasStore ? "store_id" : "''")} as store_id, min({source.Date ?? "null::date"}) as first_on
                from incoming
                group by 1, 2
            ) n
            left join core.document d on d.chain_id = @chain and d.kind = @kind and d.number = n.number
                and d.store_id = {(HasStore ? "n.store_id" : "''")};
        insert into core.document (chain_id, kind, number, store_id, partition_month)
            select @chain, @kind, number, store_id, partition_month from incoming_document where not is_known;
        analyze incoming_document
        """;

    /// <summary>Notes the case sizes that the rows were counted with.</summary>
    public string PackSizes =>
        $"""
        -- The case sizes that the rows were counted with (mart.pack_size_difference), in one order, so that loads side by side wait for each
        -- other at most once.
        insert into core.used_pack_size (chain_id, document, product_id, pack_size)
            select distinct @chain, '{source.DocumentKind}', product_id, pack_size
            from incoming
            where pack_size is not null
            order by product_id, pack_size
            on conflict do nothing
        """;

    /// <summary>Units that take the exact path.</summary>
    public string Late =>
        $"""
        -- Units that a file of later arrival has already sighted, or whose absence a later snapshot may have noted: they take the exact path.
        create temp table late_unit on commit drop as
            with later as (
                -- What files of later arrival spoke about.
                select s.units, s.window_from, s.window_to
                from ops.load_sighting s
                join ops.load l using (load_id)
                where {OfChain("l")}s.target = @table and (l.arrived_at, l.sha256) >= (@arrived, @sha256)
            )
            select distinct i.unit{If(HasDocuments, ", d.number, d.partition_month")}
            from incoming i{JoinDocument}
            where exists (select from later)
              and (i.unit in (select unnest(units) from later){If(IsOrders,
                "\n        or exists (select from later where i.ordered_on between window_from and window_to)")})
        """;

    /// <summary>Writes documents that were never seen before.</summary>
    public string New =>
        $"""
        -- Documents never seen before: nothing to compare with.
        {Insert()}
            select {Columns("i")}{Month("d")},
                @load, i.row_number{MoreRows("i")}, @arrived, @recorded
            from incoming i{JoinDocument}
            where not d.is_known and not exists (select from late_unit l where l.unit = i.unit)
        """;

    /// <summary>Writes what differs from the versions in force.</summary>
    public string Changed =>
        $"""
        -- What the file says otherwise than the version in force: a new line, another value, or a line that a whole document no longer holds.
        create temp table change on commit drop as
            with arriving as (
                -- What the file says about documents that are known.
                select {If(HasMonth, "d.partition_month, ")}i.*
                from incoming i{JoinDocument}{If(HasDocuments, " and d.is_known")}
                where not exists (select from late_unit l where l.unit = i.unit)
            ),
            in_force as (
                -- What is in force of the same documents.
                select t.*, {Unit("t")} as unit
                from {Table} t{If(HasDocuments, $"""

                join incoming_document d on d.is_known and d.number = t.{source.Number}{AndStore("d", "t")}{AndMonth("d", "t")}
        """)}
                where {OfChain("t")}{If(HasMonth, "t.partition_month = any (@months) and ")}t.superseded_at = 'infinity'
            )
            select {List(table.Key.Select(column => $"coalesce(i.{column}, c.{column}) as {column}"))},
                {Values("i")},
                {If(HasMonth, "coalesce(i.partition_month, c.partition_month) as partition_month, ")}i.row_number, i.more_rows,
                coalesce(i.unit, c.unit) as unit, i.row_number is not null as is_present,
                c.arrived_at as old_arrived_at, c.load_id as old_load_id, c.recorded_at as old_recorded_at
            from arriving i
            {(TakesBack ? "full" : "left")} join in_force c on {Same("i", "c")}
            where c.arrived_at is null{If(TakesBack, $"""

               -- A document of which a row lies in quarantine may hold more than was read: it takes nothing back.
               or i.row_number is null
                and not exists (select from late_unit l where l.unit = c.unit)
                and not exists (
                    select from ops.quarantined_row q
                    where q.load_id = @load and q.state = 'open' and (q.document_number is null or q.document_number = c.{source.Number}))
        """)}
               or i.row_number is not null
                and ({Values("i")})
                    is distinct from ({Values("c")});
        update {Table} t
            set superseded_at = @arrived, superseded_recorded_at = @recorded, superseded_by = @load
            from change c
            where {SameVersion("t", "c", "old_")}
              -- Most files say only what is new, and all that is in force need not be looked through to end nothing.
              and exists (select from change where old_arrived_at is not null);
        {Insert()}
            select {Columns()}{Month()},
                @load, row_number{MoreRows()}, @arrived, @recorded
            from change
            where is_present
        """;

    /// <summary>Notes of each row of a file whether it said something new.</summary>
    public string Outcome =>
        $"""
        -- Which rows of the file said something new.
        insert into row_outcome (row_number, unit, is_changed)
            select r.row_number, i.unit, {IsNew}
            from incoming i
            cross join unnest(array[i.row_number] || i.more_rows) as r (row_number)
        """;

    /// <summary>Counts the rows that said something new.</summary>
    public string OutcomeCount =>
        $"""
        -- How many rows of a file with one target said something new.
        select coalesce(sum(1 + coalesce(cardinality(i.more_rows), 0)), 0)
        from incoming i
        where {IsNew}
        """;
}
