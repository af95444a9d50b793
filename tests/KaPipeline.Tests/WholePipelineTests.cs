using KaPipeline.Host.Accounts;
using KaPipeline.Host.Demo;
using KaPipeline.Host.Warehouse;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Ingestion.Loading;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests;

/// <summary>From the portal's files to the mail that a person opens, as <c>ka demo</c> does it.</summary>
[Trait("Category", "Slow")]
public sealed class WholePipelineTests : IAsyncLifetime
{
    private static readonly DateOnly AsOf = new(2026, 5, 19);

    // Three chains, others in each run; all of them in a long run.
    private static readonly List<string> Chains = LongRun.Drawn(SampleFolder.Chains, 3);

    private readonly KaHome home = new(Directory.CreateTempSubdirectory("ka-whole-").FullName, Path.Combine(Repository.Root, "config"));
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync()
    {
        warehouse = await TestWarehouse.CreateAsync();
        await ReadyWarehouse.MirrorAsync(home, warehouse.DataSource, Stopping);
    }

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home.Root, recursive: true);
    }

    [Fact]
    public async Task Files_become_an_opened_mail_whose_figures_are_the_warehouses_and_a_second_time_changes_nothing()
    {
        var samples = SampleFolder.Make(home.Root, Chains);
        var run = new DemoRun(home, warehouse.DataSource, samples, AsOf, new ConsoleOptions().Urls);
        var loaded = await run.LoadAsync(Stopping);
        await run.ReconcileAsync(Stopping);
        Assert.True(await run.GiveCasesAsync(Stopping) > 0);
        Assert.Equal(0, await run.GiveCasesAsync(Stopping));
        var (editions, mails) = await run.MailAsync(AsOf, Stopping);

        var figures = await DemoFigures.ReadAsync(warehouse.DataSource, AsOf, Stopping);
        Assert.All(figures.Files, row => Assert.Equal(row.RowsIn, row.RowsLoaded + row.RowsQuarantined + row.RowsDuplicate));
        Assert.Equal(Chains.Count, figures.Statements.Select(row => row.ChainId).Distinct().Count());
        Assert.All(figures.Statements, row => Assert.Equal((row.Expected - row.Stated, (decimal?)0m), (row.Explained, row.Residual)));
        Assert.Empty(await SampleTruth.DifferencesAsync(warehouse.DataSource, samples, ReportClock.EndOf(AsOf).KnownAt,
            Stopping));

        Assert.Equal(1, editions);
        Assert.Equal(["accepted"], mails.Keys);
        var opened = Directory.EnumerateFiles(home.Outbox, "*.eml", SearchOption.AllDirectories).Select(file => ReceivedMail.Read(file))
            .ToList();
        Assert.Equal(mails["accepted"], opened.Count);
        Assert.All(opened, mail =>
        {
            Assert.Contains("5月19日", mail.Subject, StringComparison.Ordinal);
            Assert.Contains("Asia/Shanghai", mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        });

        var again = await run.LoadAsync(Stopping);
        var (editionsAgain, mailsAgain) = await run.MailAsync(AsOf, Stopping);
        Assert.Equal(loaded.Select(file => file.FileName).Distinct().Order(StringComparer.Ordinal), again.Select(file => file.FileName)
            .Distinct().Order(StringComparer.Ordinal));
        Assert.All(again, file => Assert.Equal(LoadState.Known, file.State));
        Assert.Equal((0, 0), (editionsAgain, mailsAgain.Count));

        // The work stands in the ledger: each chain's files of a day, the reconciliation, the edition; what changed nothing is none.
        var runs = await warehouse.DataSource.ListAsync<(string Job, long Count, bool IsDone, long RowsIn)>(
            """
            select job, count(*), bool_and(state = 'succeeded' and started_at <= finished_at), coalesce(sum(step.rows_in), 0)::bigint
            from ops.run
            left join (select run_id, sum(rows_in)::bigint as rows_in from ops.run_step group by run_id) as step using (run_id)
            group by job order by job
            """, ct: Stopping);
        var ofMonth = loaded.Where(file => file.State != LoadState.Known).DistinctBy(file => file.LoadId).ToList();
        Assert.Equal(["daily", "load", "reconcile"], runs.Select(run => run.Job));
        Assert.All(runs, run => Assert.True(run.IsDone, run.Job));
        Assert.Equal((1, 1), (runs[0].Count, runs[2].Count));
        Assert.Equal(ofMonth.Sum(file => file.RowsIn), runs[1].RowsIn);
        Assert.True(runs[1].Count > Chains.Count * 12, $"{runs[1].Count} loads");
        Assert.Equal(1, await warehouse.DataSource.FirstAsync<long>(
            "select count(*) from ops.edition join ops.run using (run_id) where job = digest and date_to = business_date", ct: Stopping));
    }
}
