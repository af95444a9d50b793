using System.Diagnostics;
using System.Text.Json;
using KaPipeline.Tests.Host.Hangfire;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Host.Verbs;

/// <summary><c>ka run</c> works in its own process, and its attempts are jobs of Hangfire like any others.</summary>
public sealed class RunVerbTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("ka-run-").FullName;
    private TestWarehouse warehouse = null!;

    public async ValueTask InitializeAsync() => warehouse = await TestWarehouse.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await warehouse.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_job_that_stands_in_no_queue_is_put_back_and_done()
    {
        await using var owner = Npgsql.NpgsqlDataSource.Create(warehouse.OwnerConnectionString);
        await owner.DoAsync(
            """
            create sequence hangfire.taken;
            grant usage on sequence hangfire.taken to public;
            create function hangfire.lose_first() returns trigger language plpgsql as
                $$ begin return case when nextval('hangfire.taken') > 1 then new end; end $$;
            create trigger lose_first before insert on hangfire.jobqueue for each row execute function hangfire.lose_first()
            """, ct: Stopping);

        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=20", "--reason",
            "trial");

        Assert.True(code == 0, output + error);
        Assert.Equal("succeeded", await warehouse.DataSource.FirstAsync<string>("select state from ops.run", ct: Stopping));
    }

    [Fact]
    public async Task A_run_from_the_command_line_stands_on_the_dashboard_and_leaves_no_queue_behind()
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=20", "--reason",
            "trial");

        Assert.True(code == 0, error);
        Assert.Contains("run 1 succeeded", output, StringComparison.Ordinal);
        Assert.Equal(["Succeeded"], await warehouse.DataSource.ListAsync<string>("select statename from hangfire.job", ct: Stopping));
        Assert.Empty(await warehouse.DataSource.ListAsync<string>("select queue from hangfire.jobqueue", ct: Stopping));
        Assert.Empty(await StateMap.BrokenAsync(warehouse.DataSource));
    }

    [Fact]
    public async Task As_json_a_run_is_one_document_of_its_steps()
    {
        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=20", "--json");

        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal((1, "succeeded"), (json.RootElement.GetProperty("run_id").GetInt32(), json.RootElement.GetProperty("state").GetString()));
        Assert.All(json.RootElement.GetProperty("steps").EnumerateArray(),
            step => Assert.Equal("succeeded", step.GetProperty("state").GetString()));
        Assert.NotEmpty(json.RootElement.GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task A_failure_stands_under_failed_and_is_said()
    {
        var (code, _, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "rehearse", "-a", "milliseconds=soon");

        Assert.Equal(1, code);
        Assert.Contains("run 1 failed", error, StringComparison.Ordinal);
        Assert.Equal(["Failed"], await warehouse.DataSource.ListAsync<string>("select statename from hangfire.job", ct: Stopping));
    }

    [Fact]
    public async Task A_load_says_which_files_were_held_and_why()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(home, "inbox")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inbox, "万嘉订单_20260611.xlsx"), "no workbook", Stopping);

        var (code, output, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "load", "--chain", "wanjia");

        Assert.True(code == 3, error);
        Assert.Matches("1 file, 0 rows quarantined, 0 duplicate; (held|refused): 万嘉订单_20260611.xlsx, .+", output);
        Assert.DoesNotContain("(null)", output + error, StringComparison.Ordinal);

        // What a run left behind is told by its own loads alone.
        Assert.Equal([1L], await warehouse.DataSource.ListAsync<long>("select run_id from ops.load", ct: Stopping));
        await warehouse.DataSource.DoAsync("update ops.load set recorded_at = 'infinity'", ct: Stopping);
        File.Delete(Path.Combine(inbox, "万嘉订单_20260611.xlsx"));
        (code, _, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "load", "--chain", "wanjia");
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task A_job_of_all_chains_is_not_said_to_be_of_one()
    {
        var (code, _, error) = await KaProcess.RunAsync(warehouse, home, null, "run", "daily", "--chain", "wanjia");

        Assert.Equal(2, code);
        Assert.Contains("daily is of all chains: leave --chain out. One chain alone: collect, load, reconcile, rehearse.", error, StringComparison.Ordinal);
        Assert.Empty(await warehouse.DataSource.ListAsync<long>("select run_id from ops.run where job = 'daily'", ct: Stopping));
    }

    [Fact]
    public async Task Killed_it_is_gone_on_with_by_the_next_one_and_stopped_it_is_handed_back()
    {
        using (var killed = Start("30000"))
        {
            await RunningAsync();
            killed.Kill();
            await killed.EndAsync();
        }

        // At once, whatever the heartbeat: the process is known to be gone.
        await warehouse.DataSource.DoAsync("update ops.run set heartbeat_at = clock_timestamp() + interval '1 minute'", ct: Stopping);
        using (var stopped = Start("30000"))
        {
            await RunningAsync(attempt: 2);
            await Process.Start("kill", ["-TERM", $"{stopped.Id}"]).EndAsync();
            await stopped.EndAsync();
        }

        Assert.Equal("queued 1", await warehouse.DataSource.FirstAsync<string>("select state || ' ' || attempt from ops.run", ct: Stopping));
        // A node may take it: it waits where nodes look.
        Assert.Equal(["default"], await warehouse.DataSource.ListAsync<string>(
            "select queue from hangfire.jobqueue join hangfire.job on job.id = jobid where statename = 'Enqueued'", ct: Stopping));
    }

    [Fact]
    public async Task A_run_whose_database_was_stopped_is_gone_on_with_by_itself()
    {
        await using var server = await OwnServer.StartAsync();
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        // What was committed is there after the power cut, as on any server but those of tests.
        using var working = Start("3000", server.ConnectionString + ";Options=-c synchronous_commit=on", server.OwnerConnectionString,
            heardOf: "");
        var said = working.StandardError.ReadToEndAsync(Stopping);
        await RunningAsync(database: database);
        server.Stop("immediate");
        server.StartAgain();
        await working.EndAsync();

        database.Clear();
        Assert.True(working.ExitCode == 0, await said);
        Assert.Equal("succeeded 2", await database.FirstAsync<string>("select state || ' ' || attempt from ops.run", ct: Stopping));
    }

    [Fact]
    public async Task A_server_that_is_down_or_recovers_is_waited_for()
    {
        await using var server = await OwnServer.StartAsync();
        server.Stop("immediate");
        using var working = Start("1", server.ConnectionString, server.OwnerConnectionString, heardOf: "wanjia");
        Assert.Contains("waiting for the database", await working.StandardError.ReadLineAsync(Stopping), StringComparison.Ordinal);
        server.StartRecovering();
        using var second = Start("1", server.ConnectionString, server.OwnerConnectionString, heardOf: "runda");
        Assert.Contains("57P03", await second.StandardError.ReadLineAsync(Stopping), StringComparison.Ordinal);
        server.EndRecovery();
        await Task.WhenAll(working.EndAsync(), second.EndAsync());

        Assert.Equal((0, 0), (working.ExitCode, second.ExitCode));
    }

    private Task<bool> RunningAsync(int attempt = 1, NpgsqlDataSource? database = null) => RehearsalNodes.UntilAsync(
        () => (database ?? warehouse.DataSource)
        .FirstAsync<bool>("select exists (select from ops.run where state = 'running' and attempt = @attempt)", new { attempt }), 60);

    private Process Start(string milliseconds, string? database = null, string? owner = null, string? heardOf = null)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ka.dll"), "run", "rehearse", "--chain",
            heardOf ?? "", "-a", $"milliseconds={milliseconds}"])
        {
            WorkingDirectory = Repository.Root, RedirectStandardError = heardOf is not null,
        };
        start.Environment["KA_DATABASE"] = database ?? warehouse.ConnectionString;
        start.Environment["KA_DATABASE_OWNER"] = owner ?? warehouse.OwnerConnectionString;
        start.Environment["KA_HOME"] = home;
        start.Environment["KA_CONFIG"] = Path.Combine(Repository.Root, "config");
        return Process.Start(start)!;
    }
}
