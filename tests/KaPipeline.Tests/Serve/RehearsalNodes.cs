using KaPipeline.Jobs;
using KaPipeline.Tests.Host.Hangfire;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Tests.Serve;

/// <summary>Real <c>ka serve</c> nodes on one database whose only schedule rehearses every minute, each missed minute caught up in
/// order.</summary>
public sealed class RehearsalNodes : IAsyncDisposable
{
    private readonly string connectionString;
    private readonly string ownerConnectionString;
    private readonly string folder = Directory.CreateTempSubdirectory("ka-nodes-").FullName;
    private readonly List<ServeProcess> living = [];

    /// <param name="schedules">Text of <c>schedules.yaml</c>; the rehearsal each minute unless another is given.</param>
    public RehearsalNodes(string connectionString, string ownerConnectionString, string? schedules = null)
    {
        this.connectionString = connectionString;
        this.ownerConnectionString = ownerConnectionString;
        Database = NpgsqlDataSource.Create(connectionString);
        Configure(schedules
            ?? "schedules:\n  - { name: rehearse, job: rehearse, cron: \"* * * * *\", catch_up: all, catch_up_hours: 24 }\n");
    }

    public NpgsqlDataSource Database { get; }

    /// <summary>What the nodes find in their environment besides the database.</summary>
    public Dictionary<string, string>? Environment { get; init; }

    /// <summary>Folder from which <c>load</c> takes files.</summary>
    public string Inbox => Path.Combine(folder, "inbox");

    /// <summary>Starts one more node.</summary>
    public ServeProcess Start()
    {
        var node = ServeProcess.Start(connectionString, ownerConnectionString, Path.Combine(folder, "config"), folder,
            environment: Environment);
        living.Add(node);
        return node;
    }

    /// <summary>Kills a node as <c>kill -9</c> does.</summary>
    public void Kill(ServeProcess node)
    {
        living.Remove(node);
        node.Dispose();
    }

    /// <summary>Makes the schedule's last occurrence one of some minutes ago, as if nothing had run since.</summary>
    public async Task MissAsync(int minutes)
    {
        if (LongRun.IsOn)
        {
            Kill(Start(), await UntilAsync(() => Database.FirstAsync<bool>("select exists (select from ops.schedule)")));
        }
        else
        {
            // As a node does at its start.
            await new ScheduleStore(Database, TimeProvider.System).SyncAsync(SchedulesFile.Read(Path.Combine(folder, "config")), Stopping);
        }

        await Database.DoAsync("update ops.schedule set planned_until = date_trunc('minute', now()) - make_interval(mins => @minutes)",
            new { minutes });
    }

    /// <summary>Waits until some node is in the middle of a run.</summary>
    /// <returns>The node that works.</returns>
    public async Task<ServeProcess> WorkingAsync(Random dice)
    {
        while (true)
        {
            await UntilAsync(async () => await WorkerAsync() is not null);
            await Task.Delay(dice.Next(20, 400), Stopping);
            try
            {
                if (await WorkerAsync() is { } worker)
                {
                    return living.Single(node => worker.EndsWith($"/{node.Id}", StringComparison.Ordinal));
                }
            }
            catch (NpgsqlException)
            {
                // A machine under load may let a question wait too long; it is asked again.
            }
        }
    }

    /// <summary>The node that works on a run, some moment after it began; null where it ended before that moment.</summary>
    public async Task<ServeProcess?> WorkerOfAsync(long runId, Random dice)
    {
        await UntilAsync(() => Database.FirstAsync<bool>("select state <> 'queued' from ops.run where run_id = @runId", new { runId }));
        await Task.Delay(dice.Next(0, 1500), Stopping);
        var worker = await Database.FirstAsync<string?>("select worker from ops.run where run_id = @runId and state = 'running'",
            new { runId });
        return living.SingleOrDefault(node => worker?.EndsWith($"/{node.Id}", StringComparison.Ordinal) == true);
    }

    /// <summary>How many of the nodes that were not killed said within half a minute that they live.</summary>
    public Task<int> LivingAsync() => Database.FirstAsync<int>(
        "select count(*)::int from ops.node where seen_at > now() - interval '30 seconds' and worker like any (@living)",
        new { living = living.Select(node => $"%/{node.Id}").ToArray() });

