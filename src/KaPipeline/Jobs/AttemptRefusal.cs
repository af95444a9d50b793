using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Says why the ledger does not give an attempt that was delivered.</summary>
public sealed class AttemptRefusal(NpgsqlDataSource database, JobOptions options, TimeProvider clock)
{
    /// <summary>After how long a run that waits for others is looked at, should nobody call it when its turn comes.</summary>
    public static TimeSpan LookAgain { get; } = TimeSpan.FromHours(1);

    /// <summary>Why the ledger does not give an attempt. An attempt that ended under this very job ended as the ledger says.</summary>
    /// <param name="isLocked">Whether somebody holds the run's lock.</param>
    public async Task<AttemptResult> AskAsync(long runId, int attempt, string? jobId, bool isLocked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var run = await database.FirstAsync<RunState>(
            """
            select state, attempt, not_before, hangfire_job_id, error, worker, turn.waits_for, coalesce(turn.is_paused, false) as is_paused
            from ops.run left join ops.run_turn as turn using (run_id) where run_id = @runId
            """, new { runId }, ct);
        var isOwn = run is not null && jobId is not null && run.HangfireJobId == jobId;
        return run switch
        {
            null => new(AttemptEnd.Refused, Bilingual.Of($"没有运行 {runId}", $"there is no run {runId}")),
            { State: "cancelled" } when run.Attempt <= attempt => new(AttemptEnd.Cancelled, run.Error ?? Bilingual.Of("已取消", "cancelled")),
            _ when run.Attempt > attempt => new(AttemptEnd.Refused, Bilingual.Of(
                $"已由第 {run.Attempt} 次接替", $"superseded by attempt {run.Attempt}")),
            { State: "running" } when isOwn && isLocked => new(AttemptEnd.UnderWay, Bilingual.Of(
                $"正在 {run.Worker} 上运行", $"under way on {run.Worker}")),
            { State: "running" } when isOwn => new(AttemptEnd.Refused,
                Bilingual.Of($"{run.Worker} 上的进程被终止，将进行第 {attempt + 1} 次",
                    $"its process was killed on {run.Worker}; attempt {attempt + 1} follows")),
            { State: "succeeded" } when isOwn => new(AttemptEnd.Succeeded, Bilingual.Of("此前已完成", "done before")),
            { State: "failed" } when isOwn => new(AttemptEnd.Failed, run.Error!, Error: new AttemptFailedException(run.Error!)),
            _ when run.Attempt == attempt && run.State == "queued" => new(AttemptEnd.Refused, Bilingual.Of(
                $"已由第 {attempt + 1} 次接替", $"superseded by attempt {attempt + 1}")),
            _ when run.Attempt == attempt => new(AttemptEnd.Refused, Bilingual.Of(
                $"第 {attempt} 次由作业 {run.HangfireJobId} 执行", $"attempt {attempt} is done by job {run.HangfireJobId}")),
            { State: not "queued" } => new(AttemptEnd.Refused, Bilingual.Of(
                $"运行 {runId}：{Label.RunState.Of(run.State, Language.Chinese)}", $"run {runId}: {Label.RunState.Of(run.State, Language.English)}")),
            { IsPaused: true } => new(AttemptEnd.Waits, Bilingual.Of("所在批次已暂停", "its batch is paused"), now + LookAgain),
            { WaitsFor: { } first } => new(AttemptEnd.Waits, Bilingual.Of($"等待运行 {first}", $"waits for run {first}"),
                now + LookAgain),
            _ when run.NotBefore > now => new(AttemptEnd.Waits, Bilingual.Of("未到时间", "it is not due yet"), run.NotBefore),
            _ => new(AttemptEnd.Waits, Bilingual.Of("上一次尚未退出", "an earlier attempt has not ended yet"),
                now + TimeSpan.FromSeconds(options.HeartbeatSeconds)),
        };
    }

    private sealed record RunState
    {
        public string State { get; init; } = "";

        public int Attempt { get; init; }

        public DateTimeOffset NotBefore { get; init; }

        public string? HangfireJobId { get; init; }

        public string? Error { get; init; }

        public string? Worker { get; init; }

        public long? WaitsFor { get; init; }

        public bool IsPaused { get; init; }
    }
}
