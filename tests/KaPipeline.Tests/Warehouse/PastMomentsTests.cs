using System.Globalization;
using Dapper;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Reconciliation;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Warehouse;

/// <summary>What is kept aside of a past moment says what the plain views say of it, and is void once more is known.</summary>
[Trait("Category", "Slow")]
public sealed class PastMomentsTests
{
    private const int Steps = 6;

    [Fact]
    public async Task A_past_moment_kept_aside_says_what_the_plain_views_say()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await WorldAsync(connection, 2);
        for (var step = 1; step < Steps; step++)
        {
            await steps.TakeAsync(connection, step);
        }

        var past = new PastMoments(warehouse.DataSource);
        var draw = new Random(5);
        var rows = 0;
        foreach (var mode in Enumerable.Repeat((KnowledgeMode[])[KnowledgeMode.Arrived, KnowledgeMode.Recorded], LongRun.IsOn ? 2 : 1)
            .SelectMany(both => both))
        {
            // Worlds trade in May and settle in June; steps are recorded, and corrections arrive, from 2 August on.
            var begin = mode == KnowledgeMode.Recorded ? new DateTimeOffset(2026, 8, 2, 0, 0, 0, TimeSpan.Zero)
                : new DateTimeOffset(2026, 5, 20, 0, 0, 0, TimeSpan.Zero);
            var clock = new ReportClock(
                new DateOnly(2026, 5, 10).AddDays(draw.Next(60)),
                begin.AddMinutes(draw.Next(mode == KnowledgeMode.Recorded ? 6000 : 110_000)), mode);
            var plain = await ReadAsync(connection, clock, isComputed: true);
            rows += plain.Count;

            Assert.True(await past.KeepAsync(clock, Stopping));
            Assert.False(await past.KeepAsync(clock, Stopping));
            Assert.Equal(plain, await ReadAsync(connection, clock, isComputed: false));
        }

        Assert.True(rows > (LongRun.IsOn ? 1000 : 200));
    }

    [Fact]
    public async Task A_moment_is_computed_anew_once_something_was_recorded_since()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await WorldAsync(connection, 2);
        var past = new PastMoments(warehouse.DataSource);
        var clock = ReportClock.EndOf(new DateOnly(2026, 6, 20));
        await steps.TakeAsync(connection, 1);
        await past.KeepAsync(clock, Stopping);
        var before = await ReadAsync(connection, clock, isComputed: false);

        await steps.TakeAsync(connection, 2);

        var after = await ReadAsync(connection, clock, isComputed: true);
        Assert.NotEqual(before, after); // files of before that date that were loaded late
        Assert.True(await past.KeepAsync(clock, Stopping));
        Assert.Equal(after, await ReadAsync(connection, clock, isComputed: false));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from core.past_state"));
    }

    [Fact]
    public async Task Figures_of_a_past_moment_say_what_the_plain_views_say()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        var steps = await WorldAsync(connection, 4);
        await steps.TakeAsync(connection, 1);
        await steps.TakeAsync(connection, 2);
        var clock = ReportClock.EndOf(new DateOnly(2026, 5, 29));
        var plain = await FiguresAsync(connection, clock, isKept: false);

        Assert.True(await new PastMoments(warehouse.DataSource).KeepAsync(clock, Stopping));
        Assert.Equal(plain, await FiguresAsync(connection, clock, isKept: true));

        Assert.Contains(plain, row => row.StartsWith("price_anomaly", StringComparison.Ordinal));
        Assert.Contains(plain, row => row.StartsWith("sales_month", StringComparison.Ordinal));

        // Of another evening nothing is kept, even by what was known then; and a price threshold of later voids what is.
        await FiguresAsync(connection, clock with { AsOf = clock.AsOf.AddDays(-1) }, isKept: false);
        await connection.ExecuteAsync(
            "update core.rule_setting set superseded_recorded_at = '2026-12-01' where rule_key = 'price.order_tolerance'");
        await FiguresAsync(connection, clock, isKept: false);
    }

    [Fact]
    public async Task Only_the_latest_moments_asked_stay()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        await RulesAsync(connection);
        var past = new PastMoments(warehouse.DataSource);
        for (var day = 0; day < PastMoments.Moments + 3; day++)
        {
            await past.KeepAsync(ReportClock.EndOf(new DateOnly(2026, 5, 1).AddDays(day)), Stopping);
        }

        Assert.Equal((PastMoments.Moments, new DateTime(2026, 5, 4, 15, 59, 59, DateTimeKind.Utc)),
            await connection.QuerySingleAsync<(int, DateTime)>(
            "select count(*)::integer, date_trunc('second', min(known_at)) from core.past_state"));
    }

    private static async Task<FactSteps> WorldAsync(NpgsqlConnection connection, int count)
    {
        var worlds = Enumerable.Range(300, LongRun.IsOn ? 4 : count).Select(WorldRecipe.Random).Select(recipe => recipe.Build()).ToList();
        await WorldRows.InsertMasterDataAsync(connection, worlds);
        await RulesAsync(connection);
        var steps = new FactSteps(worlds, 3, Steps);
        await steps.HoldBackAsync(connection);
        return steps;
    }

    private static async Task RulesAsync(NpgsqlConnection connection) => await BusinessRulesSync.SyncAsync(
        connection, BusinessRules.Load(Path.Combine(Repository.Root, "config")),
        DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture), Stopping);

    private static async Task<List<string>> FiguresAsync(NpgsqlConnection connection, ReportClock clock, bool isKept)
    {
        await using var transaction = await clock.BeginAsync(connection);
        Assert.Equal(isKept, await connection.ExecuteScalarAsync<long?>("select mart.past_figures_id()") is not null);
        var rows = new List<string>();
        foreach (var view in (string[])["price_anomaly", "price_outlier", "supply_day", "sales_month", "product_month", "outlet_month"])
        {
            rows.AddRange(await connection.QueryAsync<string>($"select '{view} ' || row::text from mart.{view} as row order by 1"));
        }

        return rows;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlConnection connection, ReportClock clock, bool isComputed)
    {
        await using var transaction = await clock.BeginAsync(connection);
        Assert.Equal(isComputed, await connection.ExecuteScalarAsync<bool>("select mart.must_compute_settlement()"));
        return await MaterialisedSettlementTests.RowsAsync(connection);
    }
}
