using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Tests.Infrastructure;

namespace KaPipeline.Tests.Ingestion.Loading;

public sealed class TrialLoadTests
{
    [Fact]
    public async Task A_trial_says_what_loading_would_come_to_and_leaves_no_trace()
    {
        await using var warehouse = await TestWarehouse.CreateAsync();
        var profile = ProfileCatalog.Load(Path.Combine(Repository.Root, "config")).Find("dingfeng")!;
        var report = profile.Reports.Single(candidate => candidate.Name == "orders");
        var file = Path.Combine(Repository.Root, "samples", "dingfeng", "鼎丰_订单_20260509.csv");
        var trial = await TrialLoad.RunAsync(warehouse.DataSource, file, profile, report, FileJudgement.Limits, TimeProvider.System,
            Stopping);
        Assert.Equal((29L, 29L), (trial.Result.RowsIn, trial.Result.RowsQuarantined));
        Assert.Equal([("unknown_product", 28L), ("wrong_column_count", 1L)], trial.Quarantined.Select(rule => (rule.Name, rule.Rows)));

        await using var connection = await warehouse.DataSource.OpenConnectionAsync(Stopping);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            "select (select count(*) from ops.load) + (select count(*) from ops.quarantined_row) + (select count(*) from core.chain) + (select count(*) from staging.order_line)"));
    }
}
