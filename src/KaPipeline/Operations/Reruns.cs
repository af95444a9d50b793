using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using KaPipeline.Audit;
using KaPipeline.Jobs;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>Reruns: shows exactly what would run and what it would touch, then runs exactly that.</summary>
public sealed class Reruns(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The longest range of one batch, in days.</summary>
    public const int LongestDays = 400;

    /// <summary>The most runs that one batch of picked runs holds.</summary>
    public const int MostRuns = 2000;

    // Each part once for the whole range: a question for each chain and date took two seconds for a year.
    private const string PreviewSql =
        """
        with span as (
            -- The newest run of each span of dates; few runs are left of many repeats.
            select chain_id, date_from, date_to, max(run_id) as run_id
            from ops.run
            where job = @job and chain_id = any (@chains::text[]) and date_to >= @from::date and date_from <= @to::date
            group by chain_id, date_from, date_to
        ), last as (
            -- The last run that covers each date.
            select chain_id, day::date as date, max(run_id) as run_id
            from span
            cross join lateral generate_series(greatest(date_from, @from::date), least(date_to, @to::date), interval '1 day') as day
            group by chain_id, day
        ), came as (
            -- What of it is there already: the files of each date; a run without a chain is about all of them.
            select asked.chain_id, load.business_date as date, count(*) as files
            from unnest(@chains::text[]) as asked (chain_id)
            join ops.load on asked.chain_id in ('', load.chain_id)
            where @job in ('collect', 'load') and load.state = 'loaded' and load.business_date between @from::date and @to::date
            group by asked.chain_id, load.business_date
        ), made as (
            -- The newest edition of each date.
            select distinct on (business_date) business_date as date, edition_id, edition_number
            from ops.edition where digest = @job and business_date between @from::date and @to::date
            order by business_date, edition_number desc
        ), sent as (
            -- Its letters.
            select edition_id, count(*) as letters, count(*) filter (where state = 'accepted') as accepted
            from ops.delivery where edition_id in (select edition_id from made) group by edition_id
        )
        -- One line per chain and date asked for.
        select asked.chain_id, day::date as date, run.state as last_state, run.run_id as last_run_id,
            coalesce(run.state not in ('queued', 'running'), true)
                and (@mode = 'all' or run.state is null or (@mode = 'missing_and_failed' and run.state in ('failed', 'cancelled'))) as will_run,
            case when @job in ('collect', 'load') then coalesce(came.files, 0) end as files, made.edition_number as edition,
            coalesce(sent.letters, 0) as letters, coalesce(sent.accepted, 0) as accepted
        from unnest(@chains::text[]) as asked (chain_id)
        cross join generate_series(@from::date, @to::date, interval '1 day') as day
        left join last on last.chain_id = asked.chain_id and last.date = day::date
        left join ops.run using (run_id)
        left join came on came.chain_id = asked.chain_id and came.date = day::date
        left join made on made.date = day::date
        left join sent using (edition_id)
        order by asked.chain_id, day
        """;

    /// <summary>What a request would do, line by line.</summary>
    /// <exception cref="ArgumentException">The range is empty or too long.</exception>
    public Task<IReadOnlyList<RerunLine>> PreviewAsync(RerunRequest request, CancellationToken ct)
    {
        Check(request);
        return database.ListAsync<RerunLine>(PreviewSql, Values(request), ct);
    }

    /// <summary>A short text that changes when what would run changes.</summary>
    public static string Fingerprint(IEnumerable<RerunLine> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', lines.Where(line => line.WillRun)
        .Select(line => $"{line.ChainId}|{line.Date:yyyy-MM-dd}|{line.LastRunId}")))))[..16];

    /// <summary>Starts what the preview showed.</summary>
    /// <param name="previewed">Fingerprint of the preview that the person saw; null to start without one (command line).</param>
    /// <returns>The batch and its runs.</returns>
    /// <exception cref="StalePreviewException">What would run is no longer what was shown.</exception>
    /// <exception cref="ArgumentException">No reason, an empty range, or nothing that would run.</exception>
    public async Task<(long BatchId, IReadOnlyList<long> RunIds)> StartAsync(RerunRequest request, string who, string? previewed,
        CancellationToken ct)
    {
        Check(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (batchId, runIds, _) = await StartAsync(transaction, request, who, previewed, ct);
        if (runIds.Count == 0)
        {
            throw new ArgumentException(Bilingual.Of("没有需要重跑的日期。", "Nothing to run in this range."), nameof(request));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "start_rerun", "batch", $"{batchId}", request.Reason,
            after: new
            {
                request.Job, request.Chains, From = $"{request.From:yyyy-MM-dd}", To = $"{request.To:yyyy-MM-dd}",
                Mode = ModeName(request.Mode), request.SendsMail, request.Parallelism, runs = runIds.Count
            }, ct: ct);
        await transaction.CommitAsync(ct);
        return (batchId, runIds);
    }

    /// <summary>Adds a batch and its runs within a transaction of something larger, which records it in the audit.</summary>
    /// <returns>The batch, its runs in order, and the first run that is under way with the same work; no batch is made where nothing would
    /// run.</returns>
    internal async Task<(long BatchId, IReadOnlyList<long> RunIds, long? Live)> StartAsync(
        NpgsqlTransaction transaction, RerunRequest request, string who, string? previewed, CancellationToken ct)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('rerun ' || @Job, 70))", new { request.Job },
            transaction);
        var lines = (await connection.QueryAsync<RerunLine>(PreviewSql, Values(request), transaction)).AsList();
        if (previewed is not null && previewed != Fingerprint(lines))
        {
            throw new StalePreviewException();
        }

        var live = lines.FirstOrDefault(line => line.LastState is "queued" or "running")?.LastRunId;
        // By date, then by chain: the numbers of the runs say the order in which they are worked on.
        var wanted = lines.Where(line => line.WillRun).OrderBy(line => line.Date).ThenBy(line => line.ChainId, StringComparer.Ordinal)
            .ToList();
        if (wanted.Count == 0)
        {
            return (0, [], live);
        }

        var batchId = await AddBatchAsync(transaction, request, ModeName(request.Mode), who, ct);
        var runIds = new List<long>();
        foreach (var line in wanted)
        {
            runIds.Add(await AddRunAsync(transaction, batchId, request, line.ChainId, line.Date, line.Date, line.LastRunId, who, ct));
        }

        return (batchId, runIds, live);
    }

    /// <summary>Holds a batch: what of it is under way ends, nothing further starts.</summary>
    /// <exception cref="OperationRefusedException">There is no such batch, it has ended, or it is paused already.</exception>
    public Task PauseAsync(long batchId, string who, string reason, CancellationToken ct) => ChangeAsync(
        "pause_batch", batchId, who, reason,
        "update ops.run_batch set paused_at = @now, paused_by = @who, paused_reason = @reason where batch_id = @batchId", ct);

    /// <summary>Lets a paused batch continue.</summary>
    /// <exception cref="OperationRefusedException">There is no such batch, it has ended, or it is not paused.</exception>
    public Task ResumeAsync(long batchId, string who, string reason, CancellationToken ct) => ChangeAsync(
        "resume_batch", batchId, who, reason,
        "update ops.run_batch set paused_at = null, paused_by = null, paused_reason = null where batch_id = @batchId", ct);

    /// <summary>Starts ended runs again as one batch, each with its own chain, dates and arguments, or with others given.</summary>
    /// <param name="filter">Which runs; live ones and repeats of the same work are left out.</param>
    /// <param name="arguments">Arguments to use instead of each run's own; null to keep them.</param>
    /// <exception cref="ArgumentException">No reason, or nothing that can run again.</exception>
    public async Task<(long BatchId, IReadOnlyList<long> RunIds)> AgainAsync(
        RunFilter filter, IReadOnlyDictionary<string, string>? arguments, bool sendsMail, int parallelism, string who, string reason,
        CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (batchId, runIds) = await AgainAsync(transaction, filter, arguments, sendsMail, parallelism, who, reason, ct);
        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "rerun_selected", "batch", $"{batchId}", reason,
            after: new { runs = runIds.Count, arguments, sendsMail }, ct: ct);
        await transaction.CommitAsync(ct);
        return (batchId, runIds);
    }

    /// <summary>Adds ended runs again within a transaction of something larger, which records it in the audit.</summary>
    internal async Task<(long BatchId, IReadOnlyList<long> RunIds)> AgainAsync(
        NpgsqlTransaction transaction, RunFilter filter, IReadOnlyDictionary<string, string>? arguments, bool sendsMail, int parallelism,
        string who, string reason,
        CancellationToken ct)
    {
        var runs = (await transaction.Connection!.QueryAsync<Run>(
            $"""
            select distinct on (job, chain_id, date_from, date_to) run_id, job, chain_id, date_from, date_to, arguments::text as arguments
            from ops.run as picked
            where {RunFilter.Condition} and state in ('succeeded', 'failed', 'cancelled')
                and not exists (select from ops.run as live where live.state in ('queued', 'running') and live.job = picked.job
                    and live.chain_id = picked.chain_id and live.date_from = picked.date_from and live.date_to = picked.date_to)
            order by job, chain_id, date_from, date_to, run_id desc
            limit @most
            """, filter.Values(new { most = MostRuns + 1 }), transaction)).AsList();
        if (runs.Count == 0)
        {
            throw new ArgumentException(Bilingual.Of("没有可以重跑的运行。", "No ended run matches."), nameof(filter));
        }

        if (runs.Count > MostRuns)
        {
            throw new ArgumentException(Bilingual.Of(
                $"一次至多重跑 {MostRuns} 次，请缩小条件。", $"At most {MostRuns} at once; narrow the filter."), nameof(filter));
        }

        var request = new RerunRequest
        {
            Job = runs[0].Job, Chains = [.. runs.Select(run => run.ChainId).Distinct()], From = runs.Min(run => run.DateFrom),
            To = runs.Max(run => run.DateTo),
            Reason = reason, SendsMail = sendsMail, Parallelism = parallelism,
        };
        var batchId = await AddBatchAsync(transaction, request, "selected", who, ct);
        var runIds = new List<long>();
        foreach (var run in runs)
        {
            var own = arguments ?? JsonSerializer.Deserialize<Dictionary<string, string>>(run.Arguments)!;
            runIds.Add(await AddRunAsync(
                transaction, batchId, request with { Job = run.Job, Arguments = own }, run.ChainId, run.DateFrom, run.DateTo, run.RunId,
                who, ct));
        }

        return (batchId, runIds);
    }

    private async Task ChangeAsync(string action, long batchId, string who, string reason, string sql, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await BatchAsync(transaction, batchId)
            ?? throw new OperationRefusedException(Bilingual.Of($"没有批次 {batchId}。", $"There is no batch {batchId}."));
        if (before.Live == 0)
        {
            throw new OperationRefusedException(Bilingual.Of($"批次 {batchId} 已全部结束。", $"Batch {batchId} has ended."));
        }

        if (before.PausedBy is not null == (action == "pause_batch"))
        {
            throw new OperationRefusedException(before.PausedBy is { } by
                ? Bilingual.Of(
                    $"批次 {batchId} 已由 {by} 暂停：{before.PausedReason}。", $"Batch {batchId} is paused already by {by}: {before.PausedReason}.")
                : Bilingual.Of($"批次 {batchId} 没有暂停。", $"Batch {batchId} is not paused."));
        }

        var now = clock.GetUtcNow();
        await connection.ExecuteAsync(sql, new { batchId, who, reason, now }, transaction);
        await AuditTrail.RecordAsync(transaction, now, who, action, "batch", $"{batchId}", reason, before,
            await BatchAsync(transaction, batchId), ct);
        await transaction.CommitAsync(ct);
    }

    private static Task<BatchState?> BatchAsync(NpgsqlTransaction transaction, long batchId) =>
        transaction.Connection!.QueryFirstOrDefaultAsync<BatchState>(
        """
        select paused_by, paused_reason, (select count(*) from ops.run where run.batch_id = batch.batch_id and state in ('queued', 'running')) as live
        from ops.run_batch as batch where batch_id = @batchId for update
        """, new { batchId }, transaction);

    private static void Check(RerunRequest request)
    {
        var days = request.To.DayNumber - request.From.DayNumber + 1;
        if (days is < 1 or > LongestDays)
        {
            throw new ArgumentException(Bilingual.Of(
                $"日期范围须为 1 至 {LongestDays} 天。", $"A range holds 1 to {LongestDays} days; found {days}."),
                nameof(request));
        }
    }

    private Task<long> AddBatchAsync(NpgsqlTransaction transaction, RerunRequest request, string mode, string who, CancellationToken ct) =>
        transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            insert into ops.run_batch (job, chain_ids, date_from, date_to, mode, sends_mail, parallelism, requested_by, requested_at, reason)
            values (@Job, @chains, @From, @To, @mode, @SendsMail, @parallelism, @who, @now, @Reason)
            returning batch_id
            """,
            new
            {
                request.Job, chains = request.Chains.ToArray(), request.From, request.To, mode, request.SendsMail,
                parallelism = Math.Clamp(request.Parallelism, 1, 16), who, now = clock.GetUtcNow(), request.Reason,
            }, transaction, cancellationToken: ct));

    private async Task<long> AddRunAsync(
        NpgsqlTransaction transaction, long batchId, RerunRequest request, string chain, DateOnly from, DateOnly to, long? rerunOf,
        string who, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var made = await transaction.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, batch_id, rerun_of, requested_by, reason, arguments, sends_mail, not_before, queued_at)
            values (@Job, @chain, @from, @to, 'rerun', @batchId, @rerunOf, @who, @Reason, @arguments::jsonb, @SendsMail, @now, @now)
            on conflict do nothing
            returning run_id
            """,
            new
            {
                request.Job, chain, from, to, batchId, rerunOf, who, request.Reason,
                arguments = JsonSerializer.Serialize(request.Arguments), request.SendsMail, now
            },
            transaction, cancellationToken: ct));
        // Somebody else, or a schedule, has just started the same work.
        var runId = made ?? throw new StalePreviewException();
        await RunJournal.EventAsync(transaction.Connection!, transaction, runId, 0, "queued", $"{who}: {request.Reason}", null, now, ct);
        return runId;
    }

    private static object Values(RerunRequest request) =>
        new { job = request.Job, chains = request.Chains.ToArray(), from = request.From, to = request.To, mode = ModeName(request.Mode) };

    private static string ModeName(RerunMode mode) => mode switch
    {
        RerunMode.Missing => "missing",
        RerunMode.MissingAndFailed => "missing_and_failed",
        _ => "all",
    };

    private sealed record BatchState
    {
        public string? PausedBy { get; init; }

        public string? PausedReason { get; init; }

        public long Live { get; init; }
    }
}
