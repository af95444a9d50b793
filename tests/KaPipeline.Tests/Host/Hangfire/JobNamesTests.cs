using Hangfire.Common;
using KaPipeline.Host.Hangfire;
using KaPipeline.Host.Hangfire.Dashboard;
using KaPipeline.Jobs;
using KaPipeline.Operations;
using KaPipeline.Tests.Infrastructure;
using KaPipeline.Tests.Jobs;
using KaPipeline.Warehouse;
using Microsoft.Extensions.DependencyInjection;

namespace KaPipeline.Tests.Host.Hangfire;

/// <summary>What jobs are called on the dashboard.</summary>
public sealed class JobNamesTests
{
    private static readonly JobSchedule Morning = new()
    {
        Name = "daily", Job = "daily", Cron = "30 7 * * *",
        Days = ScheduleDays.WorkingDay
    };

    [Fact]
    public async Task Attempt_says_job_chain_date_who_asked_why_and_which_attempt()
    {
        await using var world = await JobWorld.CreateAsync(ManualClock.At(2026, 6, 3, 9));
        await world.Database.DoAsync("insert into core.chain (chain_id, name, name_en) values ('wanjia', '万嘉', 'Wanjia')", ct: Stopping);
        var (_, runs) = await new Reruns(world.Database, world.Clock).StartAsync(
            new RerunRequest
            {
                Job = "reconcile", Chains = ["wanjia"], From = new DateOnly(2026, 6, 1), To = new DateOnly(2026, 6, 1),
                Reason = "portal was <down>"
            }, "wang", null, Stopping);
        var id = runs[0];
        var job = Job.FromExpression<RunJob>(job => job.Execute(id, 2, null, CancellationToken.None));
        var gone = Job.FromExpression<RunJob>(job => job.Execute(987, 1, null, CancellationToken.None));

        Assert.Equal(
            ["对账 reconcile · 万嘉 · 2026-06-01 · 重跑 wang：portal was <down> · 第 2 次", "运行 987，已过保留期"],
            await JobNames.OfAsync(Services(world), [job, gone], false, Stopping));
        Assert.Equal(["reconcile · Wanjia · 2026-06-01 · rerun by wang: portal was <down> · attempt 2"],
            await JobNames.OfAsync(Services(world), [job], true, Stopping));
    }

    [Fact]
    public async Task Entry_says_its_day_rule_who_paused_it_and_why_and_which_calendar_is_missing()
    {
        var last = JobWorld.Calendar.LastDay;
        await using var world = await JobWorld.CreateAsync(ManualClock.At(last.Year, last.Month, last.Day, 9), Morning);
        var job = Job.FromExpression<PlanJob>(job => job.Execute("daily", null, CancellationToken.None));
        Assert.Equal([$"日报 daily · 工作日 · 缺 {last.Year + 1} 年工作日历"], await JobNames.OfAsync(Services(world), [job], false, Stopping));

        world.Clock.Move(TimeSpan.FromDays(-100));
        Assert.Equal(["日报 daily · 工作日"], await JobNames.OfAsync(Services(world), [job], false, Stopping));
        await world.ScheduleOperations(Morning).PauseAsync("daily", "wang", "mail server moves", Stopping);
        Assert.Equal(["daily · working days · paused by wang: mail server moves"],
            await JobNames.OfAsync(Services(world), [job], true, Stopping));
    }

    private static ServiceProvider Services(JobWorld world) => new ServiceCollection()
        .AddSingleton(world.Database).AddSingleton<TimeProvider>(world.Clock).AddSingleton(JobWorld.Calendar)
        .AddSingleton<IReadOnlyList<JobSchedule>>([Morning]).BuildServiceProvider();
}
