using Dapper;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>Rules of sql/README.md#rules that the database's own catalogue can tell.</summary>
public sealed class CatalogueTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    [Fact]
    public Task Every_column_of_core_and_mart_says_what_it_means() => AssertNoneAsync(
        """
        select a.attrelid::regclass || '.' || a.attname
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v') and not c.relispartition
        where c.relnamespace in ('core'::regnamespace, 'mart'::regnamespace) and a.attnum > 0 and not a.attisdropped
            and col_description(a.attrelid, a.attnum) is null
        """);

    [Fact]
    public Task Every_table_and_view_says_what_one_row_is() => AssertNoneAsync(
        """
        select c.oid::regclass::text
        from pg_class c
        where c.relkind in ('r', 'p', 'v') and not c.relispartition
            and c.relnamespace in ('core'::regnamespace, 'mart'::regnamespace)
            and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'One row: %'
        """);

    [Fact]
    public Task Mart_reads_only_core_mart_and_the_load_ledger() => AssertNoneAsync(
        Reads + """
        select reader::regclass || ' reads ' || source::regclass
        from reads
        join pg_class s on s.oid = source
        where s.relnamespace not in ('core'::regnamespace, 'mart'::regnamespace)
            and source::regclass::text not in ('ops.load', 'ops.quarantined_row')
            -- What is open depends on how the claims went (decision 0346).
            and not (reader = 'mart.newest_case'::regclass and source::regclass::text in ('ops."case"', 'ops.case_appearance', 'ops.case_event'))
        """);

    [Fact]
    public Task Views_are_at_most_three_nouns_deep() => AssertNoneAsync(
        Reads + """
        , noun (view, name) as (
            select to_regclass(view)::oid, name from unnest(@views, @nouns) file (view, name)
        ),
        -- Steps of one noun may chain (decision 0492).
        depth (view, level) as (
            select oid, 1 from pg_class where relnamespace = 'mart'::regnamespace and relkind = 'v'
            union
            select r.reader, d.level + (mine.name <> theirs.name)::integer
            from depth d
            join reads r on r.source = d.view
            join noun mine on mine.view = r.reader
            join noun theirs on theirs.view = r.source
        )
        select view::regclass || ' is ' || max(level) || ' nouns deep' from depth group by view having max(level) > 3
        """,
        new { views = Files.Select(file => file[1]).ToArray(), nouns = Files.Select(file => file[0]).ToArray() });

    [Fact]
    public Task No_view_or_function_of_mart_reads_the_clock() => AssertNoneAsync(
        """
        select name
        from (
            select c.oid::regclass::text, pg_get_viewdef(c.oid)
            from pg_class c where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v'
            union all
            select p.oid::regprocedure::text, p.prosrc from pg_proc p where p.pronamespace = 'mart'::regnamespace) code (name, text)
        where text ~* '\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\mcurrent_(date|time|timestamp)\M|\mlocaltime'
        """);

    [Fact]
    public Task Every_key_of_the_facts_begins_with_the_chain() => AssertNoneAsync(
        """
        select i.indexrelid::regclass::text
        from pg_index i
        join pg_class c on c.oid = i.indrelid and c.relkind in ('r', 'p') and not c.relispartition
        join pg_attribute first on first.attrelid = i.indrelid and first.attnum = i.indkey[0]
        where i.indisunique and c.relnamespace = 'core'::regnamespace and first.attname <> 'chain_id'
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'chain_id')
            and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('order_number', 'delivery_number', 'statement_number'))
        """);

    // The noun of each view is its folder.
    private static readonly string[][] Files = [.. SqlFiles.Folder("views").Select(file => file.Name.Split('/'))];

    // Which relation each view reads, by the rules that the catalogue keeps.
    private const string Reads =
        """
        with recursive reads (reader, source) as (
            select distinct r.ev_class, d.refobjid
            from pg_rewrite r
            join pg_class v on v.oid = r.ev_class and v.relkind = 'v' and v.relnamespace = 'mart'::regnamespace
            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
            where d.refobjid <> r.ev_class
        )

        """;

    private async Task AssertNoneAsync(string offenders, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString);
        Assert.Empty(await connection.QueryAsync<string>(offenders, parameters));
    }
}