    /// <summary>Waits until at least so many occurrences are planned, and every one of them has succeeded.</summary>
    public async Task DoneAsync(int occurrences, int seconds = 480)
    {
        try
        {
            await UntilAsync(
                () => Database.FirstAsync<bool>(
                    """
                    select count(*) >= @occurrences and count(*) filter (where state <> 'succeeded') = 0
                    from ops.run where scheduled_for <= (select min(planned_until) from ops.schedule)
                    """, new { occurrences }),
                seconds);
        }
        catch (Xunit.Sdk.FailException)
        {
            Assert.Fail($"{await LivingAsync()} of {living.Count} nodes live; what happened:\n"
                + string.Join('\n', await Database.ListAsync<string>(
                """
                select concat_ws(' ', run.run_id, run.state, 'attempt', run.attempt, run.not_before::time(0), told.happened_at::time(0), told.kind,
                    told.worker, left(told.says, 200))
                from ops.run join ops.run_event as told using (run_id) order by run.state = 'succeeded', told.event_id desc limit 60
                """)));
        }
    }

    /// <summary>Each occurrence is there, done once, in order, the ledger tells of each attempt, and Hangfire says the same.</summary>
    public async Task AssertNothingLostOrDoubledAsync()
    {
        await StateMap.AgreesAsync(Database);
        foreach (var node in living.ToList())
        {
            Kill(node);
        }

        Assert.Empty(await Database.ListAsync<string>(
            "select scheduled_for::text from (select scheduled_for, scheduled_for - lag(scheduled_for) over (order by scheduled_for) as gap from ops.run) as gaps where gap <> interval '1 minute'"));
        Assert.Empty(
            await Database.ListAsync<long>(
            "select run_id from ops.run_event where kind = 'succeeded' group by run_id having count(*) <> 1"));
        Assert.Empty(await Database.ListAsync<long>(
            "select run_id from (select run_id, finished_at < lag(finished_at) over (order by scheduled_for) as early from ops.run where state = 'succeeded') as pairs where early"));
        Assert.Empty(await Database.ListAsync<string>(
            """
            select concat_ws(' ', run_id, 'attempt', run.attempt, string_agg(kind, ',' order by event_id)) from ops.run join ops.run_event as told using (run_id)
            where state = 'succeeded' group by run_id, run.attempt having run.attempt <> count(*) filter (where kind = 'started') - count(*) filter (where kind = 'handed_back')
            """));
    }

    /// <summary>Waits for a condition, also through a time without database.</summary>
    public static async Task<bool> UntilAsync(Func<Task<bool>> holds, int seconds = 180)
    {
        for (var tries = 0; tries < seconds * 10; tries++)
        {
            try
            {
                if (await holds())
                {
                    return true;
                }
            }
            catch (NpgsqlException)
            {
                // The database has just been taken away.
            }

            await Task.Delay(100, Stopping);
        }

        Assert.Fail($"not within {seconds} s");
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in living)
        {
            node.Dispose();
        }

        await Database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private void Kill(ServeProcess node, bool seen)
    {
        Assert.True(seen);
        Kill(node);
    }

    /// <summary>One that ended while we waited, or that waits to be taken over, does not count as working.</summary>
    private Task<string?> WorkerAsync() => Database.FirstAsync<string?>(
        "select max(worker) from ops.run where state = 'running' and worker like any (@living)",
        new { living = living.Select(node => $"%/{node.Id}").ToArray() });

    private void Configure(string schedules)
    {
        var config = ConfigCopy.Make(folder, "Jobs",
            new() { ["SweepSeconds"] = 1, ["HeartbeatSeconds"] = 1, ["Takeovers"] = 40, ["GraceSeconds"] = 10 });
        File.WriteAllText(Path.Combine(config, "schedules.yaml"), schedules);
        if (!LongRun.IsOn)
        {
            // A few readers are enough.
            ConfigCopy.Change(config, "recipients.yaml", "daily: [representative, city_manager, region_manager, supervisor, finance, operations]",
                "daily: [supervisor]");
        }
    }
}
