using System.Diagnostics;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Scheduling;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary><c>ka run</c> works in its own process, and its attempts are jobs of Hangfire like any others.</summary>
public sealed class RunVerbTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-run-").FullName;
    private TestWarehouse warehouse = null!;

    public async Task InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async Task DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_run_from_the_command_line_stands_on_the_dashboard_and_leaves_no_queue_behind()
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=20", "--reason", "trial");

        Assert.True(code == 0, error);
        Assert.Contains("run 1 succeeded", output, StringComparison.Ordinal);
        Assert.Equal(["Succeeded"], await warehouse.DataSource.ListAsync<string>("select statename from hangfire.job"));
        Assert.Empty(await warehouse.DataSource.ListAsync<string>("select queue from hangfire.jobqueue"));
        Assert.Empty(await StateMap.BrokenAsync(warehouse.DataSource));
    }

    [Fact]
    public async Task A_failure_stands_under_failed_and_is_said()
    {
        var (code, _, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=soon");

        Assert.Equal(1, code);
        Assert.Contains("run 1 failed", error, StringComparison.Ordinal);
        Assert.Equal(["Failed"], await warehouse.DataSource.ListAsync<string>("select statename from hangfire.job"));
    }

    [Fact]
    public async Task A_load_says_which_files_were_held_and_why()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(home, "inbox")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inbox, "万嘉订单_20260611.xlsx"), "no workbook");

        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "load", "--chain", "wanjia");

        Assert.True(code == 0, error);
        Assert.Matches("1 files, 0 rows quarantined, 0 duplicate; (held|refused): 万嘉订单_20260611.xlsx, .+", output);
        Assert.DoesNotContain("(null)", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_it_is_gone_on_with_by_the_next_one_and_stopped_it_is_handed_back()
    {
        using (var killed = Start("30000"))
        {
            await RunningAsync();
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        // As after a few seconds without a heartbeat.
        await warehouse.DataSource.DoAsync("update ops.run set heartbeat_at = heartbeat_at - interval '30 seconds'");
        await RehearsalNodes.UntilAsync(() => warehouse.DataSource.FirstAsync<bool>("select not exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))"));
        using (var stopped = Start("30000"))
        {
            await RunningAsync(attempt: 2);
            await Process.Start("kill", ["-TERM", $"{stopped.Id}"]).WaitForExitAsync();
            await stopped.WaitForExitAsync();
        }

        Assert.Equal("queued 1", await warehouse.DataSource.FirstAsync<string>("select state || ' ' || attempt from ops.run"));
        // A node may take it: it waits where nodes look.
        Assert.Equal(["default"], await warehouse.DataSource.ListAsync<string>(
            "select queue from hangfire.jobqueue join hangfire.job on job.id = jobid where statename = 'Enqueued'"));
    }

    private Task<bool> RunningAsync(int attempt = 1) => RehearsalNodes.UntilAsync(
        () => warehouse.DataSource.FirstAsync<bool>("select exists (select from ops.run where state = 'running' and attempt = @attempt)", new { attempt }), 60);

    private Process Start(string milliseconds)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "run", "rehearse", "-a", $"milliseconds={milliseconds}"])
        {
            WorkingDirectory = Repository.Root,
        };
        start.Environment["KA_DATABASE"] = warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = home;
        start.Environment["KA_CONFIG"] = Path.Combine(Repository.Root, "config");
        return Process.Start(start)!;
    }
}
