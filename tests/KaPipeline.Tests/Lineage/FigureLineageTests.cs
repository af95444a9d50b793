using Dapper;
using KaPipeline.Lineage;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Lineage;

public sealed class FigureLineageTests : IAsyncLifetime
{
    private static readonly ReportClock Clock = ReportClock.EndOf(new DateOnly(2026, 5, 31));
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        await using var session = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await session.OpenAsync();
        await BusinessRulesSync.SyncAsync(session, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
            TimeProvider.System.GetUtcNow());
        await session.ExecuteAsync(ViewCase.Prelude);
        await session.ExecuteAsync(
            """
            insert into ops.load (load_id, chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            overriding system value
            select id, 'C', report, report || '.csv', repeat(id::text, 64), 1, 'test', '2026-05-05 08:00+08', '2026-05-05 08:00+08', '1', 'loaded'
            from (values (1, 'orders'), (2, 'deliveries'), (3, 'statements')) f (id, report);
            select pg_temp.trade();
            select pg_temp.ordered('O1', 'P', 10), pg_temp.ordered('O1', 'Q', 5), pg_temp.ordered('O2', 'P', 7, '2026-05-05');
            select pg_temp.delivered('N1', 'O1', 'P', 10), pg_temp.delivered('N1', 'O1', 'Q', 5);
            select pg_temp.stated('A', '2026-05-01', '2026-05-15', 87.20), pg_temp.settled('A', 1, 'P', 8, 10, 87.20, note => 'N1', rate => 0.09, store => 'S1');
            """);
    }

    public async ValueTask DisposeAsync() => await warehouse.DisposeAsync();

    [Fact]
    public async Task Break_leads_to_the_rows_of_both_sides()
    {
        var figures = await FigureLineage.TraceAsync(warehouse.DataSource, "mart.reconciliation_break", Where(("kind", "settled_short")),
            Clock, ct: Stopping);

        var sources = Assert.Single(figures).Sources;
        Assert.Equal(["our deliveries.csv 1", "their statements.csv 101"],
            sources.Select(source => $"{source.Table} {source.FileName} {source.RowNumber}"));
    }

    [Fact]
    public async Task Sum_leads_to_the_rows_that_share_its_keys_and_its_day()
    {
        var figures = await FigureLineage.TraceAsync(
            warehouse.DataSource, "fill_rate", Where(("product_id", "P"), ("business_date", "2026-05-04")), Clock, ct: Stopping);

        var sources = Assert.Single(figures).Sources;
        Assert.Equal(["orders.csv 1"], sources.Where(source => source.Table == "order_line")
            .Select(source => $"{source.FileName} {source.RowNumber}"));
    }

    [Fact]
    public async Task What_does_not_exist_is_named_with_what_does()
    {
        var view = await Assert.ThrowsAsync<InvalidDataException>(() =>
            FigureLineage.TraceAsync(warehouse.DataSource, "x'; drop view mart.fill_rate; --", Where(), Clock, ct: Stopping));
        var column = await Assert.ThrowsAsync<InvalidDataException>(() =>
            FigureLineage.TraceAsync(warehouse.DataSource, "fill_rate", Where(("shop", "S1")), Clock, ct: Stopping));

        Assert.Contains("There are: agreed_price, ", view.Message, StringComparison.Ordinal);
        Assert.Contains("mart.fill_rate has no column shop. It has: chain_id, store_id, ", column.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Where(params (string Column, string Value)[] conditions) =>
        conditions.ToDictionary(condition => condition.Column, condition => condition.Value, StringComparer.Ordinal);
}
