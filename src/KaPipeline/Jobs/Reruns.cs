using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Jobs;

/// <summary>Reruns: shows exactly what would run, then runs exactly that.</summary>
public sealed class Reruns(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>The longest range of one batch, in days.</summary>
    public const int LongestDays = 400;

    /// <summary>The most runs that one batch of picked runs holds.</summary>
    public const int MostRuns = 2000;

    private const string PreviewSql =
        """
        with last as (
            -- The last run that covers each date of the range, found from the runs: one pass, however long the range is.
            select chain_id, day, max(run_id) as run_id
            from ops.run
            cross join lateral generate_series(greatest(date_from, @from::date), least(date_to, @to::date), interval '1 day') as day
            where job = @job and chain_id = any (@chains::text[]) and date_to >= @from::date and date_from <= @to::date
            group by chain_id, day
        )
        -- One line per chain and date asked for, with that run.
        select asked.chain_id, day::date as date, run.state as last_state, run.run_id as last_run_id,
            coalesce(run.state not in ('queued', 'running'), true)
                and (@mode = 'all' or run.state is null or (@mode = 'missing_and_failed' and run.state in ('failed', 'cancelled'))) as will_run
        from unnest(@chains::text[]) as asked (chain_id)
        cross join generate_series(@from::date, @to::date, interval '1 day') as day
        left join last using (chain_id, day)
        left join ops.run using (run_id)
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
        string.Join('\n', lines.Where(line => line.WillRun).Select(line => $"{line.ChainId}|{line.Date:yyyy-MM-dd}|{line.LastRunId}")))))[..16];

    /// <summary>Starts what the preview showed.</summary>
    /// <param name="previewed">Fingerprint of the preview that the person saw; null to start without one (command line).</param>
    /// <returns>The batch and its runs.</returns>
    /// <exception cref="StalePreviewException">What would run is no longer what was shown.</exception>
    /// <exception cref="ArgumentException">No reason, an empty range, or nothing that would run.</exception>
    public async Task<(long BatchId, IReadOnlyList<long> RunIds)> StartAsync(RerunRequest request, string who, string? previewed, CancellationToken ct)
    {
        Check(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(request.Reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('rerun ' || @Job, 70))", new { request.Job }, transaction);
        var lines = (await connection.QueryAsync<RerunLine>(PreviewSql, Values(request), transaction)).AsList();
        if (previewed is not null && previewed != Fingerprint(lines))
        {
            throw new StalePreviewException();
        }

        var wanted = lines.Where(line => line.WillRun).ToList();
        if (wanted.Count == 0)
        {
            throw new ArgumentException("没有需要重跑的日期 (nothing to run in this range).", nameof(request));
        }

        var batchId = await AddBatchAsync(transaction, request, ModeName(request.Mode), who, ct);
        var runIds = new List<long>();
        foreach (var line in wanted)
        {
            runIds.Add(await AddRunAsync(transaction, batchId, request, line.ChainId, line.Date, line.Date, line.LastRunId, who, ct));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "start_rerun", "batch", $"{batchId}", request.Reason,
            after: new { request.Job, request.Chains, From = $"{request.From:yyyy-MM-dd}", To = $"{request.To:yyyy-MM-dd}", Mode = ModeName(request.Mode), request.SendsMail, runs = runIds.Count }, ct: ct);
        await transaction.CommitAsync(ct);
        return (batchId, runIds);
    }

    /// <summary>Starts ended runs again as one batch, each with its own chain, dates and arguments, or with others given.</summary>
    /// <param name="filter">Which runs; live ones and repeats of the same work are left out.</param>
    /// <param name="arguments">Arguments to use instead of each run's own; null to keep them.</param>
    /// <exception cref="ArgumentException">No reason, or nothing that can run again.</exception>
    public async Task<(long BatchId, IReadOnlyList<long> RunIds)> AgainAsync(
        RunFilter filter, IReadOnlyDictionary<string, string>? arguments, bool sendsMail, int parallelism, string who, string reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var runs = (await connection.QueryAsync<Run>(
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
            throw new ArgumentException("没有可以重跑的运行 (no ended run matches).", nameof(filter));
        }

        if (runs.Count > MostRuns)
        {
            throw new ArgumentException($"一次至多重跑 {MostRuns} 次,请缩小条件 (at most {MostRuns} at once; narrow the filter).", nameof(filter));
        }

        var request = new RerunRequest
        {
            Job = runs[0].Job, Chains = [.. runs.Select(run => run.ChainId).Distinct()], From = runs.Min(run => run.DateFrom), To = runs.Max(run => run.DateTo),
            Reason = reason, SendsMail = sendsMail, Parallelism = parallelism,
        };
        var batchId = await AddBatchAsync(transaction, request, "selected", who, ct);
        var runIds = new List<long>();
        foreach (var run in runs)
        {
            var own = arguments ?? JsonSerializer.Deserialize<Dictionary<string, string>>(run.Arguments)!;
            runIds.Add(await AddRunAsync(
                transaction, batchId, request with { Job = run.Job, Arguments = own }, run.ChainId, run.DateFrom, run.DateTo, run.RunId, who, ct));
        }

        await AuditTrail.RecordAsync(transaction, clock.GetUtcNow(), who, "rerun_selected", "batch", $"{batchId}", reason, after: new { runs = runIds.Count, arguments, sendsMail }, ct: ct);
        await transaction.CommitAsync(ct);
        return (batchId, runIds);
    }

    private static void Check(RerunRequest request)
    {
        var days = request.To.DayNumber - request.From.DayNumber + 1;
        if (days is < 1 or > LongestDays)
        {
            throw new ArgumentException($"日期范围须为 1 至 {LongestDays} 天 (a range holds 1 to {LongestDays} days; found {days}).", nameof(request));
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
        NpgsqlTransaction transaction, long batchId, RerunRequest request, string chain, DateOnly from, DateOnly to, long? rerunOf, string who, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var made = await transaction.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            insert into ops.run (job, chain_id, date_from, date_to, cause, batch_id, rerun_of, requested_by, reason, arguments, sends_mail, not_before, queued_at)
            values (@Job, @chain, @from, @to, 'rerun', @batchId, @rerunOf, @who, @Reason, @arguments::jsonb, @SendsMail, @now, @now)
            on conflict do nothing
            returning run_id
            """,
            new { request.Job, chain, from, to, batchId, rerunOf, who, request.Reason, arguments = JsonSerializer.Serialize(request.Arguments), request.SendsMail, now },
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
}
