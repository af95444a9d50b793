using System.Text;
using Dapper;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion;

/// <summary>What the server makes of the COPY bytes.</summary>
public sealed class StagingSinkTests : IAsyncLifetime
{
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync() => await warehouse.DisposeAsync();

    [Fact]
    public async Task Canonical_fields_are_the_columns_of_the_staging_tables()
    {
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        foreach (var table in StagingTable.ByName.Values.Where(table => !table.IsFeed))
        {
            var columns = await connection.QueryAsync<string>(
                "select column_name from information_schema.columns where table_schema = 'staging' and table_name = @Name order by ordinal_position", new { table.Name });
            Assert.Equal(columns, ["load_id", "row_number", .. table.Fields.Select(field => field.Name)]);
        }
    }

    [Fact]
    public async Task Numbers_reach_the_server_digit_for_digit()
    {
        string[] numbers = ["0", "0.0000", "-0.01", "1", "9999", "10000", "10000.0001", "23456789012.3456", "0.00000001", "99999999999",
            "100000000", "1.8230", "-99999999.9999"];
        var profile = Feeding("statement_line", """
                  statement_number: n
                  kind: {constant: goods}
                  amount: n
            """);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        using (var sink = new StagingSink(connection, 7))
        {
            Assert.Empty(Read(profile, "n\n" + string.Join('\n', numbers), sink).Rejected);
            sink.Complete();
        }

        Assert.Equal(numbers,
            await connection.QueryAsync<string>("select amount::text from staging.statement_line where load_id = 7 order by row_number"));
    }

    [Fact]
    public async Task A_file_that_fills_two_tables_reaches_both_and_a_rejected_row_reaches_none()
    {
        var profile = Feeding("order_line", """
                  order_number: no
                  store_id: {constant: S1}
                  item_number: item
                  ordered_on: day
                  requested_on: day
                  units: q
              - into: delivery_line
                fields:
                  delivery_number: no
                  store_id: {constant: S1}
                  item_number: item
                  received_on: day
                  received_units: got
            """);
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        using var sink = new StagingSink(connection, 8);
        var outcome = Read(profile, "no,item,day,q,got\nA,1,2026-05-01,5,5\nB,1,2026-05-01,5,x\nC,1,2026-05-32,5,5\nD,1,2026-05-02,6,4\n",
            sink);
        sink.Complete();
        Assert.Equal(["invalid_number", "invalid_date"], outcome.Rejected.Select(row => row.Rule));
        Assert.Equal("A 2,D 5",
            await connection.ExecuteScalarAsync<string>(
            "select string_agg(order_number || ' ' || row_number, ',' order by row_number) from staging.order_line where load_id = 8"));
        Assert.Equal("5,4",
            await connection.ExecuteScalarAsync<string>(
            "select string_agg(received_units::text, ',' order by row_number) from staging.delivery_line where load_id = 8"));
    }

    [Fact]
    public async Task A_sink_that_is_not_completed_leaves_nothing_behind()
    {
        var profile = Feeding("person", "      person_id: id\n      name: id\n      email: id\n");
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        using (var sink = new StagingSink(connection, 9))
        {
            Read(profile, "id\n" + string.Concat(Enumerable.Repeat("x\n", 50_000)), sink);
        }

        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from staging.master_row where load_id = 9"));
    }

    private static ReportProfile Feeding(string target, string fields) => ProfileFile.Parse(
        $"chain: t\nname: t\nname_en: t\nreports:\n  r:\n    files: ['*']\n    rows:\n      - into: {target}\n        fields:\n"
        + Indent(fields), "t.yaml").Reports[0];

    private static string Indent(string fields) => string.Join('\n', fields.Split('\n').Select(line => "    " + line));

    private static ReadOutcome Read(ReportProfile profile, string text, StagingSink sink)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text, new UTF8Encoding(false));
        try
        {
            return new ReportReader(profile, FileJudgement.Limits).Read(path, "file", sink, Stopping);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
