using Dapper;
using KaPipeline.Host.Work;
using KaPipeline.Rules;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Host.Work;

/// <summary>A morning's chains, each with a run of its own; the last does what concerns all of them.</summary>
public sealed class ReconcileJobTests : IAsyncLifetime
{
    private static readonly DateOnly Date = new(2026, 5, 20);
    private readonly string folder = Directory.CreateTempSubdirectory("ka-reconcile-").FullName;
    private DigestWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await DigestWorld.CreateAsync(Date);
        await world.SqlAsync("insert into core.chain (chain_id, name, name_en) values ('D', '丁系统', 'Delta')");
        await using var connection = await world.Jobs.Database.OpenConnectionAsync();
        await JobWorld.Calendar.SyncAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_last_chain_of_a_date_follows_the_claims_of_all()
    {
        var (first, last) = (await AddAsync("C"), await AddAsync("D"));

        await WorkAsync(first);
        Assert.Equal(["mirror settings", "settle touched documents", "keep figures", "hand over the chain"], await StepsAsync(first));

        await WorkAsync(last);
        Assert.Equal(
            [
                "mirror settings", "settle touched documents", "keep figures", "hand over the chain", "settle what came meanwhile",
                    "record locks", "follow claims", "keep judged breaks",
                "check the warehouse",
            ], await StepsAsync(last));
        Assert.Equal(("succeeded", "succeeded"), (await StateAsync(first), await StateAsync(last)));
        Assert.Equal(["2026-05-20"], await world.Jobs.Database.ListAsync<string>("select as_of::text from core.settlement_figure_run", ct: Stopping));
    }

    [Fact]
    public async Task Chains_side_by_side_do_the_rest_exactly_once()
    {
        for (var day = 0; day < 4; day++)
        {
            var date = Date.AddDays(day);
            var runs = new[] { await AddAsync("C", date), await AddAsync("D", date) };

            await Task.WhenAll(runs.Select(WorkAsync));

            Assert.Equal(["succeeded", "succeeded"], new[] { await StateAsync(runs[0]), await StateAsync(runs[1]) });
            Assert.Equal(1,
                await world.AskAsync<int>(
                $"select count(*)::int from ops.run_step where run_id in ({runs[0]}, {runs[1]}) and step_name = 'follow claims'"));
        }
    }

    [Fact]
    public async Task A_chain_that_fails_keeps_no_other_from_being_followed()
    {
        // What is kept of chain C cannot be written.
        await using var owner = new NpgsqlConnection(world.Jobs.Warehouse.OwnerConnectionString + ";Pooling=false");
        await owner.OpenAsync(Stopping);
        await owner.ExecuteAsync(
            """
            create function core.refuse() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
            create trigger refuse before insert on core.kept_figures_state for each row when (new.chain_id = 'C') execute function core.refuse();
            """);
        var (bad, good) = (await AddAsync("C"), await AddAsync("D"));

        await WorkAsync(bad);
        Assert.Equal("queued", await StateAsync(bad));
        await WorkAsync(good);

        Assert.Equal("succeeded", await StateAsync(good));
        Assert.Contains("follow claims", await StepsAsync(good));
        Assert.Contains("disk full",
            await world.AskAsync<string>(
            $"select says from ops.run_step where run_id = {good} and step_name = 'settle what came meanwhile'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_one_chain_alone_leaves_the_others_as_they_are()
    {
        await WorkAsync(await AddAsync("", Date.AddDays(-1)));
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.ArriveAsync("orders", Date);
        var alone = await AddAsync("D");

        await WorkAsync(alone);

        // Something waits for chain C: it is not touched, and what concerns all waits for it.
        Assert.Equal("succeeded", await StateAsync(alone));
        Assert.DoesNotContain("follow claims", await StepsAsync(alone));
        Assert.True(await world.AskAsync<bool>(
            "select (select recorded_to from core.kept_state where chain_id = 'C') < (select recorded_to from core.kept_state where chain_id = 'D')"));
        Assert.Equal(["2026-05-19"], await world.Jobs.Database.ListAsync<string>("select as_of::text from core.settlement_figure_run", ct: Stopping));
    }

    [Fact]
    public async Task A_run_without_a_chain_does_all_of_them_and_one_of_an_unknown_chain_fails()
    {
        // A file of the date comes the morning after, as they do; pages of the date read what was judged all the same.
        await world.SqlAsync(
            """
            insert into ops.load (chain_id, report, file_name, sha256, byte_count, source, arrived_at, recorded_at, profile_version, state)
            values ('C', 'delivery', 'deliveries.csv', repeat('0', 64), 1, 'folder', '2026-05-21 06:00+08', '2026-05-21 06:00+08', '1', 'loaded')
            """);
        var all = await AddAsync("");
        await WorkAsync(all);
        Assert.Equal("succeeded", await StateAsync(all));
        Assert.Equal([true], await world.Jobs.Database.ListAsync<bool>(
            ReportClock.AsTold(Date), "select mart.is_break_kept()", null, Stopping));
        Assert.Empty(
            await world.Jobs.Database.ListAsync<string>(
            "select chain_id from core.chain except select chain_id from core.kept_figures_state", ct: Stopping));
        Assert.Contains("check the warehouse", await StepsAsync(all));

        var nowhere = await AddAsync("nowhere");
        await WorkAsync(nowhere);
        Assert.Equal("failed", await StateAsync(nowhere));
        Assert.Contains("There is no chain \"nowhere\"", (await world.Jobs.StateAsync(nowhere)).Error, StringComparison.Ordinal);
    }

    private Task<long> AddAsync(string chain, DateOnly? date = null) => world.Jobs.AddAsync("reconcile", date ?? Date, chain);

    private async Task WorkAsync(long run)
    {
        var home = new KaHome(folder, Path.Combine(Repository.Root, "config"));
        await world.Jobs.Dispatcher($"worker {run}", new ReconcileJob(world.Jobs.Database, WorkingCalendar.Load(home.Config),
            BusinessRules.Load(home.Config), world.Clock)).ExecuteAsync(world.Jobs.Database, run);
    }

    private async Task<string> StateAsync(long run) => (await world.Jobs.StateAsync(run)).State;

    private Task<IReadOnlyList<string>> StepsAsync(long run) => world.Jobs.Database.ListAsync<string>(
        "select step_name from ops.run_step where run_id = @run order by attempt, step_number", new { run });
}
