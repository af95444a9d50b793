using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Ingestion.Loading;

/// <summary>The statements that are written for each table of versions: some are kept in <c>sql/merges/generated</c> for reading
/// (<c>KA_TEST_ACCEPT=1</c> writes them anew), and all of them run.</summary>
public sealed class MergeSqlTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    [Theory]
    [InlineData("order_line", "lines of documents, and snapshots that cancel what they no longer list")]
    [InlineData("statement_line", "lines of documents, each of its own")]
    [InlineData("sale", "rows without a document, of which several may add up")]
    [InlineData("price", "master data")]
    public async Task Statements_are_those_that_are_kept_for_reading(string name, string meaning)
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var table = await VersionedTable.ReadAsync(connection, name, Stopping);
        var source = MergeSource.Of(table);
        var text = $"""
            -- What is run to merge the rows of one file into core.{name}: {meaning}.
            -- For reading: src/KaPipeline/Ingestion/Loading/MergeSql.cs writes it from the catalogue, and a test keeps the two equal.
            -- Parameters: @load, @chain, @report, @sha256, @arrived, @recorded, @basis, @per_store, @table, @kind, @window_from, @window_to, @months.

            {string.Join(";\n\n", Statements(new MergeSql(table, source, isWhole: true, isPerStore: false), table, source))};

            """;

        var path = Path.Combine(Repository.Root, "sql", "merges", "generated", $"{name}.sql");
        if (Environment.GetEnvironmentVariable("KA_TEST_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(path, text, Stopping);
        }

        Assert.Equal(await File.ReadAllTextAsync(path, Stopping), text);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Statements_of_every_table_of_versions_run(bool isWhole, bool isPerStore)
    {
        await using var connection = await shared.Warehouse.DataSource.OpenConnectionAsync(Stopping);
        var names = await connection.QueryAsync<string>(
            """
            select c.relname from pg_constraint v join pg_class c on c.oid = v.conrelid
            where v.conname = c.relname || '_version_once' and c.relnamespace = 'core'::regnamespace order by c.relname
            """);
        foreach (var name in names)
        {
            var table = await VersionedTable.ReadAsync(connection, name, Stopping);
            var source = MergeSource.Of(table);
            var day = new DateOnly(2026, 5, 4);
            var context = new MergeContext(1, "C", "r", "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "excluding", isWhole, (day, day),
                isPerStore);
            await using var transaction = await connection.BeginTransactionAsync(Stopping);
            var merge = new VersionMerge(connection, context, table);
            await connection.ExecuteAsync("create temp table row_outcome (row_number integer, unit bigint, is_changed boolean) on commit drop");
            await RunAsync(merge.Command(SqlFiles.Read("merges/lookups.sql"), null));
            foreach (var statement in Statements(new MergeSql(table, source, isWhole, isPerStore), table, source))
            {
                await RunAsync(merge.Command(statement, [day]));
            }
        }
    }

    private static async Task RunAsync(NpgsqlCommand command)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync();
        }
    }

    // In the order in which a merge runs them.
    private static List<string> Statements(MergeSql sql, VersionedTable table, MergeSource source)
    {
        var hasDocuments = source.DocumentKind is not null;
        return
        [
            sql.Problems, sql.Incoming,
            .. source.Sums.Count > 0 ? new[] { sql.SummedUp } : [sql.Repeated],
            .. hasDocuments ? new[] { sql.Documents } : [],
            .. table.Name is "order_line" or "delivery_line" ? new[] { sql.PackSizes } : [], sql.Late,
            .. table.Name == "order_line" ? new[] { sql.LateWindow } : [],
            .. hasDocuments ? new[] { sql.New } : [], sql.Changed,
            .. table.Name == "order_line" ? new[] { sql.Vanished } : [], sql.Rebuilt,
            .. table.Name == "delivery_line" ? new[] { sql.Undelivered } : [], sql.Outcome, sql.OutcomeCount,
        ];
    }
}
