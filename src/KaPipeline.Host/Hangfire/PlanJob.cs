using Hangfire;
using Hangfire.Server;
using KaPipeline.Jobs;
using KaPipeline.Labels;

namespace KaPipeline.Host.Hangfire;

/// <summary>What a recurring entry calls at its schedule's moment. A lost call costs nothing: the sweeper of every node plans as
/// well.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PlanJob(DatabaseClock time, Planner planner, RunQueue queue, RecurringEntries recurring)
{
    /// <summary>Plans the due occurrences of one schedule and enqueues their runs. Asks the ledger what is due, not the clock of the
    /// call.</summary>
    /// <param name="schedule">Name of the schedule, which is the id of its recurring entry.</param>
    /// <param name="context">Put in by Hangfire.</param>
    /// <param name="ct">Replaced by Hangfire with the token of its shutdown.</param>
    /// <returns>What was planned, for the dashboard.</returns>
    public async Task<string> Execute(string schedule, PerformContext? context, CancellationToken ct)
    {
        if (await time.CompareAsync(ct) is not { } now)
        {
            return time.Message;
        }

        var planned = await planner.PlanAsync(schedule, ct, now);
        await queue.EnqueueAsync(planned, ct);
        await recurring.RefreshAsync(ct);
        return planned.Count == 0 ? Bilingual.Of("没有到时间的计划", "nothing due")
            : Bilingual.Of($"已排入运行 {string.Join("、", planned)}", $"planned run {string.Join(", ", planned)}");
    }
}
