using Hangfire;
using Hangfire.Storage;
using KaPipeline.Host.Hangfire;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Tests.Serve;
using KaPipeline.Warehouse;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>Recurring entries as the dashboard shows them.</summary>
public sealed class RecurringEntriesTests
{
    private static readonly JobSchedule Watch = new()
    {
        Name = "watch", Job = "watch", Cron = "*/10 * * * *", CatchUp = CatchUp.Latest,
        CatchUpHours = 1
    };
    private static readonly JobSchedule Daily = new()
    {
        Name = "daily", Job = "daily", Cron = "30 7 * * *", Days = ScheduleDays.WorkingDay,
        CatchUp = CatchUp.All
    };
    private static readonly JobSchedule Unplanned = new() { Name = "unplanned", Job = "load", Cron = "0 6 * * *", Enabled = false };

    [Fact]
    public async Task Next_execution_is_the_true_next_occurrence_and_none_while_paused()
    {
        // Hangfire reckons by the machine's clock.
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch, Daily, Unplanned);
        await using var node = await EngineHost.StartAsync(world, [Watch, Daily, Unplanned], false);
        var entries = node.Get<RecurringEntries>();

        await entries.RefreshAsync(Stopping);
        Assert.Equal(["daily", "watch"], Entries(node).Keys.Order());
        foreach (var schedule in (JobSchedule[])[Watch, Daily])
        {
            Assert.Equal(schedule.Occurrences(world.Clock.GetUtcNow(), world.Clock.GetUtcNow().AddDays(40), JobWorld.Calendar)
                .First(), Next(node, schedule.Name));
        }

        var book = world.ScheduleOperations(Watch, Daily);
        await book.PauseAsync("daily", "wang", "portal is rebuilt", Stopping);
        await entries.RefreshAsync(Stopping);
        Assert.Null(Next(node, "daily"));
        await book.ResumeAsync("daily", "wang", "portal is back", Stopping);
        await entries.RefreshAsync(Stopping);
        Assert.NotNull(Next(node, "daily"));

