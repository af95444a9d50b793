using Dapper;
using KaPipeline.SkuLocks;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Warehouse;
using KaPipeline.Warehouse;
using Npgsql;
using OfficeOpenXml;

namespace KaPipeline.Tests.SkuLocks;

public sealed class SkuLockTests(SharedWarehouse shared) : IClassFixture<SharedWarehouse>
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    // P is ordered every other day until the 10th and never again; Q goes on.
    private const string Silence =
        """
        select pg_temp.trade();
        select pg_temp.ordered('P' || n, 'P', 10, date '2026-05-02' + 2 * n) from generate_series(1, 4) n;
        select pg_temp.delivered('DP' || n, 'P' || n, 'P', 10, on_day => date '2026-05-04' + 2 * n) from generate_series(1, 4) n;
        select pg_temp.ordered('Q' || n, 'Q', 10, date '2026-05-02' + 2 * n) from generate_series(1, 14) n;
        select pg_temp.delivered('DQ' || n, 'Q' || n, 'Q', 10, on_day => date '2026-05-04' + 2 * n) from generate_series(1, 13) n;
        """;

    [Fact]
    public async Task Application_is_filled_from_data_and_marks_what_is_unknown()
    {
        await using var connection = await GivenAsync(Silence);

        var items = await ReopenableItems.LoadAsync(connection, new ReopeningScope("C"));
        var workbook = ReopeningWorkbook.Build(items, new DateOnly(2026, 5, 31), Now);
        using var file = new MemoryStream();
        await workbook.SaveAsync(file, Stopping);

        var item = Assert.Single(items);
        Assert.Equal(("P", "suspected", new DateOnly(2026, 5, 17), 550m), (item.ProductId, item.Level, item.SinceOn, item.ExposureAmount));
        var written = new ExcelPackage(file);
        Assert.Equal(["汇总 Summary", "申请 S1", "考核通报 Notice"], written.Workbook.Worksheets.Select(sheet => sheet.Name));
        var form = written.Workbook.Worksheets["申请 S1"];
        Assert.Equal(("P1", "【待填】", "2026-05-10"), (form.Cells["A8"].Text, form.Cells["C8"].Text, form.Cells["F8"].Text));
        Assert.Equal(("【待填】", "【待填】"), (form.Cells["I8"].Text, form.Cells["J8"].Text));

        // A suspected item is no lock: only the late application stands in the notice.
        var notice = written.Workbook.Worksheets["考核通报 Notice"];
        Assert.Equal(("业务代表（申请人） representative, who applies", "【待填】", "11 天 × 50.00 = 550.00"),
            (notice.Cells["A5"].Text, notice.Cells["B5"].Text, notice.Cells["G5"].Text));
        Assert.Equal(550m, notice.Cells["E6"].GetValue<decimal>());
    }

    [Fact]
    public async Task A_lock_is_put_on_two_managers_jointly_and_counted_once()
    {
        await using var connection = await GivenAsync(Silence + """
            insert into core.item_status (chain_id, store_id, product_id, stated_on, status, arrived_at, recorded_at)
            values ('C', 'S1', 'Q', '2026-05-29', 'locked', '-infinity', '-infinity');
            insert into core.person (person_id, name, email, arrived_at, recorded_at)
            values ('ka', '王区', 'a@example.com', '-infinity', '-infinity'), ('sales', '李销', 'b@example.com', '-infinity', '-infinity'), ('rep', '陈平', 'c@example.com', '-infinity', '-infinity');
            insert into core.responsibility (person_id, role, region, valid_from, arrived_at, recorded_at)
            values ('ka', 'region_manager', '华东', '2026-01-01', '-infinity', '-infinity'), ('sales', 'sales_region_manager', '华东', '2026-01-01', '-infinity', '-infinity'),
                ('rep', 'representative', '华东', '2026-01-01', '-infinity', '-infinity');
            """);

        var workbook = ReopeningWorkbook.Build(await ReopenableItems.LoadAsync(connection, new ReopeningScope("C")),
            new DateOnly(2026, 5, 31), Now);
        using var file = new MemoryStream();
        await workbook.SaveAsync(file, Stopping);

        var written = new ExcelPackage(file);
        var notice = written.Workbook.Worksheets["考核通报 Notice"];
        Assert.Equal(
            ("王区、李销", "1", 1000m, "1 × 1000.00 = 1000.00"),
            (notice.Cells["B5"].Text, notice.Cells["D5"].Text, notice.Cells["E5"].GetValue<decimal>(), notice.Cells["G5"].Text));
        Assert.Equal(("陈平", "11 天 × 50.00 = 550.00"), (notice.Cells["B6"].Text, notice.Cells["G6"].Text));
        Assert.Equal(1550m, notice.Cells["E7"].GetValue<decimal>());
    }

    [Fact]
    public async Task Application_is_prepared_handed_in_and_granted_once_per_lock()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        await KaPipeline.Rules.BusinessRulesSync.SyncAsync(connection,
            KaPipeline.Rules.BusinessRules.Load(Path.Combine(Repository.Root, "config")), Now, Stopping);
        await connection.ExecuteAsync(ViewCase.Prelude + Silence);
        // About a lock of the month before, never granted here since the portal lifted it: it stays as it is.
        await connection.ExecuteAsync(
            "insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on) values ('C', 'S1', 'P', '2026-04-01', '2026-04-07', '2026-04-02', '2026-04-03')");
        var (scope, elsewhere, path) = (new ReopeningScope("C", "S1", "P"), new ReopeningScope("C", "S1", "Q"),
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".xlsx"));
        static ReportClock May(int day) => ReportClock.EndOf(new DateOnly(2026, 5, day));
        async Task<(DateOnly? Prepared, DateOnly? Submitted, int Late)> ItemAsync(int day)
        {
            await using var transaction = await May(day).BeginAsync(connection);
            var item = (await ReopenableItems.LoadAsync(connection, scope)).SingleOrDefault();
            return (item?.PreparedOn, item?.SubmittedOn, item?.LateDays ?? -1);
        }

        Assert.Equal(0, await ReopeningApplication.RecordAsync(connection, scope, isReopened: false, new DateOnly(2026, 5, 22)));
        Assert.Empty(await ReopeningApplication.PrepareAsync(connection, elsewhere, May(19), Now, path, Stopping));
        Assert.False(File.Exists(path));
        Assert.Single(await ReopeningApplication.PrepareAsync(connection, scope, May(19), Now, path, Stopping));
        Assert.True(File.Exists(path));
        Assert.Equal((new DateOnly(2026, 5, 19), null, 2), await ItemAsync(22));

        // Printed again it stays the same application; granted it can be only once it was handed in.
        Assert.Single(await ReopeningApplication.PrepareAsync(connection, scope, May(22), Now, path, Stopping));
        Assert.Equal(0, await ReopeningApplication.RecordAsync(connection, scope, isReopened: true, new DateOnly(2026, 5, 22)));
        Assert.Equal(0, await ReopeningApplication.RecordAsync(connection, elsewhere, isReopened: false, new DateOnly(2026, 5, 22)));
        Assert.Equal(1, await ReopeningApplication.RecordAsync(connection, scope, isReopened: false, new DateOnly(2026, 5, 22)));
        Assert.Equal((new DateOnly(2026, 5, 19), new DateOnly(2026, 5, 22), 2), await ItemAsync(26));

        // Granted on the 26th, silence counts from there: gone on the 27th, suspected anew six days and one later, without an application.
        Assert.Equal(1, await ReopeningApplication.RecordAsync(connection, scope, isReopened: true, new DateOnly(2026, 5, 26)));
        Assert.Equal((null, null, -1), await ItemAsync(27));
        Assert.Equal("2026-04-02 — | 2026-05-19 2026-05-26", await connection.ExecuteScalarAsync<string>(
            "select string_agg(prepared_on || ' ' || coalesce(reopened_on::text, '—'), ' | ' order by prepared_on) from core.reopening_application"));
        File.Delete(path);
    }

    [Fact]
    public async Task Submitting_the_application_stops_its_lateness()
    {
        await using var connection = await GivenAsync(Silence + """
            insert into core.reopening_application (chain_id, store_id, product_id, since_on, due_on, prepared_on, submitted_on)
            values ('C', 'S1', 'P', '2026-05-17', '2026-05-20', '2026-05-18', '2026-05-22');
            """);

        var (late, exposure) =
            await connection.QuerySingleAsync<(int, decimal)>("select late_days, exposure_amount from mart.sku_lock_alert");

        Assert.Equal((2, 100m), (late, exposure));
    }

    [Fact]
    public void Backtest_tells_hits_misses_false_and_undecided_alarms_apart()
    {
        static DateOnly May(int day) => new(2026, 5, day);
        var result = BacktestResult.Compare(
            May(1), May(31),
            [new("C", "S1", "P", May(10)), new("C", "S1", "Q", May(12)), new("C", "S2", "P", May(9))],
            [
                new("C", "S1", "P", May(6), May(12), "at_risk", "failures"),
                new("C", "S1", "Q", May(14), May(20), "suspected", "silence"),
                new("C", "S3", "P", May(2), May(4), "at_risk", "failures"),
                new("C", "S3", "Q", May(25), May(31), "at_risk", "failures"),
            ], horizonDays: 14);

        Assert.Equal([4, -2], result.Hits.Select(hit => hit.LeadDays));
        Assert.Equal("S2", Assert.Single(result.Misses).StoreId);
        Assert.Equal("P", Assert.Single(result.FalseAlarms).ProductId);
        Assert.Equal("Q", Assert.Single(result.Undecided).ProductId);
        Assert.Equal([new("failures", 1, 1, 1, 4m), new("silence", 1, 0, 0, null)], result.ByRule);
        Assert.Equal((2m / 3, 2m / 3, 1m), (result.Recall!.Value, result.Precision!.Value, result.MedianLeadDays!.Value));
    }

    [Fact]
    public void Backtest_blames_no_alarm_for_a_second_word_or_for_a_lock_from_before()
    {
        static DateOnly May(int day) => new(2026, 5, day);
        var result = BacktestResult.Compare(
            May(1), May(31),
            [new("C", "S1", "P", May(10)), new("C", "S2", "P", May(1).AddDays(-6))],
            [
                new("C", "S1", "P", May(6), May(7), "at_risk", "failures"),
                new("C", "S1", "P", May(14), May(20), "suspected", "silence"),
                new("C", "S2", "P", May(1), May(9), "locked", "portal"),
            ], horizonDays: 14);

        Assert.Equal(4, Assert.Single(result.Hits).LeadDays);
        Assert.Empty(result.Misses);
        Assert.Empty(result.FalseAlarms);
        Assert.Equal(1m, result.Precision);
    }

    [Fact]
    public async Task Recording_an_evening_again_replaces_it()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        await using var connection = new NpgsqlConnection(warehouse.OwnerConnectionString);
        await connection.OpenAsync(Stopping);
        await KaPipeline.Rules.BusinessRulesSync.SyncAsync(connection,
            KaPipeline.Rules.BusinessRules.Load(Path.Combine(Repository.Root, "config")), Now, Stopping);
        await connection.ExecuteAsync(ViewCase.Prelude + Silence);
        var evening = ReportClock.EndOf(new DateOnly(2026, 5, 31));

        var first = await LockHistory.RecordAsync(connection, evening, Now, Stopping);
        var second = await LockHistory.RecordAsync(connection, evening, Now, Stopping);

        Assert.Equal((1, 1), (first, second));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("select count(*) from core.sku_lock_day"));
    }

    private async Task<NpgsqlConnection> GivenAsync(string given)
    {
        // The transaction is rolled back when the connection closes.
        var connection = new NpgsqlConnection(shared.Warehouse.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await connection.ExecuteAsync("begin;" + ViewCase.Prelude + given);
        return connection;
    }
}