        // Taken out behind the ledger's back it comes again; one that is no schedule goes.
        node.Get<IRecurringJobManager>().RemoveIfExists("daily");
        node.Get<IRecurringJobManager>().AddOrUpdate<PlanJob>("old", job => job.Execute("old", null, CancellationToken.None), Cron.Daily());
        await entries.RefreshAsync(Stopping);
        Assert.Equal(["daily", "watch"], Entries(node).Keys.Order());
    }

    [Fact]
    public async Task A_schedule_whose_next_day_lies_in_a_year_without_calendar_shows_no_next_execution()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(JobWorld.Calendar.LastDay.Year, 12, 31, 20), Watch, Daily);
        await using var node = await EngineHost.StartAsync(world, [Watch, Daily], false);

        await node.Get<RecurringEntries>().RefreshAsync(Stopping);

        Assert.Null(Next(node, "daily"));
        Assert.NotNull(Next(node, "watch"));
    }

    [Fact]
    public async Task A_tick_plans_and_enqueues_what_is_due_and_says_what_it_did()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch);
        await using var node = await EngineHost.StartAsync(world, [Watch], false);
        // Its sweeper's first look is over when the entry is there; the next comes after a while.
        await RehearsalNodes.UntilAsync(() => Task.FromResult(Entries(node).Count == 1), 60);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var job = new PlanJob(node.Get<DatabaseClock>(), world.Planner(Watch), node.Queue, node.Get<RecurringEntries>());

        var says = await job.Execute("watch", null, Stopping);

        var run = await world.Database.FirstAsync<long>("select run_id from ops.run where schedule_name = 'watch'", ct: Stopping);
        Assert.Equal(Bilingual.Of($"已排入运行 {run}", $"planned run {run}"), says);
        Assert.Equal(["Enqueued"], await node.JobsAsync(run));
        Assert.Equal(Bilingual.Of("没有到时间的计划", "nothing due"), await job.Execute("watch", null, Stopping));
    }

    [Fact]
    public async Task An_entry_that_hangfire_gave_up_is_told_once_and_registered_again()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch);
        await using var node = await EngineHost.StartAsync(world, [Watch], false);
        var entries = node.Get<RecurringEntries>();
        await entries.RefreshAsync(Stopping);
        // What Hangfire leaves after five errors.
        using (var connection = node.Get<JobStorage>().GetConnection())
        {
            connection.SetRangeInHash("recurring-job:watch",
                [new("Error", "Could not load type"), new("NextExecution", ""), new("RetryAttempt", "5")]);
        }

        await entries.RefreshAsync(Stopping);
        await entries.RefreshAsync(Stopping);

        Assert.NotNull(Next(node, "watch"));
        var alert = Assert.Single(
            await world.Database.ListAsync<string>("select says from ops.alert where kind = 'schedule_stopped' and closed_at is null", ct: Stopping));
        Assert.Contains("Could not load type", alert, StringComparison.Ordinal);
        // It closes when the entry has come once more.
        using (var connection = node.Get<JobStorage>().GetConnection())
        {
            var later = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1);
            connection.SetRangeInHash("recurring-job:watch",
                [new("LastExecution", global::Hangfire.Common.JobHelper.SerializeDateTime(later))]);
        }

        await entries.RefreshAsync(Stopping);
        Assert.Empty(
            await world.Database.ListAsync<string>("select says from ops.alert where kind = 'schedule_stopped' and closed_at is null", ct: Stopping));
    }

    [Fact]
    public async Task A_lock_row_that_a_killed_node_left_behind_keeps_nothing_from_being_planned_and_done()
    {
        await using var world = await JobWorld.CreateAsync(new ManualClock(TimeProvider.System.GetUtcNow()), Watch);
        await world.Database.DoAsync(
            "insert into hangfire.lock (resource, acquired) values ('hangfire:recurring-jobs:lock', now() - interval '45 seconds')", ct: Stopping);
        await using var node = await EngineHost.StartAsync(world, [Watch], true, new FunctionJob("watch", (_, _) => Task.CompletedTask));

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        node.Sweeper.LookNow();

        await RehearsalNodes.UntilAsync(() =>
            world.Database.FirstAsync<bool>("select exists (select from ops.run where schedule_name = 'watch' and state = 'succeeded')"),
            45);
        await StateMap.AgreesAsync(world.Database);
    }

    [Fact]
    public async Task A_clock_set_back_an_hour_plans_nothing_twice_and_goes_on_at_once()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 6, 4, 9), Watch);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Single(await world.Planner(Watch).PlanAsync(null, Stopping));
        await world.Database.DoAsync("update ops.run set state = 'succeeded', finished_at = now()", ct: Stopping);
        // Another clock, an hour behind; the schedule's next occurrence by it is in ten minutes, not in seventy.
        var behind = ManualClock.At(2026, 6, 4, 8, 10);
        var planner = new Planner(world.Database, JobWorld.Calendar, [Watch], world.Options, behind,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Planner>.Instance);

        Assert.Empty(await planner.PlanAsync(null, Stopping));
        behind.Advance(TimeSpan.FromMinutes(10));
        Assert.Single(await planner.PlanAsync(null, Stopping));
        await world.Database.DoAsync("update ops.run set state = 'succeeded', finished_at = now() where state = 'queued'", ct: Stopping);
        behind.Advance(TimeSpan.FromMinutes(50));

        // What ran before the clock was set back is not run again.
        Assert.Empty(await planner.PlanAsync(null, Stopping));
        Assert.Equal(1,
            await world.Database.FirstAsync<int>("select count(*)::int from ops.run where scheduled_for = '2026-06-04 09:10+08'", ct: Stopping));
    }

    private static Dictionary<string, RecurringJobDto> Entries(EngineHost node)
    {
        using var connection = node.Get<JobStorage>().GetConnection();
        return connection.GetRecurringJobs().ToDictionary(entry => entry.Id);
    }

    private static DateTimeOffset? Next(EngineHost node, string schedule) =>
        Entries(node)[schedule].NextExecution is { } next ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : null;
}
